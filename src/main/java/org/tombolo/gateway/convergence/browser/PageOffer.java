package org.tombolo.gateway.convergence.browser;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tombolo.call.Agreement;
import org.tombolo.call.CallMedia;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.sdp.WebRtcOffer;
import org.tombolo.media.sdp.WebRtcOffer.Offered;
import org.tombolo.media.sdp.WebRtcStream;
import org.tombolo.media.sdp.WebRtcTransport;
import org.tombolo.media.transcode.Transcoder;
import org.tombolo.media.transcode.wire.Codec;

/** What a page offers, and what of it can be a phone's. */
final class PageOffer {
    private static final RtpFormat SINGLE_NALS =
            new RtpFormat(96, "H264", 90_000, 1, "profile-level-id=42e01f;packetization-mode=0");
    private static final RtpFormat FRAGMENTED =
            new RtpFormat(96, "H264", 90_000, 1, "profile-level-id=42e01f;packetization-mode=1");

    private final WebRtcOffer offer;

    /**
     * A kind of media that is taken.
     *
     * @param offered as the page has it
     * @param format one of the page's, under its number
     * @param translated what else is offered to the phone, since it can be transcoded
     */
    record Taken(String kind, Offered offered, RtpFormat format, List<RtpFormat> translated) {
        Taken {
            translated = List.copyOf(translated);
        }

        /** As the page sees it. */
        Direction direction() {
            return offered.direction();
        }

        /**
         * What a phone may call it, the best first. RFC 6184 6.2, 6.3: a stream of packetization mode 0 is one of mode 1 as well, so that
         * phones of either take it.
         */
        List<RtpFormat> forPhone() {
            Optional<RtpFormat> more =
                    format.isSameAs(SINGLE_NALS) ? baseline(offered.formats(), FRAGMENTED) : Optional.empty();
            List<RtpFormat> all = new ArrayList<>();
            more.ifPresent(all::add);
            all.add(format);
            all.addAll(translated);
            return all;
        }

        /** What is agreed when the phone takes one of these. */
        Agreement terms(CallStream stream, RtpFormat chosen, int ours) {
            boolean other = translated.stream().anyMatch(chosen::isSameAs);
            return new Agreement(
                    stream,
                    chosen,
                    ours,
                    format.payloadType(),
                    false,
                    Optional.empty(),
                    other ? Optional.of(new Agreement.Translated(format, direction())) : Optional.empty());
        }
    }

    private PageOffer(WebRtcOffer offer) {
        this.offer = offer;
    }

    /** @throws SdpException when it is no description, or none of WebRTC */
    static PageOffer parse(String sdp) throws SdpException {
        return new PageOffer(WebRtcOffer.parse(sdp));
    }

    WebRtcTransport transport() {
        return offer.transport();
    }

    Optional<Offered> of(String kind) {
        return offer.ofCall(kind);
    }

    /**
     * What can be offered to any phone, sound first: one format each, since the page is answered before the phone has said which.
     *
     * @param transcoder for phones that have none of these
     */
    List<Taken> forPhones(Transcoder transcoder) {
        return CallMedia.KINDS.stream()
                .flatMap(kind -> of(kind).flatMap(offered -> taken(kind, offered, transcoder)).stream())
                .toList();
    }

    private static Optional<Taken> taken(String kind, Offered offered, Transcoder transcoder) {
        boolean video = kind.equals("video");
        boolean place = transcoder.hasPlace(video ? Codec.H263 : Codec.AMR);
        Optional<RtpFormat> format = video ? pictures(offered.formats(), place) : sound(offered.formats());
        return format.map(f -> new Taken(kind, offered, f, place ? PhoneFormats.besides(f, offered) : List.of()));
    }

    /** What of a page's is best for being transcoded both ways: Opus, which has no telephone's band, and H.264 that may be fragmented. */
    static Optional<RtpFormat> translatable(Offered offered, boolean video) {
        return video
                ? baseline(offered.formats(), FRAGMENTED).or(() -> baseline(offered.formats(), SINGLE_NALS))
                : offered.formats().stream()
                        .filter(format -> format.is("opus"))
                        .findFirst()
                        .or(() -> sound(offered.formats()));
    }

    /** Every phone has G.711, and every browser (RFC 7874 3); who offers none of it may have a phone in mind that takes Opus. */
    private static Optional<RtpFormat> sound(List<RtpFormat> formats) {
        return formats.stream()
                .filter(format -> format.is("PCMU") || format.is("PCMA"))
                .findFirst()
                .or(() -> formats.stream().filter(format -> format.is("opus")).findFirst());
    }

    /** IR.84, TS 26.114 5.2.2: H.264 Constrained Baseline; in packetization mode 0, which phones of mode 1 take, too. */
    private static Optional<RtpFormat> pictures(List<RtpFormat> formats, boolean transcoded) {
        return baseline(formats, SINGLE_NALS)
                .or(() -> baseline(formats, FRAGMENTED))
                .or(() -> formats.stream()
                        .filter(format -> transcoded && format.is("VP8"))
                        .findFirst());
    }

    private static Optional<RtpFormat> baseline(List<RtpFormat> formats, RtpFormat like) {
        List<RtpFormat> found = formats.stream().filter(like::isSameAs).toList();
        return found.stream()
                .filter(RtpFormat::isConstrainedBaseline)
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    /**
     * The answer.
     *
     * @param taken what flows, as the page sees it
     */
    String answer(WebRtcEndpoint ours, List<Flow> taken) {
        List<WebRtcStream> streams = taken.stream()
                // RFC 9143 7.3.1: the stream that carries the transport stays the first of the group.
                .sorted(Comparator.comparingInt(flow -> flow.taken().offered().index()))
                .map(flow -> offer.take(flow.taken().offered(), flow.taken().format(), flow.ours()))
                .toList();
        return offer.answer(ours, streams);
    }

    /**
     * How something that is taken flows.
     *
     * @param ours direction as we see it
     */
    record Flow(Taken taken, Direction ours) {
        /** As the page wants it. */
        static Flow asOffered(Taken taken) {
            return new Flow(
                    taken,
                    Direction.of(taken.direction().receives(), taken.direction().sends()));
        }

        /** As far as the phone goes along. */
        static Flow between(Taken taken, Direction phone) {
            return new Flow(
                    taken,
                    Direction.of(
                            taken.direction().receives() && phone.sends(),
                            taken.direction().sends() && phone.receives()));
        }
    }
}

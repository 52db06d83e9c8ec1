package org.tombolo.gateway.interconnection.call;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tombolo.call.Agreement;
import org.tombolo.call.PhoneSide;
import org.tombolo.jingle.Jingle;
import org.tombolo.jingle.JingleContent;
import org.tombolo.jingle.RtpDescription;
import org.tombolo.jingle.Senders;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.sip.Body;
import org.tombolo.sip.SipRequest;

/**
 * What we offer to a phone that calls without an offer (RFC 3261 13.2.1): sound in the codecs that XMPP clients have. A phone with
 * reliable provisional responses gets it at once and tells what it takes in PRACK (RFC 3262 5), so that devices are called in its
 * own words. Any other gets it in the 200, when a device has answered. On the call's executor.
 */
final class OurOffer {
    private static final String KIND = "audio";
    private static final RtpFormat OPUS = new RtpFormat(96, "opus", 48_000, 2, "useinbandfec=1");
    private static final RtpFormat G722 = RtpFormat.ofStatic(9).orElseThrow();
    private static final RtpFormat PCMU = RtpFormat.ofStatic(0).orElseThrow();
    private static final RtpFormat PCMA = RtpFormat.ofStatic(8).orElseThrow();
    private static final List<RtpFormat> KEYS = List.of(
            new RtpFormat(101, "telephone-event", 8000, 1, "0-15"),
            new RtpFormat(102, "telephone-event", 48_000, 1, "0-15"));
    private static final List<RtpFormat> BEST_FIRST = with(OPUS, G722, PCMU, PCMA);

    /** A device uses the first; what nearly every phone has must then be the first. */
    private static final List<RtpFormat> COMMONEST_FIRST = with(PCMU, PCMA, G722, OPUS);

    private List<RtpFormat> made = List.of();
    private Optional<Jingle> accepted = Optional.empty();

    private static List<RtpFormat> with(RtpFormat... codecs) {
        return Stream.concat(Stream.of(codecs), KEYS.stream()).toList();
    }

    /** Whether a caller takes an offer in a provisional response (RFC 3262 3). */
    static boolean canBeEarly(SipRequest invite) {
        return Stream.of("Supported", "Require")
                .flatMap(header -> invite.headers(header).stream())
                .anyMatch(value -> value.contains("100rel"));
    }

    /** For a provisional response. */
    PhoneSide.Offer early() {
        made = BEST_FIRST;
        return new PhoneSide.Offer(KIND, made);
    }

    /** What devices are offered meanwhile. */
    static List<JingleSide.Said> contents() {
        return List.of(
                new JingleSide.Said(KIND, new RtpDescription(KIND, COMMONEST_FIRST, true, List.of()), Senders.BOTH));
    }

    /**
     * For the 200, after a device has accepted: in the codec that it uses, since it cannot be told of another any more; empty when
     * it has none of ours.
     */
    Optional<PhoneSide.Offer> late(Jingle answer) {
        List<RtpFormat> theirs = answer.first(KIND)
                .flatMap(JingleContent::description)
                .map(RtpDescription::formats)
                .orElse(List.of());
        Optional<RtpFormat> codec = theirs.stream()
                .filter(format -> COMMONEST_FIRST.stream().anyMatch(format::isSameAs))
                .filter(RtpFormat::isCodec)
                .findFirst();
        accepted = Optional.of(answer);
        made = codec.map(first -> Stream.concat(Stream.of(first), RtpFormat.keysBeside(first, theirs).stream())
                        .toList())
                .orElse(List.of());
        return codec.map(first -> new PhoneSide.Offer(KIND, made));
    }

    /** The codec of the offer in the 200. */
    RtpFormat codec() {
        return made.get(0);
    }

    /** What the phone takes of what was offered; empty when that is nothing. */
    Optional<PhoneOffer> answered(Optional<Body> sdp) {
        try {
            return PhoneOffer.answering(
                    made, SessionDescription.parse(sdp.map(Body::text).orElse("")));
        } catch (SdpException e) {
            return Optional.empty();
        }
    }

    /** What the phone and the device that has accepted agree on. */
    List<Agreement> terms(PhoneOffer answer) {
        return accepted.map(answer::terms).orElse(List.of());
    }
}

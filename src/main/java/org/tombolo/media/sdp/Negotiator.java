package org.tombolo.media.sdp;

import java.util.Optional;
import java.util.stream.IntStream;

/** Answers offers of one who shares video with us: we only receive. */
public final class Negotiator {
    /** What we take, for a person. */
    public static final String TAKEN =
            "video as H.264 (packetization-mode 0 or 1; Baseline, Main or High), VP8 or H.263 over RTP/AVP, RTP/AVPF,"
                    + " or RTP/SAVP and RTP/SAVPF with a=crypto";

    private static final String SUITES = "inline keys for AEAD_AES_128_GCM, AES_CM_128_HMAC_SHA1_80 and _32"
            + " without MKI and without session parameters (RFC 4568)";

    private static final String NO_ADDRESS =
            "the video has no media address that is a unicast IP address; we take " + TAKEN;

    private Negotiator() {}

    /** Whether a description offers a video stream at all; false for what is no description. */
    public static boolean offersVideo(String sdp) {
        try {
            return SessionDescription.parse(sdp).media().stream().anyMatch(Negotiator::isVideo);
        } catch (SdpException e) {
            // Who tries to offer video is told what is wrong with the description, instead of "nobody is there".
            return sdp.contains("\nm=video ");
        }
    }

    /** Judges the offer of an INVITE: video must flow at once. */
    public static Negotiation first(String sdp) {
        Negotiation result = judge(sdp);
        if (result instanceof Negotiation.Acceptance accepted
                && !accepted.video().line().flows()) {
            return new Negotiation.Refusal(
                    488,
                    accepted.video().line().nowhere()
                            ? NO_ADDRESS
                            : "the video must be sendrecv or sendonly; we only receive");
        }
        return result;
    }

    /** Judges the offer of a re-INVITE, which may put the video on hold. */
    public static Negotiation again(String sdp) {
        return judge(sdp);
    }

    /** An offer within a session that has no video any more (RFC 3264 8.2); empty for any other, and for what is no description. */
    public static Optional<SessionDescription> withoutVideo(String sdp) {
        try {
            return Optional.of(SessionDescription.parse(sdp))
                    .filter(offer -> offer.media().stream().noneMatch(Negotiator::isVideo));
        } catch (SdpException e) {
            return Optional.empty();
        }
    }

    /** The answer that takes nothing of an offer. */
    public static SessionDescription nothing(SessionDescription offer, String host, String origin) {
        String family = host.indexOf(':') >= 0 ? "IP6 " : "IP4 ";
        return new SessionDescription(
                "tombolo " + origin + " IN " + family + host,
                Optional.of(new Connection(host)),
                java.util.List.of(),
                offer.media().stream().map(MediaDescription::refused).toList());
    }

    private static Negotiation judge(String sdp) {
        try {
            return judge(SessionDescription.parse(sdp));
        } catch (SdpException e) {
            return new Negotiation.Refusal(400, "SDP: " + e.getMessage());
        }
    }

    private static Negotiation judge(SessionDescription offer) {
        Optional<VideoStream> video =
                indexes(offer).boxed().flatMap(i -> video(offer, i).stream()).findFirst();
        if (video.isEmpty()) {
            return new Negotiation.Refusal(488, why(offer));
        }
        Optional<AudioStream> audio =
                indexes(offer).boxed().flatMap(i -> audio(offer, i).stream()).findFirst();
        return new Negotiation.Acceptance(offer, video.get(), audio);
    }

    private static IntStream indexes(SessionDescription offer) {
        return IntStream.range(0, offer.media().size());
    }

    private static boolean isVideo(MediaDescription stream) {
        return stream.type().equals("video") && stream.port() != 0;
    }

    private static Optional<VideoStream> video(SessionDescription offer, int index) {
        MediaDescription stream = offer.media().get(index);
        if (!isVideo(stream)) {
            return Optional.empty();
        }
        return line(offer, index)
                .flatMap(line -> VideoFormat.best(stream).map(format -> {
                    int type = format.payloadType();
                    return new VideoStream(
                            line,
                            format,
                            stream.takesFeedback(type, "nack pli"),
                            stream.takesFeedback(type, "ccm fir"));
                }));
    }

    /** Of RTP that we can read: plain, or protected by a key that the offer brings (RFC 4568 7.1.2: else it is refused). */
    private static Optional<StreamLine> line(SessionDescription offer, int index) {
        return isReadable(offer.media().get(index)) ? StreamLine.of(offer, index) : Optional.empty();
    }

    private static boolean isReadable(MediaDescription stream) {
        return stream.isPlainRtp()
                || (stream.isSecured() && SdesKey.first(stream).isPresent());
    }

    private static Optional<AudioStream> audio(SessionDescription offer, int index) {
        MediaDescription stream = offer.media().get(index);
        if (!stream.type().equals("audio") || stream.port() == 0) {
            return Optional.empty();
        }
        return line(offer, index).flatMap(line -> AudioStream.of(line, stream));
    }

    private static String why(SessionDescription offer) {
        var streams = offer.media().stream().filter(Negotiator::isVideo).toList();
        if (streams.isEmpty()) {
            return "no video is offered; we take " + TAKEN;
        }
        if (streams.stream().noneMatch(s -> s.isPlainRtp() || s.isSecured())) {
            return "the video is no RTP that we can read; we take " + TAKEN;
        }
        if (streams.stream().noneMatch(Negotiator::isReadable)) {
            return "no a=crypto of the video is one of ours; we take " + SUITES;
        }
        if (streams.stream().allMatch(s -> VideoFormat.best(s).isEmpty())) {
            return "no codec of the video is one of ours; we take " + TAKEN;
        }
        return NO_ADDRESS;
    }
}

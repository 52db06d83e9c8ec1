package org.tombolo.gateway.convergence;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tombolo.media.VideoTrack;
import org.tombolo.media.rtp.RtpParameters;
import org.tombolo.media.rtp.RtpParameters.Feedback;
import org.tombolo.media.rtp.RtpProtection;
import org.tombolo.media.sdp.AudioStream;
import org.tombolo.media.sdp.StreamLine;
import org.tombolo.media.sdp.VideoFormat;
import org.tombolo.media.sdp.VideoStream;

/**
 * What an offer says of a stream, as RTP needs it.
 *
 * @param silence how long nothing may come of a stream that flows
 */
record StreamTerms(Duration silence) {
    /** Nothing flows on hold; a phone that vanished meanwhile must not keep us for ever. */
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);

    private static final InetSocketAddress NOBODY = new InetSocketAddress(0);

    /** Of a format that we offer: until the answer nothing is taken. */
    static RtpParameters offered(VideoFormat format) {
        return new RtpParameters(
                format.payloadType(), VideoTrack.CLOCK_RATE, NOBODY, NOBODY, false, Set.of(), LONGEST_HOLD);
    }

    RtpParameters of(VideoStream stream, Optional<RtpProtection> protection) {
        Set<Feedback> feedback = EnumSet.noneOf(Feedback.class);
        if (stream.pictureLoss()) {
            feedback.add(Feedback.PLI);
        }
        if (stream.fullIntra()) {
            feedback.add(Feedback.FIR);
        }
        int type = stream.format().payloadType();
        return of(stream.line(), type, OptionalInt.empty(), VideoTrack.CLOCK_RATE, feedback, protection);
    }

    RtpParameters of(AudioStream stream, Optional<RtpProtection> protection) {
        OptionalInt keys =
                stream.events().map(e -> OptionalInt.of(e.payloadType())).orElse(OptionalInt.empty());
        int type = stream.map().payloadType();
        return of(stream.line(), type, keys, stream.map().clockRate(), Set.of(), protection);
    }

    private RtpParameters of(
            StreamLine line,
            int payloadType,
            OptionalInt keys,
            int clockRate,
            Set<Feedback> feedback,
            Optional<RtpProtection> protection) {
        Duration longest = line.flows() ? silence : LONGEST_HOLD;
        return new RtpParameters(
                payloadType, keys, clockRate, line.peer(), line.peerRtcp(), line.mux(), feedback, longest, protection);
    }
}

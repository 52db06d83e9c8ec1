package org.tombolo.gateway.interaction.sound;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tombolo.media.pcm.G711;
import org.tombolo.media.pcm.Sound;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.rtp.RtpParameters;

/**
 * What was agreed with a phone for its sound.
 *
 * @param payloadType of the law, both ways
 * @param events payload type of telephone-event, when it takes keys by it
 * @param peer where it takes RTP
 * @param peerRtcp where it takes RTCP
 * @param mux whether RTP and RTCP share a port
 * @param sends whether it sends now
 * @param receives whether it receives now
 */
public record SoundTerms(
        G711 law,
        int payloadType,
        OptionalInt events,
        InetSocketAddress peer,
        InetSocketAddress peerRtcp,
        boolean mux,
        boolean sends,
        boolean receives) {
    // That a phone is gone shows by its session timer; on hold it is silent for as long as it likes.
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(0);

    /** Before anything is agreed: nothing is taken. */
    static final RtpParameters NOTHING =
            new SoundTerms(G711.MU_LAW, 0, OptionalInt.empty(), NOWHERE, NOWHERE, false, false, false).parameters();

    /** The same on hold: nothing either way. */
    SoundTerms heldBack() {
        return new SoundTerms(law, payloadType, events, peer, peerRtcp, mux, false, false);
    }

    boolean isEvent(RtpPacket packet) {
        return events.isPresent() && packet.payloadType() == events.getAsInt();
    }

    RtpParameters parameters() {
        return new RtpParameters(
                payloadType, events, Sound.RATE, peer, peerRtcp, mux, Set.of(), PATIENCE, Optional.empty());
    }
}

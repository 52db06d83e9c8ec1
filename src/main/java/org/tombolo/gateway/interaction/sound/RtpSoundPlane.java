package org.tombolo.gateway.interaction.sound;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.tombolo.media.rtp.RtpReceiver;

/** Ports and threads of the media plane. */
public final class RtpSoundPlane implements SoundPlane {
    private final RtpReceiver receiver;
    private final ScheduledExecutorService ticker;
    private final String host;

    /**
     * @param ticker times what we play; its tasks take microseconds
     * @param host the address of our ports that phones see
     */
    public RtpSoundPlane(RtpReceiver receiver, ScheduledExecutorService ticker, String host) {
        this.receiver = receiver;
        this.ticker = ticker;
        this.host = host;
    }

    @Override
    public Optional<CallSound> open(SoundListener listener) {
        Optional<SoundLeg> left = SoundLeg.open(0, receiver, ticker, listener);
        Optional<SoundLeg> right = left.flatMap(l -> SoundLeg.open(1, receiver, ticker, listener));
        if (right.isEmpty()) {
            left.ifPresent(SoundLeg::close);
        }
        return right.map(r -> new CallSound(host, left.orElseThrow(), r));
    }
}

package org.tombolo.gateway.interaction.sound;

/** Hears what the parties say, each on a channel of her own. */
public interface Tap {
    /** Hears nothing. */
    Tap NOBODY = (channel, timestamp, samples, count) -> {};

    /**
     * A packet of sound.
     *
     * @param channel 0 or 1
     * @param timestamp of its first sample, by the sender's clock
     * @param samples valid during the call alone
     */
    void heard(int channel, int timestamp, short[] samples, int count);
}

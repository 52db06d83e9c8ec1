package org.tombolo.media.pcm;

import java.time.Duration;

/** Sound that can be played: samples of 16 bits, not to be changed. */
public record Sound(short[] samples) {
    /** Samples a second. */
    public static final int RATE = 8000;

    /** How long it takes. */
    public Duration length() {
        return Duration.ofMillis(samples.length * 1000L / RATE);
    }

    /** The same several times. */
    public Sound times(int count) {
        short[] all = new short[samples.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(samples, 0, all, i * samples.length, samples.length);
        }
        return new Sound(all);
    }
}

package org.tombolo.media.pcm;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Tones that we can play, with the frequencies and cadences of ITU-T E.180 as Europe has them (ETSI TR 101 041-2). */
public enum Tone {
    /** One short tone of 1400 Hz, the one that tells that a call is recorded (ITU-T E.180 8). */
    BEEP(1400, new int[] {400}, new int[] {100}, 1),
    /** The other phone rings. */
    RINGING(425, new int[] {1000}, new int[] {4000}, 1),
    /** The other phone is busy. */
    BUSY(425, new int[] {500}, new int[] {500}, 4),
    /** Somebody else calls. */
    WAITING(425, new int[] {200, 200}, new int[] {200, 600}, 1),
    /** It is understood. */
    CONFIRMATION(900, new int[] {100, 100}, new int[] {100, 100}, 1),
    /** It is not understood, or cannot be done. */
    ERROR(950, new int[] {330}, new int[] {170}, 3);

    // 12 dB below full scale: a telephone tone, no alarm.
    private static final double LOUDNESS = 8000;
    // A tone that begins at once clicks.
    private static final int RAMP = 40;

    private final int hertz;
    private final int[] on;
    private final int[] off;
    private final int cycles;

    Tone(int hertz, int[] on, int[] off, int cycles) {
        this.hertz = hertz;
        this.on = on;
        this.off = off;
        this.cycles = cycles;
    }

    /** The API's word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The tone of a word. */
    public static Optional<Tone> of(String word) {
        return Arrays.stream(values()).filter(t -> t.word().equals(word)).findFirst();
    }

    /** Its sound, with the pause behind it. */
    public Sound sound() {
        int cycle = ticks(Arrays.stream(on).sum() + Arrays.stream(off).sum());
        short[] samples = new short[cycle];
        int at = 0;
        for (int i = 0; i < on.length; i++) {
            ring(samples, at, ticks(on[i]));
            at += ticks(on[i] + off[i]);
        }
        return new Sound(samples).times(cycles);
    }

    private void ring(short[] samples, int from, int count) {
        for (int i = 0; i < count; i++) {
            double ramp = Math.min(1, Math.min(i, count - 1 - i) / (double) RAMP);
            samples[from + i] = (short) (LOUDNESS * ramp * Math.sin(2 * Math.PI * hertz * i / Sound.RATE));
        }
    }

    private static int ticks(int millis) {
        return millis * Sound.RATE / 1000;
    }
}

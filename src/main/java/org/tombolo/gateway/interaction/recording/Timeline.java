package org.tombolo.gateway.interaction.recording;

import org.tombolo.media.pcm.Sound;

/**
 * Two channels of sound brought onto one clock, ours: a packet lies where its timestamp puts it behind the one before, unless that is
 * far from now. What nobody said is silence. Safe for all threads.
 */
final class Timeline {
    /** What is not fetched for longer than this is lost. */
    static final int KEPT = 8 * Sound.RATE;

    /** So late may a packet be, and so far may a sender's clock be off. */
    private static final int TOLERANCE = Sound.RATE / 2;

    private final short[][] rings = new short[2][KEPT];
    private final long[] positions = new long[2];
    private final int[] timestamps = new int[2];
    private final boolean[] begun = new boolean[2];
    private long fetched;

    /** @param now samples since the beginning */
    synchronized void put(int channel, int timestamp, short[] samples, int count, long now) {
        long position = positions[channel] + (timestamp - timestamps[channel]);
        if (!begun[channel] || Math.abs(position + count - now) > TOLERANCE) {
            position = now - count;
        }
        begun[channel] = true;
        positions[channel] = position;
        timestamps[channel] = timestamp;
        for (int i = 0; i < count; i++) {
            long at = position + i;
            if (at >= fetched && at < fetched + KEPT) {
                rings[channel][(int) (at % KEPT)] = samples[i];
            }
        }
    }

    /** How much is there by now and will not change any more. */
    synchronized int ready(long now) {
        return (int) Math.max(0, Math.min(KEPT, now - TOLERANCE - fetched));
    }

    /** Fetches the next samples of both channels, in turn. */
    synchronized short[] fetch(int count) {
        short[] both = new short[2 * count];
        for (int i = 0; i < count; i++) {
            int at = (int) ((fetched + i) % KEPT);
            for (int channel = 0; channel < 2; channel++) {
                both[2 * i + channel] = rings[channel][at];
                rings[channel][at] = 0;
            }
        }
        fetched += count;
        return both;
    }

    /** Samples of each channel that were fetched. */
    synchronized long fetched() {
        return fetched;
    }
}

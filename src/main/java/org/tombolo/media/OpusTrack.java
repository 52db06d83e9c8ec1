package org.tombolo.media;

/** Opus sound (RFC 6716); frames are its packets. */
public record OpusTrack() implements Track {
    /** RFC 7587 4.1: the clock rate is always this. */
    public static final int CLOCK_RATE = 48_000;

    @Override
    public int clockRate() {
        return CLOCK_RATE;
    }

    @Override
    public String codecs() {
        return "opus";
    }
}

package org.tombolo.media;

/** Sound as AAC-LC of one channel at 48 kHz (ISO/IEC 14496-3); frames are its raw blocks, of 1024 samples each. */
public record AacTrack() implements Track {
    public static final int CLOCK_RATE = 48_000;
    /** Ticks that a frame lasts. */
    public static final int FRAME = 1024;

    /** AudioSpecificConfig (1.6.2.1): object type 2, frequency index 3, one channel. */
    public static byte[] configuration() {
        return new byte[] {0x11, (byte) 0x88};
    }

    /** A frame in which nothing is heard: a single channel element without any band (4.4.2.1, 4.4.2.7), and its end. */
    public static byte[] silence() {
        return new byte[] {0, 0, 0, 7};
    }

    @Override
    public int clockRate() {
        return CLOCK_RATE;
    }

    @Override
    public String codecs() {
        return "mp4a.40.2";
    }
}

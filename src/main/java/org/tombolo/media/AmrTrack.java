package org.tombolo.media;

/**
 * Speech as AMR or AMR-WB, one channel; each frame is 20 ms in the form of files: an octet with frame type and quality, then the
 * bits (RFC 4867 5.3). A pause of the speaker is a frame of type 15, without bits.
 *
 * @param wideband whether it is AMR-WB
 */
public record AmrTrack(boolean wideband) implements Track {
    /** Milliseconds that a frame lasts. */
    public static final int FRAME_MILLIS = 20;

    private static final int[] BITS = {95, 103, 118, 134, 148, 159, 204, 244, 39};
    private static final int[] WIDEBAND_BITS = {132, 177, 253, 285, 317, 365, 397, 461, 477, 40};
    private static final int SPEECH_LOST = 14;
    private static final int NO_DATA = 15;

    @Override
    public int clockRate() {
        return wideband ? 16_000 : 8000;
    }

    /** Ticks that a frame lasts. */
    public int ticks() {
        return clockRate() / 1000 * FRAME_MILLIS;
    }

    /** Bits of a frame by its type (3GPP TS 26.101 table 1b, TS 26.201 table 2); negative for a type that there is not. */
    public int bits(int frameType) {
        int[] table = wideband ? WIDEBAND_BITS : BITS;
        if (frameType < table.length) {
            return table[frameType];
        }
        return frameType == NO_DATA || (wideband && frameType == SPEECH_LOST) ? 0 : -1;
    }

    @Override
    public String codecs() {
        return wideband ? "sawb" : "samr";
    }
}

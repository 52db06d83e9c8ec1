package org.tombolo.media;

/**
 * VP8 video (RFC 6386); frames are its frames, uncompressed data chunk included (RFC 6386 9.1).
 *
 * @param width in pixels
 * @param height likewise
 */
public record Vp8Track(int width, int height) implements VideoTrack {
    @Override
    public int clockRate() {
        return CLOCK_RATE;
    }

    /** VP Codec ISO Media File Format Binding: profile 0, level not told, eight bits. */
    @Override
    public String codecs() {
        return "vp08.00.00.08";
    }

    @Override
    public String name() {
        return "VP8";
    }
}

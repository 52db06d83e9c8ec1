package org.tombolo.media;

/**
 * H.263 video (ITU-T H.263, of whatever version); frames are pictures, each from its picture start code on. No browser plays it.
 *
 * @param width in pixels
 * @param height likewise
 */
public record H263Track(int width, int height) implements VideoTrack {
    @Override
    public int clockRate() {
        return CLOCK_RATE;
    }

    @Override
    public String codecs() {
        return "";
    }

    @Override
    public String name() {
        return "H.263";
    }
}

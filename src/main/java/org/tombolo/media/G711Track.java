package org.tombolo.media;

/**
 * Sound as ITU-T G.711; each octet of a frame is a sample.
 *
 * @param aLaw whether A-law, else mu-law
 */
public record G711Track(boolean aLaw) implements Track {
    public static final int CLOCK_RATE = 8000;

    @Override
    public int clockRate() {
        return CLOCK_RATE;
    }

    @Override
    public String codecs() {
        return "";
    }
}

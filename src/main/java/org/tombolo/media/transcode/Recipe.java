package org.tombolo.media.transcode;

import org.tombolo.media.transcode.wire.Codec;

/**
 * What is made of what.
 *
 * @param width of the picture in pixels, 0 for the source's; pictures are never enlarged
 * @param height likewise; 0 with a width for what keeps the proportions
 * @param rate bits a second, 0 for what suits codec and size
 */
public record Recipe(Codec from, Codec to, int width, int height, int rate) {
    private static final int LARGEST = 4096;
    private static final int HIGHEST_RATE = 20_000_000;

    public Recipe {
        boolean sane = width >= 0 && width <= LARGEST && height >= 0 && height <= LARGEST && rate >= 0;
        if (!sane || rate > HIGHEST_RATE || from.isPicture() != to.isPicture()) {
            throw new IllegalArgumentException("nothing is transcoded from " + from + " to " + to + " of " + width + "x"
                    + height + " at " + rate + " b/s");
        }
    }

    /** With the source's size and what rate suits it. */
    public static Recipe of(Codec from, Codec to) {
        return new Recipe(from, to, 0, 0, 0);
    }

    /** With another size of the picture. */
    public Recipe scaled(int newWidth, int newHeight) {
        return new Recipe(from, to, newWidth, newHeight, rate);
    }

    /** With another rate. */
    public Recipe at(int bitsASecond) {
        return new Recipe(from, to, width, height, bitsASecond);
    }
}

package org.tombolo.media.transcode;

import org.tombolo.media.transcode.wire.Codec;

/**
 * What is made of what.
 *
 * @param width of the picture in pixels, 0 for the source's; pictures are never enlarged
 * @param height likewise; 0 with a width for what keeps the proportions
 * @param rate bits a second, 0 for what suits codec and size
 * @param piece most octets that a picture is written in at a stretch, as far as its codec can be cut; 0 for as many as there are
 * @param interval ticks from one picture to the next at least, 0 for as many pictures as the source has
 */
public record Recipe(Codec from, Codec to, int width, int height, int rate, int piece, int interval) {
    private static final int LARGEST = 4096;
    private static final int LARGEST_PIECE = 32_767;
    private static final int HIGHEST_RATE = 20_000_000;

    public Recipe {
        boolean sane = width >= 0 && width <= LARGEST && height >= 0 && height <= LARGEST && rate >= 0;
        boolean cut = piece >= 0 && piece <= LARGEST_PIECE && interval >= 0;
        if (!sane || !cut || rate > HIGHEST_RATE || from.isPicture() != to.isPicture()) {
            throw new IllegalArgumentException("nothing is transcoded from " + from + " to " + to + " of " + width + "x"
                    + height + " at " + rate + " b/s");
        }
    }

    /** With the source's size and what rate suits it. */
    public static Recipe of(Codec from, Codec to) {
        return new Recipe(from, to, 0, 0, 0, 0, 0);
    }

    /** With another size of the picture. */
    public Recipe scaled(int newWidth, int newHeight) {
        return new Recipe(from, to, newWidth, newHeight, rate, piece, interval);
    }

    /** With another rate. */
    public Recipe at(int bitsASecond) {
        return new Recipe(from, to, width, height, bitsASecond, piece, interval);
    }

    /** In pieces that fit packets: NAL units of H.264, groups of blocks of H.263. */
    public Recipe inPieces(int octets) {
        return new Recipe(from, to, width, height, rate, octets, interval);
    }

    /** With no more pictures than this. */
    public Recipe every(int ticks) {
        return new Recipe(from, to, width, height, rate, piece, ticks);
    }
}

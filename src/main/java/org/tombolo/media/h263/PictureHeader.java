package org.tombolo.media.h263;

import java.util.Optional;

/**
 * The start of a picture (H.263 5.1), of the version of 1996 or with PLUSPTYPE.
 *
 * @param intra whether it refers to no other
 * @param width in pixels; 0 when the header leaves it as it was
 * @param height likewise
 */
public record PictureHeader(boolean intra, int width, int height) {
    /** Octets that say all of it. */
    public static final int LENGTH = 16;

    private static final int START_CODE = 0x20; // 22 bits: 16 zeros, 1, five zeros
    private static final int EXTENDED = 7;
    private static final int CUSTOM = 6;
    private static final int[][] SIZES = {{0, 0}, {128, 96}, {176, 144}, {352, 288}, {704, 576}, {1408, 1152}};

    /** Whether a picture starts with these octets: 0, 0 and the next. */
    public static boolean isStart(int third) {
        return (third & 0xFC) == 0x80;
    }

    /** Reads a picture from its start code on; empty when none starts there, or one that cannot be. */
    public static Optional<PictureHeader> parse(byte[] picture, int length) {
        Bits in = new Bits(picture, length);
        boolean starts = in.next(22) == START_CODE;
        in.next(8); // temporal reference
        boolean marked = in.next(2) == 2;
        in.next(3); // split screen, document camera, freeze release
        int format = in.next(3);
        Optional<PictureHeader> read = format == EXTENDED ? extended(in) : plain(format, in.next(1) == 0);
        return read.filter(header -> starts && marked && !in.overrun());
    }

    private static Optional<PictureHeader> plain(int format, boolean intra) {
        return format == 0 || format >= SIZES.length
                ? Optional.empty()
                : Optional.of(new PictureHeader(intra, SIZES[format][0], SIZES[format][1]));
    }

    /** H.263 5.1.4: PLUSPTYPE, whose optional part an intra picture always has. */
    private static Optional<PictureHeader> extended(Bits in) {
        int full = in.next(3);
        int format = 0;
        if (full == 1) {
            format = in.next(3);
            in.next(15);
        }
        boolean intra = in.next(3) == 0;
        in.next(6);
        if (in.next(1) == 1) {
            in.next(2); // sub-bitstream, after continuous presence
        }
        if (full == 0) {
            return Optional.of(new PictureHeader(intra, 0, 0));
        }
        return format == CUSTOM ? custom(in, intra) : plain(format, intra);
    }

    /** H.263 5.1.5. */
    private static Optional<PictureHeader> custom(Bits in, boolean intra) {
        in.next(4);
        int width = 4 * (in.next(9) + 1);
        in.next(1);
        int height = 4 * in.next(9);
        return height == 0 ? Optional.empty() : Optional.of(new PictureHeader(intra, width, height));
    }

    private static final class Bits {
        private final byte[] data;
        private final int length;
        private int position;

        Bits(byte[] data, int length) {
            this.data = data;
            this.length = length;
        }

        int next(int count) {
            int value = 0;
            for (int i = 0; i < count; i++, position++) {
                int octet = position / 8 < length ? data[position / 8] : 0;
                value = value << 1 | octet >> (7 - position % 8) & 1;
            }
            return value;
        }

        boolean overrun() {
            return position > length * 8;
        }
    }
}

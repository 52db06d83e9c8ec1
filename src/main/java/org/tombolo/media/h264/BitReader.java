package org.tombolo.media.h264;

/** Reads the bits of a NAL unit's payload. Past the end it reads zeros and remembers that it did. */
final class BitReader {
    private final byte[] data;
    private final int length;
    private int position;
    private boolean overrun;

    /** Starts after the NAL header, without the emulation prevention octets (H.264 7.4.1). */
    BitReader(byte[] nal) {
        data = new byte[nal.length];
        int out = 0;
        int zeros = 0;
        for (int in = 1; in < nal.length; in++) {
            if (zeros >= 2 && nal[in] == 3) {
                zeros = 0;
                continue;
            }
            zeros = nal[in] == 0 ? zeros + 1 : 0;
            data[out++] = nal[in];
        }
        length = out;
    }

    boolean overrun() {
        return overrun;
    }

    int bit() {
        if (position >= length * 8) {
            overrun = true;
            return 0;
        }
        int bit = data[position >> 3] >> (7 - (position & 7)) & 1;
        position++;
        return bit;
    }

    boolean flag() {
        return bit() == 1;
    }

    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** Unsigned Exp-Golomb code ue(v) (H.264 9.1); the code of 31 zeros and more counts as an overrun. */
    int unsigned() {
        int zeros = 0;
        while (!overrun && bit() == 0) {
            zeros++;
        }
        if (zeros > 30) {
            overrun = true;
            return 0;
        }
        return (1 << zeros) - 1 + bits(zeros);
    }

    /** Signed Exp-Golomb code se(v) (H.264 9.1.1). */
    int signed() {
        int code = unsigned();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }
}

package org.tombolo.media.pcm;

/** ITU-T G.711: 16-bit linear samples to and from octets of A-law or mu-law. */
public enum G711 {
    /** mu-law, PCMU of RFC 3551 4.5.14. */
    MU_LAW {
        @Override
        short decoded(int octet) {
            int code = ~octet & 0xFF;
            int magnitude = (((code & 0x0F) << 3) + BIAS << (code >> 4 & 7)) - BIAS;
            return (short) ((code & 0x80) == 0 ? magnitude : -magnitude);
        }

        @Override
        byte encoded(int sample) {
            int magnitude = Math.min(Math.abs(sample), LARGEST) + BIAS;
            int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
            int code = segment << 4 | (magnitude >> segment + 3 & 0x0F);
            return (byte) ~(sample < 0 ? code | 0x80 : code);
        }
    },
    /** A-law, PCMA of RFC 3551 4.5.14. */
    A_LAW {
        @Override
        short decoded(int octet) {
            int code = octet ^ 0x55;
            int segment = code >> 4 & 7;
            int mantissa = (code & 0x0F) << 4;
            int magnitude = segment == 0 ? mantissa + 8 : mantissa + 0x108 << segment - 1;
            return (short) ((code & 0x80) == 0 ? -magnitude : magnitude);
        }

        @Override
        byte encoded(int sample) {
            int magnitude = Math.min(sample < 0 ? -sample - 1 : sample, 0x7FFF);
            int segment = Math.max(0, 24 - Integer.numberOfLeadingZeros(magnitude));
            int mantissa = segment == 0 ? magnitude >> 4 : magnitude >> segment + 3;
            int code = segment << 4 | (mantissa & 0x0F);
            return (byte) ((sample < 0 ? code : code | 0x80) ^ 0x55);
        }
    };

    private static final int BIAS = 0x84;
    private static final int LARGEST = 0x7FFF - BIAS;

    private final short[] samples = new short[256];

    G711() {
        for (int octet = 0; octet < samples.length; octet++) {
            samples[octet] = decoded(octet);
        }
    }

    abstract short decoded(int octet);

    abstract byte encoded(int sample);

    /** The sample of an octet. */
    public short decode(int octet) {
        return samples[octet & 0xFF];
    }

    /** The octet that comes nearest to a sample. */
    public byte encode(short sample) {
        return encoded(sample);
    }
}

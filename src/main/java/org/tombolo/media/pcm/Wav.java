package org.tombolo.media.pcm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;

/** WAV files: RIFF with a {@code fmt } and a {@code data} chunk, all little-endian. */
public final class Wav {
    /** Octets of the header that we write. */
    public static final int HEADER = 44;

    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FMT = 0x20746D66;
    private static final int DATA = 0x61746164;
    private static final int PCM = 1;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;

    private Wav() {}

    /** Says what is wrong with a file. */
    public static final class InvalidWavException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidWavException(String what) {
            super(what);
        }
    }

    private record Format(int coding, int channels, int rate, int bits) {
        int frame() {
            return channels * bits / 8;
        }
    }

    /** The header of 16-bit samples at {@link Sound#RATE}. */
    public static ByteBuffer header(int channels, long octets) {
        int size = (int) Math.min(octets, 0xFFFFFFFFL - HEADER);
        ByteBuffer out = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(RIFF).putInt(size + HEADER - 8).putInt(WAVE);
        out.putInt(FMT).putInt(16).putShort((short) PCM).putShort((short) channels);
        out.putInt(Sound.RATE).putInt(Sound.RATE * channels * 2);
        out.putShort((short) (channels * 2)).putShort((short) 16);
        return out.putInt(DATA).putInt(size).flip();
    }

    /**
     * The sound of a file: its channels mixed, at our rate.
     *
     * @param longest most samples at our rate
     * @throws InvalidWavException when it is no WAV file, of another coding than 8 or 16-bit PCM, A-law or mu-law, or longer
     */
    public static Sound read(byte[] file, int longest) throws InvalidWavException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 12 || in.getInt(0) != RIFF || in.getInt(8) != WAVE) {
            throw new InvalidWavException("it is no WAV file");
        }
        Format format = format(chunk(in, FMT));
        ByteBuffer data = chunk(in, DATA);
        int frames = data.remaining() / format.frame();
        if (frames == 0 || (long) frames * Sound.RATE / format.rate > longest) {
            throw new InvalidWavException(
                    "it must last no longer than " + longest / Sound.RATE + " s, and not nothing");
        }
        return new Sound(resampled(mixed(data, format, frames), format.rate));
    }

    private static ByteBuffer chunk(ByteBuffer in, int name) throws InvalidWavException {
        int at = 12;
        while (at + 8 <= in.limit()) {
            // A recorder that writes to a pipe leaves a size of all ones: the chunk ends with the file.
            long size = in.getInt(at + 4) & 0xFFFFFFFFL;
            long end = Math.min(at + 8 + size, in.limit());
            if (in.getInt(at) == name) {
                return in.slice(at + 8, (int) end - at - 8).order(ByteOrder.LITTLE_ENDIAN);
            }
            at = (int) Math.min(end + (size & 1), in.limit());
        }
        throw new InvalidWavException("it lacks the format or the data");
    }

    private static Format format(ByteBuffer chunk) throws InvalidWavException {
        if (chunk.remaining() < 16) {
            throw new InvalidWavException("its format is cut off");
        }
        int coding = chunk.getShort(0) & 0xFFFF;
        if (coding == EXTENSIBLE && chunk.remaining() >= 26) {
            coding = chunk.getShort(24) & 0xFFFF;
        }
        Format format = new Format(coding, chunk.getShort(2), chunk.getInt(4), chunk.getShort(14));
        boolean linear = coding == PCM && (format.bits == 8 || format.bits == 16);
        boolean companded = (coding == A_LAW || coding == MU_LAW) && format.bits == 8;
        if (!linear && !companded) {
            throw new InvalidWavException("its coding must be PCM of 8 or 16 bits, A-law or mu-law");
        }
        if (format.channels < 1 || format.channels > 2 || format.rate < Sound.RATE || format.rate > 96_000) {
            throw new InvalidWavException("it must have one or two channels, and 8000 to 96000 samples a second");
        }
        return format;
    }

    private static short[] mixed(ByteBuffer data, Format format, int frames) {
        IntUnaryOperator sample = samples(data, format);
        short[] mixed = new short[frames];
        for (int i = 0; i < frames; i++) {
            int sum = 0;
            for (int channel = 0; channel < format.channels; channel++) {
                sum += sample.applyAsInt(i * format.channels + channel);
            }
            mixed[i] = (short) (sum / format.channels);
        }
        return mixed;
    }

    private static IntUnaryOperator samples(ByteBuffer data, Format format) {
        if (format.coding == PCM) {
            return format.bits == 16 ? i -> data.getShort(2 * i) : i -> (data.get(i) & 0xFF) - 128 << 8;
        }
        G711 law = format.coding == A_LAW ? G711.A_LAW : G711.MU_LAW;
        return i -> law.decode(data.get(i));
    }

    /** Each of our samples is the average of those it stands for, so that little of what is above 4 kHz folds back. */
    private static short[] resampled(short[] in, int rate) {
        if (rate == Sound.RATE) {
            return in;
        }
        short[] out = new short[Math.max(1, (int) ((long) in.length * Sound.RATE / rate))];
        for (int i = 0; i < out.length; i++) {
            int from = (int) ((long) i * rate / Sound.RATE);
            int to = Math.min(in.length, Math.max(from + 1, (int) ((long) (i + 1) * rate / Sound.RATE)));
            int sum = 0;
            for (int k = from; k < to; k++) {
                sum += in[k];
            }
            out[i] = (short) (sum / (to - from));
        }
        return out;
    }
}

package org.tombolo.peer;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Tones in WAV files: how a test knows who hears whom. */
public final class Tone {
    private static final int RATE = 8000;
    private static final int SILENCE = 500;

    private Tone() {}

    /** Writes 30 s of a sine. */
    public static void write(Path wav, int hertz) throws IOException {
        int samples = RATE * 30;
        ByteBuffer pcm = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            pcm.putShort((short) (9000 * Math.sin(2 * Math.PI * hertz * i / RATE)));
        }
        AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(pcm.array()), format, samples),
                AudioFileFormat.Type.WAVE,
                wav.toFile());
    }

    /** The frequency in the latter two thirds of a recording, by its zero crossings; 0 for silence or none. */
    static int heard(Path wav) throws IOException {
        byte[] file = Files.exists(wav) ? Files.readAllBytes(wav) : new byte[0];
        if (file.length < 1000) {
            return 0;
        }
        try (AudioInputStream in =
                AudioSystem.getAudioInputStream(new BufferedInputStream(new ByteArrayInputStream(file)))) {
            AudioFormat format = in.getFormat();
            // The recorder writes the length when it closes the file: until then the header says nothing of use.
            ShortBuffer pcm = ByteBuffer.wrap(file, 44, (file.length - 44) & ~1)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            return frequency(pcm, (int) format.getSampleRate(), format.getChannels());
        } catch (UnsupportedAudioFileException e) {
            throw new IOException(wav + " is no WAV file", e);
        }
    }

    /**
     * Which of some frequencies is the strongest in a channel of a WAV file of 16 bits, by Goertzel's algorithm.
     *
     * @param channel from 0
     */
    public static int strongest(byte[] wav, int channel, int... hertz) throws IOException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav))) {
            AudioFormat format = in.getFormat();
            ShortBuffer pcm = ByteBuffer.wrap(in.readAllBytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            return Arrays.stream(hertz)
                    .boxed()
                    .max(Comparator.comparingDouble(f -> power(pcm, format, channel, f)))
                    .orElseThrow();
        } catch (UnsupportedAudioFileException e) {
            throw new IOException("no WAV file", e);
        }
    }

    private static double power(ShortBuffer pcm, AudioFormat format, int channel, int hertz) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / format.getSampleRate());
        double before = 0;
        double last = 0;
        for (int i = channel; i < pcm.remaining(); i += format.getChannels()) {
            double next = pcm.get(i) + coefficient * last - before;
            before = last;
            last = next;
        }
        return last * last + before * before - coefficient * last * before;
    }

    private static int frequency(ShortBuffer pcm, int rate, int channels) {
        int samples = pcm.remaining() / channels;
        int first = samples / 3;
        int loudest = 0;
        int rises = 0;
        for (int i = first + 1; i < samples; i++) {
            short before = pcm.get((i - 1) * channels);
            short now = pcm.get(i * channels);
            loudest = Math.max(loudest, Math.abs(now));
            rises += before < 0 && now >= 0 ? 1 : 0;
        }
        return loudest < SILENCE ? 0 : Math.round((float) rises * rate / (samples - first));
    }
}

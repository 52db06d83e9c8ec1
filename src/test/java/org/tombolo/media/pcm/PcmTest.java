package org.tombolo.media.pcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** G.711 and WAV against those of the JDK. */
class PcmTest {
    @ParameterizedTest
    @EnumSource
    void everyOctetIsTheSampleOfTheJdk(G711 law) throws IOException {
        byte[] octets = new byte[256];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) i;
        }
        ByteBuffer theirs = ByteBuffer.wrap(linear(octets, law)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < octets.length; i++) {
            assertThat(law.decode(i)).as("octet %d", i).isEqualTo(theirs.getShort(2 * i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSampleBecomesTheNearestOctet(G711 law) {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample += 7) {
            int error = Math.abs(law.decode(law.encode((short) sample)) - sample);
            // G.711 has 16 steps to the octave: half a step, and the ends of the range.
            assertThat(error).as("%d", sample).isLessThanOrEqualTo(Math.max(16, Math.abs(sample) / 16));
        }
    }

    private static byte[] linear(byte[] octets, G711 law) throws IOException {
        AudioFormat.Encoding encoding = law == G711.A_LAW ? AudioFormat.Encoding.ALAW : AudioFormat.Encoding.ULAW;
        AudioFormat companded = new AudioFormat(encoding, 8000, 8, 1, 1, 8000, false);
        AudioInputStream in = new AudioInputStream(new ByteArrayInputStream(octets), companded, octets.length);
        return AudioSystem.getAudioInputStream(new AudioFormat(8000, 16, 1, true, false), in)
                .readAllBytes();
    }

    @ParameterizedTest
    @CsvSource({"8000,1,16", "8000,2,16", "16000,1,16", "44100,2,16", "48000,1,8"})
    void aFileOfTheJdkIsRead(int rate, int channels, int bits) throws Exception {
        AudioFormat format = new AudioFormat(rate, bits, channels, bits == 16, false);
        byte[] tone = new byte[rate * channels * bits / 8];
        for (int i = 0; i < rate; i++) {
            double value = Math.sin(2 * Math.PI * 500 * i / rate) / 2;
            for (int c = 0; c < channels; c++) {
                int at = i * channels + c;
                if (bits == 16) {
                    ByteBuffer.wrap(tone).order(ByteOrder.LITTLE_ENDIAN).putShort(2 * at, (short) (value * 32767));
                } else {
                    tone[at] = (byte) (128 + value * 127);
                }
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(tone), format, rate), AudioFileFormat.Type.WAVE, file);
        Sound sound = Wav.read(file.toByteArray(), Sound.RATE);
        assertThat(sound.samples()).hasSize(Sound.RATE);
        int rises = 0;
        for (int i = 1; i < Sound.RATE; i++) {
            rises += sound.samples()[i - 1] < 0 && sound.samples()[i] >= 0 ? 1 : 0;
        }
        assertThat(rises).isBetween(498, 501);
    }

    @Test
    void theJdkReadsWhatWeWrite() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(Wav.header(2, 8).array());
        file.write(new byte[] {1, 0, 2, 0, 3, 0, 4, 0});
        AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file.toByteArray()));
        assertThat(in.getFormat().getChannels()).isEqualTo(2);
        assertThat(in.getFormat().getSampleRate()).isEqualTo(8000);
        assertThat(in.readAllBytes()).containsExactly(1, 0, 2, 0, 3, 0, 4, 0);
    }

    @ParameterizedTest
    @CsvSource({"hello", "RIFF....WAVE", "RIFF....WAVEfmt "})
    void whatIsNoFileSaysSo(String text) {
        assertThatThrownBy(() -> Wav.read(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), 8000))
                .isInstanceOf(Wav.InvalidWavException.class);
    }
}

package org.tombolo.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.tombolo.media.transcode.Group.Kept;

/** Frames that the ffmpeg program makes, and what it makes of ours. */
final class Clips {
    private final Path folder;

    Clips(Path folder) {
        this.folder = folder;
    }

    /** A test picture as H.263 at 25 pictures a second, the first a key frame, then one every {@code group}. */
    List<Kept> h263(String size, int pictures, int group) throws Exception {
        byte[] stream = made(
                "clip.h263",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=" + size + ":rate=25",
                "-frames:v",
                "" + pictures,
                "-c:v",
                "h263",
                "-b:v",
                "300k",
                "-g",
                "" + group,
                "-f",
                "h263");
        List<Kept> frames = new ArrayList<>();
        int start = 0;
        for (int at = 1; at <= stream.length; at++) {
            if (at == stream.length || isPictureStart(stream, at)) {
                byte[] frame = Arrays.copyOfRange(stream, start, at);
                // H.263 5.1.3: bit 9 of PTYPE
                frames.add(new Kept(3600L * frames.size(), (frame[4] & 2) == 0, frame));
                start = at;
            }
        }
        return frames;
    }

    /** H.263 5.1.1: 22 bits, on an octet boundary. */
    private static boolean isPictureStart(byte[] stream, int at) {
        return at + 2 < stream.length && stream[at] == 0 && stream[at + 1] == 0 && (stream[at + 2] & 0xFC) == 0x80;
    }

    /** A test picture as H.264, access units that start with a delimiter. */
    List<Kept> h264(String size, int pictures, int group) throws Exception {
        byte[] stream = made(
                "clip.h264",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=" + size + ":rate=25",
                "-frames:v",
                "" + pictures,
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "" + group,
                "-x264-params",
                "aud=1:repeat-headers=1:scenecut=0:bframes=0",
                "-pix_fmt",
                "yuv420p",
                "-f",
                "h264");
        List<Kept> frames = new ArrayList<>();
        int start = 0;
        for (int at = 1; at <= stream.length; at++) {
            if (at == stream.length || isDelimiter(stream, at)) {
                boolean key = frames.size() % group == 0;
                frames.add(new Kept(3600L * frames.size(), key, Arrays.copyOfRange(stream, start, at)));
                start = at;
            }
        }
        return frames;
    }

    private static boolean isDelimiter(byte[] stream, int at) {
        return at + 4 < stream.length && ByteBuffer.wrap(stream).getInt(at) == 1 && (stream[at + 4] & 0x1F) == 9;
    }

    /** A tone of 440 Hz as G.711, 20 ms a frame. */
    List<Kept> tone(String codec, double seconds) throws Exception {
        String format = codec.substring("pcm_".length());
        byte[] stream = made(
                "tone." + format,
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=440:sample_rate=8000",
                "-t",
                "" + seconds,
                "-c:a",
                codec,
                "-f",
                format);
        List<Kept> frames = new ArrayList<>();
        for (int at = 0; at + 160 <= stream.length; at += 160) {
            frames.add(new Kept(at, true, Arrays.copyOfRange(stream, at, at + 160)));
        }
        return frames;
    }

    /** How often a second the sound in a file crosses zero upwards. */
    double pitch(String name, byte[] sound, String... format) throws Exception {
        Path file = Files.write(folder.resolve(name), sound);
        List<String> arguments = new ArrayList<>(List.of(format));
        arguments.addAll(List.of("-i", file.toString(), "-f", "s16le", "-ac", "1", "-ar", "8000"));
        ByteBuffer samples = ByteBuffer.wrap(made(name + ".s16", arguments.toArray(String[]::new)))
                .order(ByteOrder.LITTLE_ENDIAN);
        int count = samples.remaining() / 2;
        assertThat(count).as("samples").isGreaterThan(8000);
        int crossings = 0;
        // Not the first and last tenths of a second, in which codecs settle.
        for (int i = 801; i < count - 800; i++) {
            crossings += samples.getShort(2 * i - 2) < 0 && samples.getShort(2 * i) >= 0 ? 1 : 0;
        }
        return crossings * 8000.0 / (count - 1601);
    }

    /** What ffprobe says of a file's first stream, its frames counted. */
    String probe(String name, byte[] content, String entries) throws Exception {
        Path file = Files.write(folder.resolve(name), content);
        return run(
                "ffprobe",
                "-v",
                "error",
                "-f",
                format(name),
                "-count_frames",
                "-show_entries",
                "stream=" + entries,
                "-of",
                "csv=p=0",
                file.toString());
    }

    /** How alike two streams of pictures are, in dB: above 25 they show the same. */
    double likeness(String name, byte[] content, String original, String scale) throws Exception {
        Path file = Files.write(folder.resolve(name), content);
        String filter = "[1:v]scale=" + scale + ",format=yuv420p[o];[0:v]format=yuv420p[m];[m][o]psnr";
        String said = run(
                "ffmpeg",
                "-hide_banner",
                "-nostats",
                "-r",
                "25",
                "-f",
                format(name),
                "-i",
                file.toString(),
                "-r",
                "25",
                "-i",
                folder.resolve(original).toString(),
                "-lavfi",
                filter,
                "-f",
                "null",
                "-");
        var average = Pattern.compile("average:([0-9.]+)").matcher(said);
        assertThat(average.find()).as(said).isTrue();
        return Double.parseDouble(average.group(1));
    }

    /** What the file is, which the programs do not always see. */
    private static String format(String name) {
        return switch (name.substring(name.indexOf('.') + 1)) {
            case "jpg" -> "jpeg_pipe";
            case "png" -> "png_pipe";
            default -> name.substring(name.indexOf('.') + 1);
        };
    }

    static byte[] join(List<byte[]> frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frames.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private byte[] made(String name, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-y", "-hide_banner", "-loglevel", "error"));
        command.addAll(List.of(arguments));
        command.add(folder.resolve(name).toString());
        run(command.toArray(String[]::new));
        return Files.readAllBytes(folder.resolve(name));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }
}

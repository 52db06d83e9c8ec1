package org.tombolo.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;

/** ffmpeg that sends a moving test picture by RTP, in real time. */
public final class Rtp implements AutoCloseable {
    private final PeerProcess process;

    private Rtp(PeerProcess process) {
        this.process = process;
    }

    /**
     * Sends H.264 (RFC 6184, packetization mode 1), a key frame each second.
     *
     * @param size such as {@code 176x144}
     * @param frames in a second
     * @param length how long, in the picture's time
     */
    public static Rtp h264(String host, int port, int payloadType, String size, int frames, Duration length)
            throws IOException {
        return h264(host, port, payloadType, size, frames, frames, length);
    }

    /**
     * The same with another distance of key frames.
     *
     * @param group frames from one key frame to the next
     */
    public static Rtp h264(String host, int port, int payloadType, String size, int frames, int group, Duration length)
            throws IOException {
        String source = "testsrc=size=" + size + ":rate=" + frames;
        String target = "rtp://" + host + ":" + port + "?pkt_size=1200";
        return new Rtp(PeerProcess.start(
                PeerProcess.directory("rtp"),
                Map.of(),
                List.of(
                        "ffmpeg",
                        "-hide_banner",
                        "-loglevel",
                        "error",
                        "-re",
                        "-f",
                        "lavfi",
                        "-i",
                        source,
                        "-t",
                        String.valueOf(length.toSeconds()),
                        "-c:v",
                        "libx264",
                        "-profile:v",
                        "baseline",
                        "-preset",
                        "ultrafast",
                        "-tune",
                        "zerolatency",
                        "-g",
                        String.valueOf(group),
                        "-pix_fmt",
                        "yuv420p",
                        "-payload_type",
                        String.valueOf(payloadType),
                        "-f",
                        "rtp",
                        target)));
    }

    /** Sends a tone as PCMA (RFC 3551 4.5.14), payload type 8, with sender reports to the port after it. */
    public static Rtp pcma(String host, int port, Duration length) throws IOException {
        return tone(host, port, length, "-c:a", "pcm_alaw");
    }

    /** Sends a tone as Opus (RFC 7587), payload type 97, likewise. */
    public static Rtp opus(String host, int port, Duration length) throws IOException {
        return tone(host, port, length, "-c:a", "libopus", "-ar", "48000", "-ac", "2", "-payload_type", "97");
    }

    /** Sends pictures as H.263 (RFC 4629), payload type 98, and a tone as AMR (RFC 4867, octet-aligned), payload type 97. */
    public static Rtp h263AndAmr(String host, int videoPort, int audioPort, Duration length) throws IOException {
        // Debian's program does not write AMR.
        List<String> command = new ArrayList<>(List.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class)));
        String seconds = String.valueOf(length.toSeconds());
        command.addAll(List.of("-hide_banner", "-loglevel", "error", "-nostdin"));
        command.addAll(List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=352x288:rate=15"));
        command.addAll(List.of("-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=8000"));
        command.addAll(List.of("-map", "0:v", "-t", seconds, "-c:v", "h263", "-b:v", "300k", "-g", "1000"));
        command.addAll(List.of("-payload_type", "98", "-f", "rtp", "rtp://" + host + ":" + videoPort));
        command.addAll(List.of("-map", "1:a", "-t", seconds, "-c:a", "libopencore_amrnb", "-b:a", "12.2k"));
        command.addAll(List.of("-payload_type", "97", "-f", "rtp", "rtp://" + host + ":" + audioPort));
        return new Rtp(PeerProcess.start(PeerProcess.directory("rtp"), Map.of(), command));
    }

    /** Sends pictures of 176x144 as H.263 (RFC 4629), payload type 98, a key frame every four seconds. */
    public static Rtp h263(String host, int port, Duration length) throws IOException {
        String command = "ffmpeg -hide_banner -loglevel error -nostdin -re -f lavfi -i testsrc2=size=176x144:rate=15"
                + " -t " + length.toSeconds() + " -c:v h263 -b:v 150k -g 60 -payload_type 98 -f rtp rtp://" + host + ":"
                + port;
        return of(command);
    }

    private static Rtp tone(String host, int port, Duration length, String... codec) throws IOException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-hide_banner", "-loglevel", "error", "-re"));
        command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=8000"));
        command.addAll(List.of("-t", String.valueOf(length.toSeconds())));
        command.addAll(List.of(codec));
        command.addAll(List.of("-f", "rtp", "rtp://" + host + ":" + port));
        return new Rtp(PeerProcess.start(PeerProcess.directory("rtp"), Map.of(), command));
    }

    /** Runs another sender, such as GStreamer. */
    public static Rtp of(String command) throws IOException {
        return new Rtp(PeerProcess.start(PeerProcess.directory("rtp"), Map.of(), List.of(command.split(" +"))));
    }

    /** Waits until everything is sent. */
    public void await(Duration most) throws IOException {
        int exit = process.awaitExit(most);
        if (exit != 0) {
            throw new IOException("ffmpeg ended with " + exit + ": " + process.output());
        }
    }

    @Override
    public void close() {
        process.close();
    }
}

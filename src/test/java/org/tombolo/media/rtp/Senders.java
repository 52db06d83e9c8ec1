package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Other people's encoders and packetisers, run to their end. */
final class Senders {
    private Senders() {}

    /**
     * What ffmpeg sends of so many frames, as fast as it can.
     *
     * @param format muxer and its options, as {@code tee} has them
     */
    static List<byte[]> ffmpeg(String source, int frames, List<String> codec, String format) throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setReceiveBufferSize(4 << 20);
            List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-f", "lavfi", "-i", source));
            command.addAll(List.of("-frames:v", "" + frames));
            command.addAll(codec);
            command.addAll(List.of("-pix_fmt", "yuv420p", "-flags", "+global_header", "-bsf:v", "dump_extra"));
            command.addAll(List.of("-map", "0", "-f", "tee"));
            command.add("[f=" + format + "]rtp://127.0.0.1:" + socket.getLocalPort() + "?pkt_size=1000");
            return during(socket, () -> run(command));
        }
    }

    /** What comes while something runs. */
    static List<byte[]> during(DatagramSocket socket, Callable<?> sender) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> sent = thread.submit(sender);
            List<byte[]> packets = new ArrayList<>();
            socket.setSoTimeout(300);
            while (receive(socket, packets) || !sent.isDone()) {}
            sent.get();
            return packets;
        } finally {
            thread.shutdownNow();
        }
    }

    private static boolean receive(DatagramSocket socket, List<byte[]> packets) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            socket.receive(packet);
            packets.add(Arrays.copyOf(packet.getData(), packet.getLength()));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Runs a command that must succeed; tells what it wrote. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.trim();
    }
}

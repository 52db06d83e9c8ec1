package org.tombolo.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.media.H264Track;
import org.tombolo.media.h264.ParameterSets;
import org.tombolo.media.rtp.H264Depacketizer;
import org.tombolo.media.rtp.RtpListener;
import org.tombolo.media.rtp.RtpParameters;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.rtp.RtpSession;
import org.tombolo.peer.Ports;

/** ffmpeg sends RTP (RFC 6184), ffprobe and ffmpeg judge the MP4 that we make of it. */
class RtpToMp4IT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static final int RTP_PORTS = 40;

    private final Mux mux = new Mux();
    private final int first = Ports.free(RTP_PORTS);
    private RtpReceiver receiver;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        receiver = new RtpReceiver(LOOPBACK, first, first + RTP_PORTS - 1, 1);
    }

    @AfterEach
    void portsAreGivenBack() throws IOException {
        receiver.close();
        assertThat(receiver.openPairs()).isZero();
        new DatagramSocket(first, LOOPBACK).close();
    }

    /** Writes one file, as one viewer sees it. */
    private static final class Mux implements FragmentSink {
        private final ByteArrayOutputStream file = new ByteArrayOutputStream();
        private int frames;

        @Override
        public synchronized void init(Init init) {
            file.writeBytes(init.bytes());
        }

        @Override
        public synchronized void fragment(Fragment fragment) {
            file.writeBytes(fragment.bytes());
            frames++;
        }

        synchronized int frames() {
            return frames;
        }

        synchronized byte[] bytes() {
            return file.toByteArray();
        }
    }

    private RtpSession session(int payloadType) {
        var parameters = new RtpParameters(
                payloadType,
                H264Track.CLOCK_RATE,
                new InetSocketAddress(LOOPBACK, 9),
                new InetSocketAddress(LOOPBACK, 0),
                false,
                Set.of(),
                Duration.ofSeconds(10));
        RtpListener nobody = time -> {};
        return receiver.open(
                        parameters, new H264Depacketizer(new Muxer(System::nanoTime, mux), new ParameterSets()), nobody)
                .orElseThrow();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.trim();
    }

    private static void send(int port, String size, int rate, int seconds, String profile, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-hide_banner", "-loglevel", "error", "-re"));
        command.addAll(List.of("-f", "lavfi", "-i", "testsrc=size=" + size + ":rate=" + rate, "-t", "" + seconds));
        command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "" + rate));
        command.addAll(List.of("-profile:v", profile, "-bsf:v", "dump_extra"));
        command.addAll(List.of(more));
        command.addAll(List.of("-payload_type", "96", "-f", "rtp", "rtp://127.0.0.1:" + port + "?pkt_size=1200"));
        run(command.toArray(String[]::new));
    }

    /** Frames that ffprobe counts by decoding; ffmpeg must find no error in them. */
    private int decoded() throws IOException, InterruptedException {
        Path file = folder.resolve("out.mp4");
        Files.write(file, mux.bytes());
        String errors = run("ffmpeg", "-v", "error", "-xerror", "-i", file.toString(), "-f", "null", "-");
        assertThat(errors).isEmpty();
        String count = run(
                "ffprobe",
                "-v",
                "error",
                "-count_frames",
                "-select_streams",
                "v",
                "-show_entries",
                "stream=nb_read_frames",
                "-of",
                "csv=p=0",
                file.toString());
        return Integer.parseInt(count.replaceAll("\\D", ""));
    }

    private String probe(String entries) throws IOException, InterruptedException {
        return run(
                "ffprobe",
                "-v",
                "error",
                "-show_entries",
                entries,
                "-of",
                "csv=p=0",
                folder.resolve("out.mp4").toString());
    }

    @ParameterizedTest
    @CsvSource({"176x144, 15, baseline, ''", "352x288, 25, main, ''", "322x242, 10, baseline, h264_mode0"})
    void everyFrameSentIsDecoded(String size, int rate, String profile, String flags) throws Exception {
        RtpSession session = session(96);
        String[] mode0 = {"-rtpflags", flags, "-slice-max-size", "1000"};
        send(session.port(), size, rate, 2, profile, flags.isEmpty() ? new String[] {"-bf", "0"} : mode0);
        await().until(mux::frames, n -> n == 2 * rate);
        assertThat(decoded()).isEqualTo(2 * rate);
        assertThat(probe("stream=codec_name,width,height,r_frame_rate"))
                .isEqualTo("h264," + size.replace('x', ',') + "," + rate + "/1");
        assertThat(probe("format=duration")).startsWith("2.0");
        assertThat(session.lost()).isZero();
    }

    @Test
    void picturesSentOutOfOrderAreShownInOrder() throws Exception {
        RtpSession session = session(96);
        send(session.port(), "352x288", 25, 2, "main", "-bf", "2");
        await().until(mux::frames, n -> n == 50);
        assertThat(decoded()).isEqualTo(50);
    }

    @Test
    void packetsThatOvertakeOneAnotherCostNothing() throws Exception {
        RtpSession session = session(96);
        try (Relay relay = new Relay(session.port(), 0)) {
            send(relay.port(), "352x288", 25, 3, "baseline", "-b:v", "1M");
        }
        await().until(mux::frames, n -> n >= 74);
        assertThat(decoded()).isGreaterThanOrEqualTo(74);
        assertThat(session.lost()).isLessThanOrEqualTo(1);
    }

    @Test
    void lostPacketsCostPicturesButNeverShowDamage() throws Exception {
        RtpSession session = session(96);
        try (Relay relay = new Relay(session.port(), 97)) {
            send(relay.port(), "352x288", 25, 4, "baseline", "-b:v", "1M");
        }
        await().until(() -> session.lost() > 1);
        assertThat(decoded()).isEqualTo(mux.frames()).isBetween(20, 99);
    }

    @Test
    void packetsFromAnotherAddressOrOfAnotherTypeAreNotTaken() throws Exception {
        RtpSession session = session(97);
        send(session.port(), "176x144", 10, 1, "baseline");
        assertThat(session.packets()).isZero();
        assertThat(session.foreign()).isPositive();
    }

    /** Swaps each pair of packets after the first few; loses one in so many. */
    private static final class Relay implements AutoCloseable {
        private final DatagramSocket in = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        private final AtomicBoolean closed = new AtomicBoolean();
        private final Thread thread;

        Relay(int to, int loseOneIn) throws IOException {
            thread = new Thread(() -> forward(to, loseOneIn), "relay");
            thread.start();
        }

        int port() {
            return in.getLocalPort();
        }

        private void forward(int to, int loseOneIn) {
            byte[] waiting = new byte[0];
            for (int count = 1; !closed.get(); count++) {
                DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                try {
                    in.receive(packet);
                    byte[] bytes = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
                    if (loseOneIn > 0 && count % loseOneIn == 0) {
                        continue;
                    }
                    if (count < 10) {
                        in.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, to));
                    } else if (waiting.length == 0) {
                        waiting = bytes;
                    } else {
                        in.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, to));
                        in.send(new DatagramPacket(waiting, waiting.length, LOOPBACK, to));
                        waiting = new byte[0];
                    }
                } catch (IOException e) {
                    return;
                }
            }
        }

        @Override
        public void close() throws InterruptedException {
            closed.set(true);
            in.close();
            thread.join();
        }
    }
}

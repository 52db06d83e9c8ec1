import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.tombolo.media.webrtc.dtls.DtlsIdentity;
import org.tombolo.media.srtp.SrtpBuffer;

/** Puts more and more simulated viewers on one share, first ours and then Janus's, and prints what a viewer costs. */
public final class Viewers {
    private static final int RTP = 33600;
    private static final int WEBRTC = 33610;
    private static final int HTTP = 33611;
    private static final int[] OURS = {100, 300, 1000, 1500, 2000};
    private static final int[] JANUS = {100, 300};
    private static final int SETTLE_SECONDS = 4;
    private static final int MEASURED_SECONDS = 8;
    private static final int CONNECTORS = 8;

    private final DtlsIdentity identity = DtlsIdentity.create(new SecureRandom(), Instant.now());
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private final SrtpBuffer buffer = new SrtpBuffer();
    private final List<double[]> ours = new ArrayList<>();
    private volatile boolean over;

    /** How a viewer is let in. */
    interface Entrance {
        void admit(Viewer viewer) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Clip clip = Clip.read(folder, "share", 25);
        Sender sender = new Sender(clip, List.of(RTP, Janus.RTP), 1);
        Thread playing = new Thread(sender, "sender");
        playing.start();
        try {
            new Viewers().run(folder, arguments[1], clip);
        } finally {
            sender.stop();
            playing.join();
        }
    }

    private void run(Path folder, String classPath, Clip clip) throws Exception {
        Thread poller = new Thread(this::poll, "poller");
        poller.setDaemon(true);
        poller.start();
        System.out.printf("%8s %10s %12s %12s %14s %8s%n", "viewers", "tombolo", "a viewer", "a core", "delivered", "lost");
        Process process = ours(classPath);
        try (BufferedReader answers = process.inputReader()) {
            answers.readLine();
            Thread.sleep(2000);
            for (int count : OURS) {
                measure(count, process, this::admit, true);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        clear();
        System.out.printf("%8s %10s %12s %12s %14s %8s %8s   goal: at most 0.7%n", "viewers", "janus", "a viewer", "a core", "delivered", "lost", "ratio");
        try (Janus janus = new Janus(folder, viewers)) {
            for (int count : JANUS) {
                measure(count, janus.process(), janus::admit, false);
            }
        } finally {
            over = true;
        }
    }

    private Process ours(String classPath) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java, "-Xmx512m", "-cp", classPath, "Fanout", "" + RTP, "" + WEBRTC, "" + HTTP)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void admit(Viewer viewer) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + HTTP + "/"))
                        .POST(HttpRequest.BodyPublishers.ofString(offer()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        viewer.remote(answer.body());
        viewers.add(viewer);
        viewer.connect(identity);
    }

    private String offer() {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
                + "m=video 9 UDP/TLS/RTP/SAVPF 102\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=recvonly\r\na=rtcp-mux\r\n"
                + "a=setup:actpass\r\n" + credentials("a=fingerprint:sha-256 " + identity.fingerprint()) + "a=rtpmap:102 H264/90000\r\n"
                + "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n"
                + "a=rtcp-fb:102 nack\r\na=rtcp-fb:102 nack pli\r\n";
    }

    static String credentials(String fingerprint) {
        return "a=ice-ufrag:" + Viewer.UFRAG + "\r\na=ice-pwd:" + Viewer.PASSWORD + "\r\n" + fingerprint + "\r\n";
    }

    private void measure(int count, Process process, Entrance entrance, boolean isOurs) throws Exception {
        grow(count, entrance);
        Thread.sleep(SETTLE_SECONDS * 1000L);
        long packets = packets();
        long gaps = gaps();
        long cpu = cpu(process);
        long start = System.nanoTime();
        Thread.sleep(MEASURED_SECONDS * 1000L);
        double seconds = (System.nanoTime() - start) / 1e9;
        double share = (cpu(process) - cpu) / 1e9 / seconds;
        double rate = (packets() - packets) / seconds / count;
        if (isOurs) {
            ours.add(new double[] {count, share / count});
        }
        String ratio = ours.stream()
                .filter(o -> !isOurs && o[0] == count)
                .map(o -> String.format(" %8.2f", o[1] / (share / count)))
                .findFirst()
                .orElse("");
        System.out.printf(
                "%8d %9.1f%% %11.4f%% %12.0f %8.1f p/s %8d%s%n",
                count, 100 * share, 100 * share / count, count / share, rate, gaps() - gaps, ratio);
    }

    private void grow(int count, Entrance entrance) throws Exception {
        ExecutorService connectors = Executors.newFixedThreadPool(CONNECTORS);
        List<Future<?>> going = new ArrayList<>();
        for (int i = viewers.size(); i < count; i++) {
            going.add(connectors.submit(() -> {
                entrance.admit(new Viewer(buffer));
                return null;
            }));
        }
        for (Future<?> one : going) {
            one.get();
        }
        connectors.shutdown();
    }

    private void clear() throws IOException {
        List<Viewer> old = List.copyOf(viewers);
        viewers.clear();
        for (Viewer viewer : old) {
            viewer.close();
        }
    }

    /** Reads all sockets in turn: that wakes nobody and costs the measured process nothing. */
    private void poll() {
        ByteBuffer datagram = ByteBuffer.allocateDirect(2048);
        int turn = 0;
        while (!over) {
            try {
                long started = System.nanoTime();
                int index = 0;
                for (Viewer viewer : viewers) {
                    viewer.read(datagram);
                    // A hundredth of them reports, and a five-hundredth checks, each time: every second, every five.
                    if (index % 50 == turn % 50) {
                        viewer.report();
                    }
                    if (index++ % 250 == turn % 250) {
                        viewer.check();
                    }
                }
                turn++;
                Thread.sleep(Math.max(1, 20 - (System.nanoTime() - started) / 1_000_000));
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                // A viewer whose socket has just been closed.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private long packets() {
        return viewers.stream().mapToLong(viewer -> viewer.packets).sum();
    }

    private long gaps() {
        return viewers.stream().mapToLong(viewer -> viewer.gaps).sum();
    }

    /** Nanoseconds on a CPU of all threads of a process, which the kernel counts exactly. */
    private static long cpu(Process process) throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc", "" + process.pid(), "task"))) {
            for (Path task : tasks) {
                sum += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
            }
        }
        return sum;
    }
}

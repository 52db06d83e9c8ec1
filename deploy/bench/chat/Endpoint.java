import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.metrics.Metrics;
import org.tombolo.msrp.EndpointOptions;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.MessageSink;
import org.tombolo.msrp.MsrpEndpoint;
import org.tombolo.msrp.MsrpListener;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.msrp.OutgoingMessage;
import org.tombolo.msrp.SendListener;
import org.tombolo.msrp.SessionEnd;
import org.tombolo.msrp.Terms;
import org.tombolo.msrp.WholeMessage;
import org.tombolo.msrp.sdp.AcceptTypes;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.SessionId;

/** The endpoint under test; each session sends back what it receives. */
public final class Endpoint {
    private static final AtomicLong MESSAGES = new AtomicLong();
    private static final Terms TERMS = Terms.chat(AcceptTypes.of("*"), 1 << 20);

    private final ExecutorService owners = Executors.newFixedThreadPool(4);
    private final MsrpEndpoint endpoint;
    private final MessageMedia peer;

    private Endpoint() throws IOException, SdpException {
        EndpointOptions.Timeouts patient = new EndpointOptions.Timeouts(
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                Duration.ofMinutes(2),
                // So that what is only remembered for late reports does not count as memory of an idle session.
                Duration.ofSeconds(60));
        endpoint = new MsrpEndpoint(
                new EndpointOptions(
                        new InetSocketAddress("127.0.0.1", 0),
                        Optional.empty(),
                        "127.0.0.1",
                        2,
                        EndpointOptions.Limits.of(200_000),
                        patient),
                Optional.empty(),
                Optional.empty(),
                owners,
                InMemoryTrace.ofOrdinarySize(),
                new NoMetrics(),
                new SecureRandom(),
                Clock.systemUTC());
        endpoint.start();
        peer = MessageMedia.parse(
                SessionDescription.parse("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=message 9 TCP/MSRP *\r\n"
                        + "a=accept-types:*\r\na=path:msrp://127.0.0.1:9/peer;tcp\r\na=setup:active\r\n"),
                0);
    }

    public static void main(String[] arguments) throws IOException, SdpException {
        Endpoint served = new Endpoint();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] parts = line.split(" ");
            switch (parts[0]) {
                case "open" -> served.open(Integer.parseInt(parts[1]));
                case "memory" -> System.out.println(heap() + " " + resident());
                case "cpu" -> System.out.println(cpu() + " " + MESSAGES.get());
                default -> throw new IOException(line);
            }
        }
    }

    private void open(int count) {
        for (int i = 0; i < count; i++) {
            Echo echo = new Echo();
            var opening = (MsrpSessions.Opening.Opened)
                    endpoint.open(new SessionId("session-" + i), false, owners, echo);
            echo.session = opening.session();
            System.out.println(echo.session.answer(peer, TERMS).path().text());
        }
    }

    private static long heap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }

    /** What the process holds beyond the heap's free part: resident memory, less what of the heap is committed and free. */
    private static long resident() throws IOException {
        long pages = Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return pages * 4096 - (heap.getCommitted() - heap.getUsed());
    }

    private static long cpu() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }

    private static final class Echo implements MsrpListener {
        private MsrpSession session;

        @Override
        public MessageSink incoming(IncomingMessage message) {
            return new WholeMessage(message, 1 << 20, content -> {
                MESSAGES.addAndGet(2);
                message.accept();
                session.send(OutgoingMessage.of("text/plain", content), new SendListener() {
                    @Override
                    public void failed(MsrpStatus status) {
                        System.err.println("failed: " + status);
                    }
                });
            });
        }

        @Override
        public void closed(SessionEnd end) {
            System.err.println("closed: " + end);
        }
    }

    private static final class NoMetrics implements Metrics {
        @Override
        public Counter counter(String name, String... tags) {
            return () -> {};
        }

        @Override
        public Timer timer(String name, String... tags) {
            return duration -> {};
        }

        @Override
        public void gauge(String name, Supplier<Number> value, String... tags) {}
    }
}

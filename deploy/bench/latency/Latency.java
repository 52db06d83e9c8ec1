import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Plays a clip to the media plane, lets Chromium watch it, and prints the time from a frame's last packet to its presentation. */
public final class Latency {
    private static final int RTP = 33640;
    private static final int WEBRTC = 33650;

    private final Path application;
    private final Share share;
    private final HttpServer http;
    private volatile CompletableFuture<String> result = new CompletableFuture<>();

    private Latency(Path application) throws IOException {
        this.application = application;
        this.share = new Share(RTP, WEBRTC);
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        http.setExecutor(Executors.newCachedThreadPool());
        http.createContext("/", this::file);
        http.createContext("/whep/share", this::whep);
        http.createContext("/live", this::live);
        http.createContext("/result", this::result);
        http.start();
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Clip clip = Clip.read(folder, "share", 25);
        Sender sender = new Sender(clip, List.of(RTP), 1);
        Latency latency = new Latency(Path.of("src/main/webapp"));
        Thread playing = new Thread(sender, "sender");
        playing.start();
        System.out.printf("%-8s %8s %8s %8s %8s   RTP in to picture presented, in ms%n", "", "p50", "p95", "goal", "frames");
        latency.measure("webrtc", 25, folder);
        latency.measure("mse", 150, folder);
        System.exit(0);
    }

    private void measure(String kind, int goal, Path folder) throws Exception {
        result = new CompletableFuture<>();
        Process chromium = new ProcessBuilder(
                        "chromium",
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--autoplay-policy=no-user-gesture-required",
                        "--user-data-dir=" + folder.resolve("profile-" + kind),
                        "http://127.0.0.1:" + http.getAddress().getPort() + "/page.html?kind=" + kind)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            print(kind, goal, delays(kind, result.get(60, TimeUnit.SECONDS)));
        } finally {
            chromium.destroy();
            chromium.waitFor();
        }
    }

    private double[] delays(String kind, String samples) {
        return samples.lines()
                .map(line -> line.split(" "))
                .mapToDouble(sample -> Double.parseDouble(sample[1]) - share.arrived(timestamp(kind, sample[0])))
                .filter(delay -> !Double.isNaN(delay))
                .sorted()
                .toArray();
    }

    /** WebRTC names the frame by its RTP timestamp, MSE by the seconds since the stream's first one. */
    private int timestamp(String kind, String name) {
        return kind.equals("webrtc")
                ? (int) Long.parseLong(name)
                : share.first() + (int) Math.round(Double.parseDouble(name) * 90_000);
    }

    private static void print(String kind, int goal, double[] delays) {
        System.out.printf(
                "%-8s %8.1f %8.1f %8d %8d%n",
                kind, delays[delays.length / 2], delays[delays.length * 95 / 100], goal, delays.length);
    }

    private void file(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Path file = path.equals("/page.html")
                ? Path.of("deploy/bench/latency/page.html")
                : application.resolve(path.substring(1)).normalize();
        boolean there = Files.isRegularFile(file);
        answer(exchange, there ? 200 : 404, path.endsWith(".js") ? "text/javascript" : "text/html", there ? Files.readAllBytes(file) : new byte[] {'?'});
    }

    private void whep(HttpExchange exchange) throws IOException {
        String offer = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Location", "/whep/share/1");
        answer(exchange, 201, "application/sdp", share.offer(offer).getBytes(StandardCharsets.UTF_8));
    }

    private void live(HttpExchange exchange) throws IOException {
        BlockingQueue<byte[]> fragments = share.watch();
        exchange.getResponseHeaders().set("Content-Type", "video/mp4");
        exchange.getResponseHeaders().set("X-Codecs", share.codecs());
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                out.write(fragments.take());
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void result(HttpExchange exchange) throws IOException {
        String samples = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        answer(exchange, 200, "text/plain", new byte[] {'.'});
        result.complete(samples);
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}

package org.tombolo.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The gateway as users run it: the WAR in a container, as a child process. Needs {@code mvn package} before. */
public final class Gateway implements AutoCloseable {
    private static final Path WAR = Path.of("target/tombolo.war");
    private static final Duration START = Duration.ofMinutes(2);

    private final Process process;
    private final Map<String, String> settings;
    private final Path output;

    private Gateway(Process process, Map<String, String> settings, Path output) {
        this.process = process;
        this.settings = settings;
        this.output = output;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /**
     * Starts one and waits until it takes SIP and HTTP; whether it is ready, too, depends on its XMPP server.
     *
     * @param data data directory
     * @param settings by key, such as {@code tombolo.sip.port}; ports that are not given are free ones
     * @throws IOException when it ends instead, with the last lines it wrote
     */
    public static Gateway start(Container container, Path data, Map<String, String> settings) throws IOException {
        Gateway gateway = launch(container, data, settings, WAR);
        gateway.awaitAnswer("\"sip\":{\"status\":\"up\"");
        return gateway;
    }

    /** Starts the container with another converged application, and waits for nothing. */
    public static Gateway launch(Container container, Path data, Map<String, String> settings, Path war)
            throws IOException {
        return launch(container.command(war.toAbsolutePath()), data, settings);
    }

    /** Starts a container by a command of its own, and waits for nothing. */
    public static Gateway launch(List<String> command, Path data, Map<String, String> settings) throws IOException {
        Files.createDirectories(data);
        Map<String, String> all = new TreeMap<>(settings);
        all.putIfAbsent("tombolo.data", data.toAbsolutePath().toString());
        all.putIfAbsent("tombolo.bind", "127.0.0.1");
        all.putIfAbsent("tombolo.http.port", String.valueOf(Ports.free()));
        all.putIfAbsent("tombolo.https.port", String.valueOf(Ports.free()));
        all.putIfAbsent("tombolo.sip.port", String.valueOf(Ports.free()));
        all.putIfAbsent("tombolo.sips.port", String.valueOf(Ports.free()));
        all.putIfAbsent("tombolo.msrp.port", String.valueOf(Ports.free()));
        all.putIfAbsent("tombolo.msrps.port", String.valueOf(Ports.free()));
        all.putIfAbsent("tombolo.rtp.ports", Ports.range(60));
        all.putIfAbsent("tombolo.webrtc.port", String.valueOf(Ports.free()));
        all.putIfAbsent("tombolo.rtsp.port", String.valueOf(Ports.free()));
        all.putIfAbsent("tombolo.rtsp.rtp.port", Ports.range(2).split("-", 2)[0]);
        Path output = data.resolve("output.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        all.forEach((key, value) -> builder.environment().put(variable(key), value));
        return new Gateway(builder.start(), all, output);
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** Waits until readiness is 200. */
    public void awaitReady() throws IOException {
        awaitAnswer("\"status\":\"up\",\"checks\"");
    }

    private void awaitAnswer(String expected) throws IOException {
        Awaitility.await("readiness with " + expected + ", log " + output)
                .atMost(START)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || health().contains(expected));
        if (!process.isAlive()) {
            throw new IOException("the gateway ended: " + lastLines());
        }
    }

    /** The readiness document, empty when nobody answers. */
    public String health() {
        return health("");
    }

    /** The same of an application under a context path. */
    public String health(String contextPath) {
        return get(contextPath + "/health/ready").map(HttpResponse::body).orElse("");
    }

    /** GET of a path, none when nobody answers. */
    public Optional<HttpResponse<String>> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return Optional.of(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Start of its URLs, without a trailing slash. */
    public String url() {
        String host = setting("tombolo.bind");
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + setting("tombolo.http.port");
    }

    public int httpPort() {
        return Integer.parseInt(setting("tombolo.http.port"));
    }

    public int httpsPort() {
        return Integer.parseInt(setting("tombolo.https.port"));
    }

    /** UDP and TCP. */
    public int sipPort() {
        return Integer.parseInt(setting("tombolo.sip.port"));
    }

    public int sipsPort() {
        return Integer.parseInt(setting("tombolo.sips.port"));
    }

    /** A setting that was given or chosen. */
    public String setting(String key) {
        return settings.get(key);
    }

    /** What it wrote to standard output and standard error. */
    public Path output() {
        return output;
    }

    /** The last lines it wrote. */
    public String lastLines() {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The container's process. */
    public long pid() {
        return process.pid();
    }

    /** Resident memory of the container's process, in kilobytes. */
    public long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for its end; the exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("still running; log " + output);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it without a chance to say good-bye. */
    public void kill9() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Ends it by SIGTERM, and waits. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill9();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

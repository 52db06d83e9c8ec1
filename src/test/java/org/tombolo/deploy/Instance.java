package org.tombolo.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tombolo.peer.Container;

/**
 * A data directory and ports of its own.
 *
 * @param firstPort of as many that nobody else uses
 */
record Instance(Path data, int firstPort) {
    /** How many it needs. */
    static final int PORTS = 25;

    int http() {
        return firstPort;
    }

    Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        variables.put("TOMBOLO_DATA", data.toString());
        variables.put("TOMBOLO_JAVA_OPTS", Container.QUICK_START);
        variables.put("TOMBOLO_HTTP_PORT", String.valueOf(http()));
        variables.put("TOMBOLO_HTTPS_PORT", String.valueOf(firstPort + 1));
        variables.put("TOMBOLO_SIP_PORT", String.valueOf(firstPort + 2));
        variables.put("TOMBOLO_SIPS_PORT", String.valueOf(firstPort + 3));
        variables.put("TOMBOLO_XMPP_PORT", String.valueOf(firstPort + 4));
        variables.put("TOMBOLO_XMPP_C2S_PORT", String.valueOf(firstPort + 5));
        variables.put("TOMBOLO_XMPP_HTTP_PORT", String.valueOf(firstPort + 6));
        variables.put("TOMBOLO_RTP_PORTS", (firstPort + 8) + "-" + (firstPort + 19));
        variables.put("TOMBOLO_WEBRTC_PORT", String.valueOf(firstPort + 7));
        variables.put("TOMBOLO_MSRP_PORT", String.valueOf(firstPort + 20));
        variables.put("TOMBOLO_MSRPS_PORT", String.valueOf(firstPort + 21));
        variables.put("TOMBOLO_RTSP_RTP_PORT", String.valueOf(firstPort + 22));
        variables.put("TOMBOLO_RTSP_PORT", String.valueOf(firstPort + 24));
        return variables;
    }

    Map<String, String> environmentWith(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(environment());
        variables.putAll(more);
        return variables;
    }

    /** Status of {@code /health/ready}, 0 when nobody listens. */
    int ready() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http() + "/health/ready"))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** What the scripts started here and has not ended: by pid file, and whatever names the data directory. */
    List<ProcessHandle> processes() throws IOException {
        return Stream.concat(
                        recorded(), ProcessHandle.allProcesses().filter(process -> names(process, data.toString())))
                .filter(ProcessHandle::isAlive)
                .distinct()
                .toList();
    }

    private Stream<ProcessHandle> recorded() throws IOException {
        if (!Files.isDirectory(data.resolve("run"))) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.list(data.resolve("run"))) {
            return files.filter(file -> file.toString().endsWith(".pid")).toList().stream()
                    .map(Instance::pid)
                    .flatMap(pid -> ProcessHandle.of(pid).stream());
        }
    }

    private static long pid(Path file) {
        try {
            return Long.parseLong(Files.readString(file).replaceFirst("(?s)\\s.*", ""));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }

    // Command line and environment: the gateway's own process has the directory in TOMBOLO_DATA only.
    private static boolean names(ProcessHandle process, String text) {
        Path proc = Path.of("/proc/" + process.pid());
        return process.pid() != ProcessHandle.current().pid()
                && (contains(proc.resolve("cmdline"), text) || contains(proc.resolve("environ"), text));
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8).contains(text);
        } catch (IOException e) {
            return false;
        }
    }
}

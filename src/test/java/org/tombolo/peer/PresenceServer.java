package org.tombolo.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Kamailio as an operator's registrar, presence server, XCAP root and resource list server; see deploy/testbed/presence. */
public final class PresenceServer implements AutoCloseable {
    /** Whose presence it serves. */
    public static final String DOMAIN = "ims.test";

    private static final Path CONFIGURATION = Path.of("deploy", "testbed", "presence", "kamailio.cfg");
    private static final Path SCHEMA = Path.of("/usr/share/kamailio/db_sqlite");

    private final int port;
    private final PeerProcess process;
    private final HttpClient http = HttpClient.newHttpClient();

    private PresenceServer(int port, PeerProcess process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param port for UDP and TCP
     * @param gateway host and port for requests to other domains
     */
    public static PresenceServer start(int port, String gateway) throws IOException {
        Path directory = PeerProcess.directory("presence");
        createTables(directory);
        Path configuration = directory.resolve("kamailio.cfg");
        Files.writeString(
                configuration,
                Files.readString(CONFIGURATION)
                        .replace("@MODULES@", modules().toString())
                        .replace("@DIRECTORY@", directory.toString())
                        .replace("@DOMAIN@", DOMAIN)
                        .replace("@PORT@", String.valueOf(port))
                        .replace("@GATEWAY@", gateway));
        PeerProcess process = PeerProcess.start(
                directory,
                Map.of(),
                List.of(
                        "kamailio",
                        "-DD",
                        "-E",
                        "-f",
                        configuration.toString(),
                        "-Y",
                        directory.toString(),
                        "-m",
                        "64",
                        "-M",
                        "8"));
        Awaitility.await("kamailio, see " + directory)
                .atMost(Duration.ofSeconds(20))
                .until(() -> !process.alive() || Ports.listening(port));
        if (!process.alive()) {
            throw new IOException("kamailio ended at once: " + process.output());
        }
        return new PresenceServer(port, process);
    }

    private static Path modules() throws IOException {
        try (Stream<Path> directories = Files.list(Path.of("/usr/lib"))) {
            return directories
                    .map(directory -> directory.resolve("kamailio/modules"))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow(() -> new IOException("Kamailio's modules are not in /usr/lib"));
        }
    }

    private static void createTables(Path directory) throws IOException {
        Path database = directory.resolve("presence.db");
        List<String> command = new ArrayList<>(List.of("sqlite3", database.toString(), "PRAGMA journal_mode=WAL"));
        List.of("standard", "presence").forEach(part -> command.add(".read " + SCHEMA + "/" + part + "-create.sql"));
        try (PeerProcess sqlite = PeerProcess.start(directory, Map.of(), command)) {
            if (sqlite.awaitExit(Duration.ofSeconds(20)) != 0) {
                throw new IOException("sqlite3: " + sqlite.output());
            }
        }
    }

    /** Where phones register and publish. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The XCAP root (RFC 4825 6), without a slash at its end. */
    public String xcapRoot() {
        return "http://" + address() + "/xcap-root";
    }

    /** Writes a user's document of an application, such as {@code pres-rules}. */
    public void put(String application, String user, String document) throws IOException, InterruptedException {
        HttpRequest put = HttpRequest.newBuilder(
                        URI.create(xcapRoot() + "/" + application + "/users/sip:" + user + "@" + DOMAIN + "/index"))
                .header("Content-Type", "application/xml")
                .timeout(Duration.ofSeconds(10))
                .PUT(BodyPublishers.ofString(document))
                .build();
        HttpResponse<String> answer = http.send(put, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.statusCode() + " to PUT " + application + ": " + answer.body());
        }
    }

    /** Waits until it has seen a watcher refresh her subscription to a user. */
    public void awaitRefresh(String watcher, String user) {
        process.awaitOutput(watcher + " still watches sip:" + user + "@" + DOMAIN, Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        process.close();
    }
}

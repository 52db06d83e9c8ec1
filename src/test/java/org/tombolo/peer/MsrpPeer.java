package org.tombolo.peer;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** An MSRP endpoint that was written from the RFC alone: {@code deploy/testbed/msrp/peer.py}. */
public final class MsrpPeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROGRAM =
            Path.of("deploy", "testbed", "msrp", "peer.py").toAbsolutePath();

    private final Process process;
    private final Writer commands;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final Thread atExit;

    private MsrpPeer(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        Thread reader = new Thread(this::read, "msrp-peer");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts one.
     *
     * @param certificate PEM file with certificate and key, for TLS
     */
    public static MsrpPeer start(Optional<Path> certificate) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("python3", PROGRAM.toString());
        builder.redirectError(
                PeerProcess.directory("msrp-peer").resolve("errors.log").toFile());
        certificate.ifPresent(file -> builder.environment().put("MSRP_CERTIFICATE", file.toString()));
        MsrpPeer peer = new MsrpPeer(builder.start());
        peer.event("ready");
        return peer;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                events.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            // the end of the process
        }
    }

    /**
     * Tells it to do something.
     *
     * @param more names and values in turn
     */
    public void tell(String what, Object... more) {
        Map<String, Object> command = new java.util.HashMap<>(Map.of("do", what));
        for (int i = 0; i < more.length; i += 2) {
            command.put(more[i].toString(), more[i + 1]);
        }
        try {
            commands.write(JSON.writeValueAsString(command) + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for an event of that name. */
    public JsonNode event(String name) {
        return event(name, e -> true);
    }

    /** Waits for an event of that name that is as wanted. */
    public JsonNode event(String name, Predicate<JsonNode> wanted) {
        Predicate<JsonNode> same = e -> e.path("event").asText().equals(name) && wanted.test(e);
        await("the event " + name).until(() -> events.stream().anyMatch(same));
        return events.stream().filter(same).findFirst().orElseThrow();
    }

    /** What the other side did against the RFC. */
    public List<String> violations() {
        return events.stream()
                .filter(e ->
                        List.of("violation", "failed").contains(e.path("event").asText()))
                .map(JsonNode::toString)
                .toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}

package org.tombolo.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A child process that listens on a port, and its directory. */
final class ServerProcess {
    private final Path directory;
    private final List<String> command;
    private final Map<String, String> environment;
    private final int port;
    private Optional<Process> process = Optional.empty();

    ServerProcess(Path directory, List<String> command, Map<String, String> environment, int port) {
        this.directory = directory;
        this.command = command;
        this.environment = environment;
        this.port = port;
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("output.log").toFile()));
        builder.environment().putAll(environment);
        Process started = builder.start();
        process = Optional.of(started);
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        Awaitility.await(command.get(0) + " on port " + port + ", log in " + directory)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !started.isAlive() || Ports.listening(port));
        if (!started.isAlive()) {
            throw new IOException(
                    command.get(0) + " ended at once: " + Files.readString(directory.resolve("output.log")));
        }
    }

    void stop() {
        process.ifPresent(p -> {
            p.destroy();
            waitFor(p);
        });
        process = Optional.empty();
    }

    void kill() {
        process.ifPresent(p -> {
            p.destroyForcibly();
            waitFor(p);
        });
        process = Optional.empty();
    }

    void signal(String name) throws IOException {
        long pid = process.orElseThrow().pid();
        waitFor(new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start());
    }

    private static void waitFor(Process process) {
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

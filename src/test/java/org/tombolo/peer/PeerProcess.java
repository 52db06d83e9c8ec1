package org.tombolo.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A program that a test runs beside us, with its output in a file. Ends with the test, at the latest with the JVM. */
final class PeerProcess implements AutoCloseable {
    private final Process process;
    private final Path output;
    private final String name;
    private final Thread atExit;

    private PeerProcess(Process process, Path output, String name) {
        this.process = process;
        this.output = output;
        this.name = name;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** A directory for a peer's files, kept until the next clean build so that a failure can be looked into. */
    static Path directory(String name) throws IOException {
        Path parent = Path.of("target", "peers").toAbsolutePath();
        return Files.createTempDirectory(Files.createDirectories(parent), name + "-");
    }

    static PeerProcess start(Path directory, Map<String, String> environment, List<String> command) throws IOException {
        Files.createDirectories(directory);
        String name = Path.of(command.get(0)).getFileName().toString();
        Path output = Files.createTempFile(directory, name, ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new PeerProcess(builder.start(), output, name);
    }

    boolean alive() {
        return process.isAlive();
    }

    String output() throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }

    /** Waits until its output holds a text. */
    void awaitOutput(String text, Duration most) {
        Awaitility.await(name + " to say \"" + text + "\", see " + output)
                .atMost(most)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !alive() || output().contains(text));
    }

    /**
     * Waits for its end.
     *
     * @throws IOException when it does not end in time; it is killed then
     */
    int awaitExit(Duration most) throws IOException {
        try {
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                close();
                throw new IOException(name + " did not end within " + most + ": " + output());
            }
            forgetHook();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** SIGTERM, and SIGKILL when that does not help within 5 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        forgetHook();
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the JVM is ending: the hook has run
        }
    }
}

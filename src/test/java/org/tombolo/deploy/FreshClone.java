package org.tombolo.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A clone of what is committed, with what the build around this test has built. */
final class FreshClone {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path top;

    private FreshClone(Path top) {
        this.top = top;
    }

    /** What a script did. */
    record Result(int status, List<String> output, List<String> errors) {}

    /** Clones into a folder that does not exist yet. */
    static FreshClone into(Path top) throws IOException {
        Path source = Path.of("").toAbsolutePath();
        FreshClone clone = new FreshClone(top);
        clone.succeed(source, "git", "clone", "-q", "--no-local", source.toString(), top.toString());
        Files.createDirectories(top.resolve("target"));
        for (String built : List.of("launcher", "tombolo", "transcoder", "tombolo.war")) {
            // Without its times: the copy is newer than the clone's sources, so nothing is built again.
            clone.succeed(
                    source, "cp", "-r", "target/" + built, top.resolve("target").toString());
        }
        return clone;
    }

    Path top() {
        return top;
    }

    /** Runs a script of the clone to its end. */
    Result run(Map<String, String> environment, String... command) throws IOException {
        return run(top, environment, command);
    }

    /** Starts a script of the clone and does not wait. */
    Process start(Map<String, String> environment, Path output, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(top.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private void succeed(Path directory, String... command) throws IOException {
        Result result = run(directory, Map.of(), command);
        if (result.status() != 0) {
            throw new IOException(String.join(" ", command) + ": " + result.errors());
        }
    }

    // Files rather than pipes: servers in the background keep what they inherit.
    private static Result run(Path directory, Map<String, String> environment, String... command) throws IOException {
        Path output = Files.createTempFile("output", ".txt");
        Path errors = Files.createTempFile("errors", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            int status = await(builder.start(), command);
            return new Result(status, Files.readAllLines(output), Files.readAllLines(errors));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static int await(Process process, String... command) throws IOException {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
                throw new IOException(String.join(" ", command) + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}

package org.tombolo.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * s3rver, which speaks the protocol of Amazon's S3; it has one bucket, {@code tombolo}. It knows access keys, but takes any signature of
 * version 4.
 */
public final class S3Server implements AutoCloseable {
    private static final Path COMMAND =
            Path.of("src/test/npm/node_modules/s3rver/bin/s3rver.js").toAbsolutePath();

    private final int port;
    private final ServerProcess process;

    private S3Server(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    /** Starts one on a free port. */
    public static S3Server started() throws IOException {
        int port = Ports.free();
        Path directory = Files.createTempDirectory("s3");
        ServerProcess process = new ServerProcess(
                directory,
                List.of(
                        "node",
                        COMMAND.toString(),
                        "--silent",
                        "--directory",
                        directory.toString(),
                        "--address",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--configure-bucket",
                        "tombolo"),
                Map.of(),
                port);
        process.start();
        return new S3Server(port, process);
    }

    /** Where it is; the access key is {@code S3RVER}, and so is the secret. */
    public String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Ends it, for {@link #start} to begin anew. */
    public void stop() {
        process.stop();
    }

    public void start() throws IOException {
        process.start();
    }

    @Override
    public void close() {
        process.stop();
    }
}

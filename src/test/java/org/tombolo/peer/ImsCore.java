package org.tombolo.peer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The IMS core of {@code deploy/testbed/ims}: Kamailio as S-CSCF, and in full mode as I- and P-CSCF, with an HSS. Its
 * addresses are fixed (127.0.0.2 to 127.0.0.5), so only one runs at a time on a machine; others wait for it.
 */
public final class ImsCore implements AutoCloseable {
    /**
     * Of the users, who can register: {@code alice}, {@code bob}, {@code dave}, {@code frank} with criteria, {@code carol} without, {@code erin}
     * with some that name a gateway, {@code grace} with one of INVITEs for files.
     */
    public static final String DOMAIN = "ims.test";

    /** Where the S-CSCF listens, UDP and TCP. */
    public static final String SCSCF = "127.0.0.4:5060";

    private static final Path SCRIPT =
            Path.of("deploy", "testbed", "ims", "run-ims.sh").toAbsolutePath();

    /** How much of it runs. */
    public enum Mode {
        /** HSS and S-CSCF, which phones reach directly. */
        CORE("127.0.0.4:5060"),
        /** With P- and I-CSCF; phones reach the P-CSCF. */
        FULL("127.0.0.2:5060");

        private final String edge;

        Mode(String edge) {
            this.edge = edge;
        }

        /** Where phones register and send their requests. */
        public String edge() {
            return edge;
        }
    }

    private final FileChannel lock;
    private final Path directory;
    private final Map<String, String> environment;
    /** Its servers are no children of ours: without this they would outlive a test that is interrupted. */
    private final Thread atExit = new Thread(this::stopQuietly);

    private ImsCore(FileChannel lock, Path directory, Map<String, String> environment) {
        this.lock = lock;
        this.directory = directory;
        this.environment = environment;
    }

    /**
     * Starts it.
     *
     * @param applicationServer the server name in the initial filter criteria, such as {@code sip:127.0.0.1:5080}
     */
    public static ImsCore start(Mode mode, String applicationServer) throws IOException {
        FileChannel lock = FileChannel.open(
                Path.of(System.getProperty("java.io.tmpdir"), "tombolo-ims-core.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        Awaitility.await("another test to leave the IMS core's addresses")
                .atMost(Duration.ofMinutes(5))
                .until(() -> tryLock(lock) != null);
        Path directory = PeerProcess.directory("ims");
        ImsCore core =
                new ImsCore(lock, directory, Map.of("IMS_RUN", directory.toString(), "IMS_AS", applicationServer));
        Runtime.getRuntime().addShutdownHook(core.atExit);
        try {
            core.script("start", mode.name().toLowerCase(java.util.Locale.ROOT));
            return core;
        } catch (IOException e) {
            core.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel lock) throws IOException {
        try {
            return lock.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /**
     * Registers a user's phone.
     *
     * @param port of 127.0.0.1 where the phone is; must be free for a moment, because the P-CSCF knows a phone by it
     */
    public static void register(Mode mode, String user, int port) throws IOException {
        register(mode, user, port, "");
    }

    /** @param features in its Contact, each with a semicolon before it (RFC 3840 9) */
    public static void register(Mode mode, String user, int port, String features) throws IOException {
        Awaitility.await("registration of " + user)
                .atMost(Duration.ofSeconds(20))
                // The S-CSCF sends the 401 just before it stores the nonce: about 1 in 20 fails at first.
                .until(() -> Sipp.scenario("register.xml")
                        .to(mode.edge())
                        .listen("127.0.0.1", port)
                        .with("user", user)
                        .with("domain", DOMAIN)
                        .with("password", user + "-pw")
                        .with("contact", "127.0.0.1:" + port)
                        .with("features", features)
                        .run()
                        .ok());
    }

    private void script(String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("/bin/bash", SCRIPT.toString()));
        command.addAll(List.of(arguments));
        try (PeerProcess run = PeerProcess.start(directory, environment, command)) {
            if (run.awaitExit(Duration.ofSeconds(60)) != 0) {
                throw new IOException("run-ims.sh " + String.join(" ", arguments) + ": " + run.output());
            }
        }
    }

    private void stopQuietly() {
        ProcessBuilder stop = new ProcessBuilder("/bin/bash", SCRIPT.toString(), "stop");
        stop.environment().putAll(environment);
        try {
            stop.start().waitFor();
        } catch (IOException e) {
            // the JVM is ending: nobody to tell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            script("stop");
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}

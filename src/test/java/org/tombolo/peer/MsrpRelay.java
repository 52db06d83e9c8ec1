package org.tombolo.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Kamailio as an MSRP relay: {@code deploy/testbed/msrp/relay.cfg}. */
public final class MsrpRelay implements AutoCloseable {
    public static final String USER = "gateway";
    public static final String PASSWORD = "secret";

    private final PeerProcess process;
    private final int port;

    private MsrpRelay(PeerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    public static MsrpRelay start() throws IOException {
        Path directory = PeerProcess.directory("msrp-relay");
        int port = Ports.free();
        PeerProcess process = PeerProcess.start(
                directory,
                Map.of(),
                List.of(
                        "kamailio",
                        "-f",
                        Path.of("deploy", "testbed", "msrp", "relay.cfg")
                                .toAbsolutePath()
                                .toString(),
                        "-A",
                        "MSRP_PORT=" + port,
                        "-DD",
                        "-E",
                        "-m",
                        "64",
                        "-M",
                        "8",
                        "-Y",
                        directory.toString(),
                        "-w",
                        directory.toString()));
        Awaitility.await("Kamailio on port " + port).until(() -> !process.alive() || Ports.listening(port));
        if (!process.alive()) {
            throw new IOException(process.output());
        }
        return new MsrpRelay(process, port);
    }

    /** Its URI before it has given us a place. */
    public String uri() {
        return "msrp://127.0.0.1:" + port + ";tcp";
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}

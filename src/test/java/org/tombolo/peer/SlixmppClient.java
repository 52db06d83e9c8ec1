package org.tombolo.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The Python library slixmpp, whose plugin for calls by message (XEP-0353) proposes a call, takes proposals, and declines the sessions that follow. */
public final class SlixmppClient implements AutoCloseable {
    private static final Path SCRIPT =
            Path.of("src/test/resources/slixmpp-calls.py").toAbsolutePath();

    private final PeerProcess process;

    private SlixmppClient(PeerProcess process) {
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param port of clients at the server
     * @param user one of {@link XmppServer#USERS}
     * @param callee whom it proposes a call to
     */
    public static SlixmppClient start(int port, String user, String callee) throws IOException {
        return new SlixmppClient(PeerProcess.start(
                PeerProcess.directory("slixmpp"),
                Map.of(),
                List.of(
                        "/usr/bin/python3",
                        SCRIPT.toString(),
                        user + "@" + XmppServer.DOMAIN + "/slixmpp",
                        XmppServer.USERS.get(user),
                        String.valueOf(port),
                        callee)));
    }

    /** Waits until it has told of something, such as {@code proceed mine}. */
    public void await(String event) {
        Awaitility.await(event).atMost(Duration.ofSeconds(20)).until(this::events, events -> events.contains(event));
    }

    /** All that it has told of. */
    public String events() {
        try {
            return process.output();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}

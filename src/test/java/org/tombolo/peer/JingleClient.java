package org.tombolo.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The Jingle client of the npm library stanza in Chromium, over an XMPP server's WebSocket. */
public final class JingleClient implements AutoCloseable {
    private static final Path SOURCES = Path.of("src/test/npm").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Browser browser;

    private JingleClient(Browser browser) {
        this.browser = browser;
    }

    /**
     * Starts one that is online.
     *
     * @param httpPort the server's port of WebSocket
     * @param user one of {@link XmppServer#USERS}
     * @param hertz its tone
     */
    public static JingleClient start(int httpPort, String user, int hertz) throws IOException {
        String script = bundle();
        Browser browser = Browser.start();
        // A page of the server's own, so that the WebSocket is of the same origin.
        browser.open("http://127.0.0.1:" + httpPort + "/");
        browser.script(script);
        JingleClient client = new JingleClient(browser);
        browser.script(
                "window.jingle.connect(...arguments)",
                "ws://127.0.0.1:" + httpPort + "/xmpp-websocket",
                user + "@" + XmppServer.DOMAIN,
                XmppServer.USERS.get(user),
                hertz);
        client.await("online");
        return client;
    }

    /** The library for a browser, in one script. */
    private static String bundle() throws IOException {
        Path directory = PeerProcess.directory("jingle");
        Path bundle = directory.resolve("jingle-client.js");
        PeerProcess process = PeerProcess.start(
                directory,
                Map.of(),
                List.of(
                        "node",
                        SOURCES.resolve("node_modules/esbuild/bin/esbuild").toString(),
                        SOURCES.resolve("jingle-client.js").toString(),
                        "--bundle",
                        "--minify",
                        "--platform=browser",
                        "--define:global=window",
                        "--outfile=" + bundle));
        Awaitility.await("esbuild").atMost(PATIENCE).until(() -> !process.alive());
        assertThat(bundle).as(process.output()).exists();
        return Files.readString(bundle);
    }

    /** Waits for an event that begins so, and tells it in full. */
    public String await(String start) {
        try {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .until(
                            () -> events().stream()
                                    .filter(event -> event.startsWith(start))
                                    .findFirst(),
                            java.util.Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("no " + start + " among " + events(), e);
        }
    }

    /** What has happened since {@link #forget}. */
    @SuppressWarnings("unchecked")
    public List<String> events() {
        return (List<String>) browser.script("return window.jingle.events");
    }

    public void forget() {
        browser.script("window.jingle.events.length = 0");
    }

    /** Shows its presence to an address. */
    public void announce(String to) {
        run("announce", to);
    }

    /** What an address says it can. */
    public String features(String of) {
        run("features", of);
        return await("features");
    }

    public void call(String to) {
        run("call", to);
    }

    public void accept() {
        run("accept");
    }

    /** Runs one of the client's own commands. */
    public void run(String command, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = command;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        browser.script("const [name, ...rest] = arguments; window.jingle[name](...rest)", all);
    }

    /** The frequency that it hears; 0 for silence. */
    public int heard() {
        return (int) Math.round(browser.number("return window.jingle.heard()"));
    }

    /** How many pictures it has seen in the latest call. */
    public int seen() {
        return (int) browser.number("return window.jingle.seen()");
    }

    @Override
    public void close() {
        browser.close();
    }
}

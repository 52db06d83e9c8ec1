package org.tombolo.peer;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Converse.js as its users have it: its own distribution on a page, in Chromium, over WebSocket. */
public final class Converse implements AutoCloseable {
    private static final Path DISTRIBUTION = Path.of("src/test/npm/node_modules/converse.js/dist");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Map<String, String> TYPES = Map.of(
            "js",
            "text/javascript",
            "css",
            "text/css",
            "json",
            "application/json",
            "svg",
            "image/svg+xml",
            "wasm",
            "application/wasm");
    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Converse</title>
            <link rel="stylesheet" href="converse.min.css"></head>
            <body class="converse-fullscreen"><script type="module">
            import './converse.min.js';
            const { converse } = window;
            converse.plugins.add('test', { initialize() { window.client = this._converse.api; } });
            converse.initialize({
              assets_path: '/',
              websocket_url: '%s',
              discover_connection_methods: false,
              authentication: 'login',
              auto_login: true,
              jid: '%s',
              password: '%s',
              allow_non_roster_messaging: true,
              i18n: 'en',
              view_mode: 'fullscreen',
              whitelisted_plugins: ['test'],
            });
            </script></body></html>
            """;

    private final HttpServer server;
    private final Browser browser;

    private Converse(HttpServer server, Browser browser) {
        this.server = server;
        this.browser = browser;
    }

    /** Starts one that is signed in as one of {@link XmppServer#USERS}. */
    public static Converse signedIn(Prosody prosody, String user) throws IOException {
        String page = PAGE.formatted(
                "ws://127.0.0.1:" + prosody.httpPort() + "/xmpp-websocket",
                user + "@" + XmppServer.DOMAIN,
                XmppServer.USERS.get(user));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> serve(exchange, page));
        server.start();
        Browser browser = Browser.start();
        browser.open("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        await("Converse to be connected")
                .atMost(LONG)
                .until(() -> Boolean.TRUE.equals(
                        browser.script("return Boolean(window.client && client.connection.connected())")));
        return new Converse(server, browser);
    }

    private static void serve(HttpExchange exchange, String page) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Path file = DISTRIBUTION.resolve(path.substring(1)).normalize();
        boolean there = file.startsWith(DISTRIBUTION) && Files.isRegularFile(file);
        byte[] content = path.equals("/")
                ? page.getBytes(StandardCharsets.UTF_8)
                : there ? Files.readAllBytes(file) : new byte[0];
        String extension = path.substring(path.lastIndexOf('.') + 1);
        exchange.getResponseHeaders()
                .set(
                        "Content-Type",
                        path.equals("/") ? "text/html" : TYPES.getOrDefault(extension, "application/octet-stream"));
        exchange.sendResponseHeaders(path.equals("/") || there ? 200 : 404, content.length == 0 ? -1 : content.length);
        try (exchange) {
            exchange.getResponseBody().write(content);
        }
    }

    /** For what has no method here. */
    public Browser browser() {
        return browser;
    }

    /** Opens the chat with somebody. */
    public void open(String jid) {
        browser.script("client.chats.open(arguments[0], {}, true)", jid);
        await().atMost(LONG)
                .until(() -> !browser.all("converse-chat-message-form, converse-message-form")
                        .isEmpty());
    }

    /** Sends a file of the page's own making, as dropping it on the chat does (XEP-0363). */
    public void send(String jid, String name, String type, String base64) {
        browser.script("""
                const [jid, name, type, base64] = arguments;
                const octets = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
                client.chats.get(jid).then((chat) => chat.sendFiles([new File([octets], name, { type })]));
                """, jid, name, type, base64);
    }

    /** Waits until a picture whose address ends like this is shown; how wide it is. */
    public double awaitPicture(String name) {
        return await("the picture " + name)
                .atMost(LONG)
                .until(
                        () -> browser.number(
                                "return [...document.querySelectorAll('converse-chat-message img')]"
                                        + ".find((i) => i.src.endsWith(arguments[0]))?.naturalWidth ?? 0",
                                name),
                        width -> width > 0);
    }

    @Override
    public void close() {
        browser.close();
        server.stop(0);
    }
}

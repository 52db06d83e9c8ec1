package org.tombolo.gateway.interaction.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.gateway.interaction.event.SinkClient.Attempt;
import org.tombolo.gateway.interaction.event.SinkClient.Kind;
import org.tombolo.trace.SessionId;

/** Against a real TLS server whose certificate, made for the test, is for {@code localhost} alone. */
class HttpsSinkClientTest {
    private static final String PASSWORD = "changeit";
    private static final CallEvent EVENT =
            new CallEvent(new CallId(new SessionId("session-0001")), 1, "e1", Instant.now(), "{\"id\":\"é\"}", false);

    @TempDir
    static Path folder;

    private static SSLContext serverTls;
    private static SSLContext trust;

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpsServer server;

    @BeforeAll
    static void certificate() throws Exception {
        Path keys = folder.resolve("keys.p12");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "sink",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD,
                "-storetype",
                "PKCS12");
        Path pem = folder.resolve("ca.pem");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "sink",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                pem.toString());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        serverTls = SSLContext.getInstance("TLS");
        serverTls.init(managers.getKeyManagers(), null, null);
        trust = SinkTrust.context(Optional.of(pem));
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serverTls));
        server.createContext("/status/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        watchdog.shutdownNow();
    }

    @AfterAll
    static void forget() {
        serverTls = null;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Host") + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
        String path = exchange.getRequestURI().getPath();
        exchange.getResponseHeaders().set("Location", "https://localhost:" + port() + "/status/200");
        exchange.sendResponseHeaders(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)), -1);
        exchange.close();
    }

    private int port() {
        return server.getAddress().getPort();
    }

    @Test
    void theEventIsPostedWithItsTokenAndTypeToTheHostByName() {
        Sink.Token token = new Sink.Token("abc.def", Instant.now().plusSeconds(60));
        Attempt attempt = client("localhost").post(EVENT, sink("localhost", "/status/204?a=b%20c", Optional.of(token)));
        assertThat(attempt.kind()).isEqualTo(Kind.DELIVERED);
        assertThat(received)
                .containsExactly("POST /status/204?a=b%20c localhost:" + port()
                        + " Bearer abc.def application/cloudevents+json {\"id\":\"é\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "200, DELIVERED",
        "204, DELIVERED",
        "301, REFUSED",
        "307, REFUSED",
        "400, REFUSED",
        "401, REFUSED",
        "410, REFUSED",
        "408, FAILED",
        "429, FAILED",
        "500, FAILED",
        "503, FAILED"
    })
    void theStatusDecidesAndRedirectsAreNotFollowed(int status, Kind kind) {
        Attempt attempt = client("localhost").post(EVENT, sink("localhost", "/status/" + status, Optional.empty()));
        assertThat(attempt).isEqualTo(new Attempt(kind, Integer.toString(status)));
        assertThat(received).hasSize(1);
    }

    @Test
    void aPrivateAddressIsRefusedBeforeAnythingIsSent() {
        for (String host : List.of("localhost", "127.0.0.1", "[::1]", "2130706433")) {
            Attempt attempt = client("elsewhere").post(EVENT, sink(host, "/status/200", Optional.empty()));
            assertThat(attempt.kind()).isEqualTo(Kind.REFUSED);
            assertThat(attempt.what()).contains("is not a public address");
        }
        assertThat(received).isEmpty();
    }

    @Test
    void aCertificateForAnotherNameFails() {
        Attempt attempt = client("127.0.0.1").post(EVENT, sink("127.0.0.1", "/status/200", Optional.empty()));
        assertThat(attempt.kind()).isEqualTo(Kind.FAILED);
        assertThat(received).isEmpty();
    }

    @Test
    void anUnknownAuthorityFails() throws IOException {
        HttpsSinkClient strict = new HttpsSinkClient(
                SinkTrust.context(Optional.empty()),
                List.of("localhost"),
                Duration.ofSeconds(5),
                watchdog,
                Clock.systemUTC());
        assertThat(strict.post(EVENT, sink("localhost", "/status/200", Optional.empty()))
                        .kind())
                .isEqualTo(Kind.FAILED);
        assertThat(received).isEmpty();
    }

    @Test
    void anExpiredTokenIsNotShown() {
        Sink.Token old = new Sink.Token("abc", Instant.now().minusSeconds(1));
        assertThat(client("localhost")
                        .post(EVENT, sink("localhost", "/status/200", Optional.of(old)))
                        .kind())
                .isEqualTo(Kind.REFUSED);
        assertThat(received).isEmpty();
    }

    @Test
    void aSinkThatHangsIsLeftInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Sink sink = new Sink(URI.create("https://localhost:" + silent.getLocalPort() + "/"), Optional.empty());
            long start = System.nanoTime();
            HttpsSinkClient hasty = new HttpsSinkClient(
                    trust, List.of("localhost"), Duration.ofMillis(300), watchdog, Clock.systemUTC());
            assertThat(hasty.post(EVENT, sink).kind()).isEqualTo(Kind.FAILED);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void aClosedPortFails() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Sink sink = new Sink(URI.create("https://localhost:" + port + "/"), Optional.empty());
        assertThat(client("localhost").post(EVENT, sink).kind()).isEqualTo(Kind.FAILED);
    }

    private HttpsSinkClient client(String allowed) {
        return new HttpsSinkClient(trust, List.of(allowed), Duration.ofSeconds(5), watchdog, Clock.systemUTC());
    }

    private Sink sink(String host, String path, Optional<Sink.Token> token) {
        return new Sink(URI.create("https://" + host + ":" + port() + path), token);
    }
}

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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.gateway.interaction.SinkCredential;
import org.tombolo.gateway.interaction.event.SinkClient.Attempt;
import org.tombolo.gateway.interaction.event.SinkClient.Kind;
import org.tombolo.tls.TrustedAuthorities;
import org.tombolo.trace.SessionId;

/** Against a real TLS server whose certificate, made for the test, is for {@code localhost} alone. */
class HttpsSinkClientTest {
    private static final String PASSWORD = "changeit";
    private static final CallEvent EVENT =
            new CallEvent(new CallId(new SessionId("session-0001")), 1, "e1", Instant.EPOCH, "{\"id\":\"é\"}", false);

    @TempDir
    static Path folder;

    private static SSLContext serverTls;
    private static SSLContext trust;

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> forms = new CopyOnWriteArrayList<>();
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
        trust = TrustedAuthorities.context(Optional.of(pem));
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
        server.createContext("/token/", this::issue);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        watchdog.shutdownNow();
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

    /** The client's authorization server: the path says what it answers. */
    private void issue(HttpExchange exchange) throws IOException {
        forms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String path = exchange.getRequestURI().getPath();
        String token = "{\"access_token\":\"token" + forms.size() + "\",\"token_type\":\"Bearer\",\"expires_in\":60}";
        int status = path.endsWith("ok") ? 200 : Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
        // chunked, as most servers answer
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write(token.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private Sink keyed(String path, String tokens) {
        URI tokenUri = URI.create("https://localhost:" + port() + "/token/" + tokens);
        return sink("localhost", path, Optional.of(new SinkCredential.PrivateKeyJwt("us", tokenUri)));
    }

    @Test
    void rfc7523_2_2_aTokenIsGotByAnAssertionAndKept() {
        HttpsSinkClient client = client("localhost");
        assertThat(client.post(to(keyed("/status/204", "ok"))).kind()).isEqualTo(Kind.DELIVERED);
        assertThat(client.post(to(keyed("/status/204", "ok"))).kind()).isEqualTo(Kind.DELIVERED);
        assertThat(forms)
                .containsExactly("grant_type=client_credentials&client_id=us&client_assertion_type="
                        + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_assertion=assertion-of-us-for-/token/ok");
        assertThat(received).hasSize(2).allMatch(r -> r.contains(" Bearer token1 "));
    }

    @Test
    void aTokenThatTheSinkRefusesIsReplacedOnce() {
        assertThat(client("localhost").post(to(keyed("/status/401", "ok"))).kind())
                .isEqualTo(Kind.REFUSED);
        assertThat(received).hasSize(2);
        assertThat(received.get(1)).contains(" Bearer token2 ");
    }

    @ParameterizedTest
    @CsvSource({"400, REFUSED", "401, REFUSED", "403, REFUSED", "429, FAILED", "500, FAILED"})
    void withoutATokenNothingIsSent(String status, Kind kind) {
        assertThat(client("localhost").post(to(keyed("/status/204", status))).kind())
                .isEqualTo(kind);
        assertThat(received).isEmpty();
    }

    @Test
    void aTokenEndpointAtAPrivateAddressIsRefused() {
        URI tokenUri = URI.create("https://127.0.0.1:" + port() + "/token/ok");
        Sink sink = sink("localhost", "/status/204", Optional.of(new SinkCredential.PrivateKeyJwt("us", tokenUri)));
        Attempt attempt = client("localhost").post(to(sink));
        assertThat(attempt.kind()).isEqualTo(Kind.REFUSED);
        assertThat(attempt.what()).contains("is not a public address");
        assertThat(forms).isEmpty();
    }

    private int port() {
        return server.getAddress().getPort();
    }

    @Test
    void theEventIsPostedWithItsTokenAndTypeToTheHostByName() {
        SinkCredential token =
                new SinkCredential.AccessToken("abc.def", Instant.now().plusSeconds(60));
        Attempt attempt = client("localhost").post(to(sink("localhost", "/status/204?a=b%20c", Optional.of(token))));
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
        Attempt attempt = client("localhost").post(to(sink("localhost", "/status/" + status, Optional.empty())));
        assertThat(attempt).isEqualTo(new Attempt(kind, Integer.toString(status)));
        assertThat(received).hasSize(1);
    }

    @Test
    void aPrivateAddressIsRefusedBeforeAnythingIsSent() {
        for (String host : List.of("localhost", "127.0.0.1", "[::1]", "2130706433")) {
            Attempt attempt = client("elsewhere").post(to(sink(host, "/status/200", Optional.empty())));
            assertThat(attempt.kind()).isEqualTo(Kind.REFUSED);
            assertThat(attempt.what()).contains("is not a public address");
        }
        assertThat(received).isEmpty();
    }

    @Test
    void aCertificateForAnotherNameFails() {
        Attempt attempt = client("127.0.0.1").post(to(sink("127.0.0.1", "/status/200", Optional.empty())));
        assertThat(attempt.kind()).isEqualTo(Kind.FAILED);
        assertThat(received).isEmpty();
    }

    @Test
    void anUnknownAuthorityFails() throws IOException {
        HttpsSinkClient strict =
                client(TrustedAuthorities.context(Optional.empty()), "localhost", Duration.ofSeconds(5));
        assertThat(strict.post(to(sink("localhost", "/status/200", Optional.empty())))
                        .kind())
                .isEqualTo(Kind.FAILED);
        assertThat(received).isEmpty();
    }

    @Test
    void anExpiredTokenIsNotShown() {
        SinkCredential old = new SinkCredential.AccessToken("abc", Instant.now().minusSeconds(1));
        assertThat(client("localhost")
                        .post(to(sink("localhost", "/status/200", Optional.of(old))))
                        .kind())
                .isEqualTo(Kind.REFUSED);
        assertThat(received).isEmpty();
    }

    @Test
    void aSinkThatHangsIsLeftInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Sink sink = new Sink(URI.create("https://localhost:" + silent.getLocalPort() + "/"), Optional.empty());
            long start = System.nanoTime();
            HttpsSinkClient hasty = client(trust, "localhost", Duration.ofMillis(300));
            assertThat(hasty.post(to(sink)).kind()).isEqualTo(Kind.FAILED);
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
        assertThat(client("localhost").post(to(sink)).kind()).isEqualTo(Kind.FAILED);
    }

    private HttpsSinkClient client(String allowed) {
        return client(trust, allowed, Duration.ofSeconds(5));
    }

    private HttpsSinkClient client(SSLContext tls, String allowed, Duration patience) {
        return new HttpsSinkClient(
                new HttpsSinkClient.Reach(tls, List.of(allowed), patience, watchdog),
                (clientId, audience) -> "assertion-of-" + clientId + "-for-" + audience.getPath(),
                delivery -> Map.of("x-signed", delivery.owner()),
                Clock.systemUTC());
    }

    private static Delivery to(Sink sink) {
        return new Delivery(EVENT, sink, "client:demo");
    }

    private Sink sink(String host, String path, Optional<SinkCredential> token) {
        return new Sink(URI.create("https://" + host + ":" + port() + path), token);
    }
}

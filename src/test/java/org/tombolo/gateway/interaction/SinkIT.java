package org.tombolo.gateway.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.peer.Authority;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.web.token.Issuer;

/** Events of a call at a sink that is reached over https, from the gateway as users run it. */
class SinkIT {
    private static final String TOKEN = "token-of-the-sink";

    @TempDir
    private Path directory;

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    @Test
    void cloudEventsArriveInOrderWithTheSinksToken() throws Exception {
        Authority authority = new Authority(directory.resolve("ca"));
        HttpsServer sink = sink(authority.issue("sink", "localhost"));
        Map<String, String> settings = Map.of(
                "tombolo.sink.allow",
                "localhost",
                "tombolo.sink.ca",
                authority.certificate().toString());
        try (Gateway gateway = Gateway.start(Container.RESTCOMM, directory.resolve("data"), settings)) {
            // Nobody is registered: the caller cannot be reached, and three events tell the whole story.
            assertThat(call(gateway, "https://localhost:" + sink.getAddress().getPort() + "/events"))
                    .isEqualTo(201);
            await().untilAsserted(() -> assertThat(bodies).hasSize(3));
            assertThat(bodies.get(0)).contains("\"state\":\"initiating\"");
            assertThat(bodies.get(1)).contains("\"state\":\"callingCaller\"");
            assertThat(bodies.get(2)).contains("\"state\":\"failed\"", "\"reason\":\"callerFailure\"");
            assertThat(bodies).allMatch(b -> b.contains("org.camaraproject.click-to-dial.v0.status-changed"));
            assertThat(authorizations).containsOnly("Bearer " + TOKEN);
        } finally {
            sink.stop(0);
        }
    }

    private int call(Gateway gateway, String sink) throws Exception {
        String body = """
                {"caller":{"number":"+15550001"},"callee":{"number":"+15550002"},"sink":"%s",
                 "sinkCredential":{"credentialType":"ACCESSTOKEN","accessToken":"%s",
                  "accessTokenExpiresUtc":"2099-01-01T00:00:00Z","accessTokenType":"bearer"}}
                """.formatted(sink, TOKEN);
        String token = Issuer.open(directory.resolve("data"), Clock.systemUTC())
                .issue("demo", Set.of("click-to-dial:calls:create"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/click-to-dial/v0.2rc1/calls"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private HttpsServer sink(Authority.Issued certificate) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity(certificate)));
        server.createContext("/events", this::take);
        server.start();
        return server;
    }

    private void take(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private static SSLContext identity(Authority.Issued certificate) throws Exception {
        KeyStore store = certificate.keyStore("password".toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "password".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}

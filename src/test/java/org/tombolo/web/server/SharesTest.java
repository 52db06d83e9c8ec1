package org.tombolo.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.gateway.convergence.Audience;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.ShareState;
import org.tombolo.identity.Association;
import org.tombolo.identity.TelNumber;
import org.tombolo.identity.WebUser;
import org.tombolo.web.events.ShortHeartbeat;

class SharesTest {
    private static final String SHARES = "/api/v1/shares";
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    Path data;

    private WebServer server;

    @BeforeEach
    void start() throws Exception {
        server = new WebServer(data, "", ShortHeartbeat::streams);
        server.associations.add(
                new TelNumber("+15550001"),
                new WebUser("alice"),
                Association.Service.VIDEO,
                Association.Source.DEFAULT);
        server.shares.put(share("share-1", ShareState.WAITING, START));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listShowsWhatTheContractSays() {
        assertThat(server.get(SHARES, WebServer.as("shares:read")).body())
                .isEqualTo("{\"items\":[{\"id\":\"share-1\",\"from\":\"tel:+15550003\",\"to\":\"tel:+15550001\","
                        + "\"state\":\"waiting\",\"watchUrl\":\"http://tombolo.test/watch/share-1\","
                        + "\"startedAt\":\"2026-03-01T10:00:00Z\"}],\"next\":null}");
    }

    @Test
    void portalUserSeesWhatWasSentToHer() {
        assertThat(server.signIn("alice").get(SHARES).body()).contains("share-1");
        assertThat(server.signIn("admin").get(SHARES).body()).contains("share-1");
        Browser bob = server.signIn("bob");
        assertThat(bob.get(SHARES).body()).contains("\"items\":[]");
        assertThat(bob.get(SHARES + "/share-1").statusCode()).isEqualTo(404);
        assertThat(bob.get(SHARES + "/share-1/events").statusCode()).isEqualTo(404);
    }

    @Test
    void aGuestSeesWhatWasSentToHerHost() {
        Browser alice = server.signIn("alice");
        Browser bob = server.signIn("bob");
        assertThat(alice.send("PUT", "/api/v1/guests/bob").statusCode()).isEqualTo(200);
        assertThat(alice.get("/api/v1/guests").body()).contains("\"id\":\"bob\"");
        assertThat(bob.get(SHARES).body()).contains("share-1");
        assertThat(alice.send("DELETE", "/api/v1/guests/bob").statusCode()).isEqualTo(204);
        assertThat(bob.get(SHARES + "/share-1").statusCode()).isEqualTo(404);
        assertThat(alice.send("DELETE", "/api/v1/guests/bob").statusCode()).isEqualTo(404);
        assertThat(alice.send("PUT", "/api/v1/guests/b%20b").statusCode()).isEqualTo(400);
        assertThat(server.get("/api/v1/guests", WebServer.as("shares:read")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void onlyWhoSharesSeesTheViewersAndRemovesOne() {
        server.associations.add(
                new TelNumber("+15550003"), new WebUser("bob"), Association.Service.VIDEO, Association.Source.ADMIN);
        Audience audience = server.shares.audience("share-1").orElseThrow();
        List<String> ended = new ArrayList<>();
        audience.enter("alice", Audience.Way.WEBRTC, () -> true, () -> ended.add("alice"));
        String viewers = SHARES + "/share-1/viewers";
        Browser bob = server.signIn("bob");
        assertThat(bob.get(viewers).body()).contains("\"id\":\"alice\",\"ways\":[\"webrtc\"],\"since\":");
        assertThat(server.signIn("alice").get(viewers).statusCode()).isEqualTo(403);
        assertThat(server.get(viewers, WebServer.as("shares:read")).statusCode())
                .isEqualTo(403);
        assertThat(bob.get(SHARES + "/share-9/viewers").statusCode()).isEqualTo(404);
        assertThat(bob.send("DELETE", viewers + "/alice").statusCode()).isEqualTo(204);
        assertThat(ended).containsExactly("alice");
        assertThat(audience.admits("alice")).isFalse();
        assertThat(bob.send("DELETE", viewers + "/alice").statusCode()).isEqualTo(404);
    }

    @Test
    void pagesFollowOneAnotherNewestFirst() {
        for (int i = 2; i <= 5; i++) {
            server.shares.put(share("share-" + i, ShareState.LIVE, START.plusSeconds(i)));
        }
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            String body = server.get(SHARES + "?limit=2&after=" + next, WebServer.as("shares:read"))
                    .body();
            seen.addAll(body.transform(SharesTest::ids));
            next = body.replaceAll(".*\"next\":(?:null|\"([^\"]*)\").*", "$1");
        } while (!next.isEmpty());

        assertThat(seen).containsExactly("share-5", "share-4", "share-3", "share-2", "share-1");
    }

    @Test
    void badPagesAre400() {
        for (String query : new String[] {"limit=0", "limit=501", "limit=x"}) {
            assertThat(server.get(SHARES + "?" + query, WebServer.as("shares:read"))
                            .statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void deleteEndsAShareOnce() {
        String token = "Bearer " + server.token("shares:read", "shares:write");

        assertThat(delete("share-1", token).statusCode()).isEqualTo(204);
        assertThat(delete("share-1", token).statusCode()).isEqualTo(409);
        assertThat(delete("share-2", token).statusCode()).isEqualTo(404);
        assertThat(delete("share-1", "Bearer " + server.token("shares:read")).statusCode())
                .isEqualTo(403);
    }

    /** HTML Living Standard 9.2.5. */
    @Test
    void eventsTellEachStateUntilTheEnd() throws Exception {
        try (EventReader events = new EventReader(server, "/share-1/events")) {
            assertThat(events.head()).contains("HTTP/1.1 200").containsIgnoringCase("text/event-stream");
            assertThat(events.data())
                    .isEqualTo("{\"id\":\"share-1\",\"state\":\"waiting\",\"reason\":\"\",\"held\":false}");
            server.shares.change("share-1", ShareState.LIVE, "");
            assertThat(events.data()).contains("\"state\":\"live\"");
            server.shares.change("share-1", ShareState.ENDED, "the \"phone\"\nleft");
            assertThat(events.data()).contains("\"reason\":\"the \\\"phone\\\"\\nleft\"");
            await().untilAsserted(() -> assertThat(server.streams.size()).isZero());
        }
        assertThat(server.shares.watchers()).isZero();
    }

    @Test
    void clientThatLeavesIsReleased() throws Exception {
        try (EventReader events = new EventReader(server, "/share-1/events")) {
            events.data();
            assertThat(server.streams.size()).isOne();
        }

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(server.streams.size()).isZero();
            assertThat(server.shares.watchers()).isZero();
        });
    }

    @Test
    void headOpensNoStream() {
        HttpResponse<String> response = server.send(
                server.request(SHARES + "/share-1/events", "Authorization", "Bearer " + server.token("shares:read"))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(server.streams.size()).isZero();
    }

    @Test
    void twentyFirstStreamOfACallerIsRefused() throws Exception {
        List<EventReader> readers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            readers.add(new EventReader(server, "/share-1/events"));
            readers.get(i).data();
        }

        HttpResponse<String> response = server.get(SHARES + "/share-1/events", WebServer.as("shares:read"));
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("30");
        for (EventReader reader : readers) {
            reader.close();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(server.streams.size()).isZero());
    }

    @Test
    void signedLinkOpensItsStreamAndNothingElse() {
        String links = server.send(server.request(
                                SHARES + "/share-1/links", "Authorization", "Bearer " + server.token("shares:read"))
                        .POST(HttpRequest.BodyPublishers.noBody()))
                .body();
        String events = links.replaceAll(".*\"events\":\"([^\"]*)\".*", "$1");
        String path = URI.create(events).getRawPath() + "?" + URI.create(events).getRawQuery();
        server.shares.change("share-1", ShareState.ENDED, "over");

        assertThat(links).contains("http://tombolo.test/media/share-1/live?t=", "http://tombolo.test/whep/share-1?t=");
        assertThat(server.get(path).body()).contains("\"state\":\"ended\"");
        assertThat(server.get(path.replace("/events", "")).statusCode()).isEqualTo(401);
        assertThat(server.get(path + "x").statusCode()).isEqualTo(401);
    }

    private static Share share(String id, ShareState state, Instant at) {
        return new Share(
                id,
                new TelNumber("+15550003"),
                new TelNumber("+15550001"),
                state,
                "",
                at,
                "http://tombolo.test/watch/" + id);
    }

    private HttpResponse<String> delete(String id, String authorization) {
        return server.send(server.request(SHARES + "/" + id, "Authorization", authorization)
                .DELETE());
    }

    private static List<String> ids(String body) {
        return java.util.regex.Pattern.compile("\"id\":\"([^\"]*)\"")
                .matcher(body)
                .results()
                .map(r -> r.group(1))
                .toList();
    }

    /** Reads a stream line by line and can hang up, which the JDK's client cannot. */
    private static final class EventReader implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        EventReader(WebServer server, String path) throws IOException {
            URI uri = URI.create(server.base() + SHARES + path);
            socket = new Socket(uri.getHost(), uri.getPort());
            socket.setSoTimeout(20_000);
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String request = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer "
                    + server.token("shares:read") + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        }

        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                head.append(line).append('\n');
            }
            return head.toString();
        }

        String data() throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith("data: ")) {
                line = lines.readLine();
            }
            return line == null ? "" : line.substring("data: ".length());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

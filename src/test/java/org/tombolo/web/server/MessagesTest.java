package org.tombolo.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.gateway.interconnection.tracking.Change;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.gateway.interconnection.tracking.MessageState;
import org.tombolo.gateway.interconnection.tracking.TrackedMessage;
import org.tombolo.identity.Association.Service;
import org.tombolo.identity.Jid;

class MessagesTest {
    private static final String MESSAGES = "/api/v1/messages";
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Jid JULIET = new Jid("juliet", "localhost", "");

    @TempDir
    Path data;

    private WebServer server;

    @BeforeEach
    void start() throws Exception {
        server = new WebServer(data);
        server.associations.add("sip:alice@ims.localhost", "web:alice", Service.VIDEO);
        server.associations.add("tel:+15550001", "web:alice", Service.VIDEO);
        server.associations.add("sip:bob@ims.localhost", "web:bob", Service.VIDEO);
        server.associations.add("sip:bob@ims.localhost", "bob@web.localhost", Service.MESSAGING);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void came(long number, Direction direction, String ims, Jid xmpp, boolean anonymous) {
        server.tracker.came(TrackedMessage.came(id(number), direction, ims, xmpp, START.plusSeconds(number))
                .named("m" + number)
                .hidden(anonymous));
    }

    private static MessageId id(long number) {
        return new MessageId("run-0001", number);
    }

    private String get(String path) {
        server.tracker.flush();
        return server.get(MESSAGES + path, WebServer.as("messages:read")).body();
    }

    @Test
    void aMessageShowsWhatTheContractSays() {
        came(1, Direction.SIP_TO_XMPP, "sip:alice@ims.localhost", JULIET, false);
        server.tracker.changed(Change.to(MessageState.SENT, id(1), JULIET, START.plusSeconds(2)));
        server.tracker.changed(Change.to(MessageState.FAILED, id(1), JULIET, START.plusSeconds(3))
                .because("XMPP: gone"));
        assertThat(get("/run-0001.1"))
                .isEqualTo("{\"id\":\"run-0001.1\",\"direction\":\"sip-to-xmpp\",\"from\":\"sip:alice@ims.localhost\","
                        + "\"to\":\"xmpp:juliet@localhost\",\"reference\":\"m1\",\"state\":\"failed\","
                        + "\"reason\":\"XMPP: gone\",\"lost\":[],\"acceptedAt\":\"2026-03-01T10:00:01Z\","
                        + "\"sentAt\":\"2026-03-01T10:00:02Z\",\"deliveredAt\":null,\"displayedAt\":null,"
                        + "\"failedAt\":\"2026-03-01T10:00:03Z\",\"session\":null}");
    }

    @Test
    void whatIsNotWrittenYetIsFoundByItsId() {
        server.tracking.failures.set(Integer.MAX_VALUE);
        came(1, Direction.XMPP_TO_SIP, "tel:+15550001", JULIET, false);
        assertThat(server.get(MESSAGES + "/run-0001.1", WebServer.as("messages:read"))
                        .body())
                .contains("\"from\":\"xmpp:juliet@localhost\",\"to\":\"tel:+15550001\"", "\"state\":\"accepted\"");
        assertThat(server.tracking.rows).isEmpty();
    }

    @Test
    void listsHavePages() {
        for (int number = 1; number <= 5; number++) {
            came(number, Direction.SIP_TO_XMPP, "sip:alice@ims.localhost", JULIET, false);
        }
        String first = get("?limit=3");
        assertThat(first).contains("run-0001.5", "run-0001.4", "run-0001.3", "\"next\":\"run-0001.3\"");
        assertThat(first.indexOf("run-0001.5")).isLessThan(first.indexOf("run-0001.4"));
        assertThat(get("?limit=3&after=run-0001.3")).contains("run-0001.2", "run-0001.1", "\"next\":null");
        assertThat(get("?state=sent")).contains("\"items\":[]");
    }

    @Test
    void wrongQuestionsAre400() {
        for (String wrong : List.of("state=gone", "party=nobody", "since=now", "until=1", "after=7", "limit=0")) {
            var response = server.get(MESSAGES + "?" + wrong, WebServer.as("messages:read"));
            assertThat(response.statusCode()).as(wrong).isEqualTo(400);
            assertThat(response.body()).contains(wrong.substring(0, wrong.indexOf('=')));
        }
        assertThat(server.get(MESSAGES + "/run-0001.1~x", WebServer.as("messages:read"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.get(MESSAGES, WebServer.as("calls:read")).statusCode())
                .isEqualTo(403);
        assertThat(server.get(MESSAGES).statusCode()).isEqualTo(401);
    }

    @Test
    void aPortalUserSeesHerOwn() {
        came(1, Direction.SIP_TO_XMPP, "sip:alice@ims.localhost", JULIET, false);
        came(2, Direction.XMPP_TO_SIP, "tel:+15550001", new Jid("bob", "web.localhost", ""), false);
        came(3, Direction.SIP_TO_XMPP, "sip:carol@ims.localhost", JULIET, false);
        server.tracker.flush();
        Browser alice = server.signIn("alice");
        assertThat(alice.get(MESSAGES).body())
                .contains("run-0001.1", "run-0001.2")
                .doesNotContain("run-0001.3");
        assertThat(alice.get(MESSAGES + "/run-0001.3").statusCode()).isEqualTo(404);
        assertThat(server.signIn("bob").get(MESSAGES).body())
                .contains("run-0001.2")
                .doesNotContain("run-0001.1");
        assertThat(server.signIn("admin").get(MESSAGES).body()).contains("run-0001.3");
    }

    @Test
    void rfc3323_whoDoesNotWantToBeKnownIsNotShownToTheOtherOne() {
        came(1, Direction.SIP_TO_XMPP, "sip:alice@ims.localhost", new Jid("bob", "web.localhost", ""), true);
        server.tracker.flush();
        assertThat(server.signIn("bob").get(MESSAGES + "/run-0001.1").body())
                .contains("\"from\":\"sip:anonymous@anonymous.invalid\"")
                .doesNotContain("alice");
        assertThat(server.signIn("alice").get(MESSAGES + "/run-0001.1").body())
                .contains("\"from\":\"sip:alice@ims.localhost\"");
    }

    @Test
    void eventsTellOfHerMessagesAsTheyChange() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        var response = HttpClient.newHttpClient()
                .send(
                        server.request(MESSAGES + "/events", "Authorization", "Bearer " + server.token("messages:read"))
                                .build(),
                        BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            Thread reader = new Thread(() -> new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(lines::add));
            reader.setDaemon(true);
            reader.start();
            came(1, Direction.SIP_TO_XMPP, "sip:alice@ims.localhost", JULIET, false);
            await().until(() -> heard(lines, "accepted"));
            server.tracker.changed(Change.to(MessageState.SENT, id(1), JULIET, START));
            await().until(() -> heard(lines, "sent"));
        }
        assertThat(lines).contains("event: status", "id: run-0001.1");
    }

    private static boolean heard(List<String> lines, String state) {
        return lines.stream().anyMatch(line -> line.startsWith("data") && line.contains("\"state\":\"" + state + "\""));
    }
}

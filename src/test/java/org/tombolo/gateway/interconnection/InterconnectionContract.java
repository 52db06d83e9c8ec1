package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Linphone;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.XmppClient;
import org.tombolo.peer.XmppServer;

/** Messages between SIP phones and XMPP clients through the gateway as users run it, on any XMPP server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class InterconnectionContract {
    private static final String JULIET = "sip:juliet@localhost";

    @TempDir
    static Path data;

    private XmppServer server;
    private Gateway gateway;

    abstract XmppServer startServer() throws Exception;

    @BeforeAll
    void start() throws Exception {
        server = startServer();
        startGateway();
    }

    private void startGateway() throws IOException {
        gateway = Gateway.start(
                Container.RESTCOMM,
                data,
                Map.of(
                        "tombolo.xmpp.port",
                        String.valueOf(server.componentPort()),
                        "tombolo.xmpp.secret",
                        XmppServer.SECRET));
        awaitXmpp();
    }

    private void awaitXmpp() {
        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.health().contains("\"xmpp\":{\"status\":\"up\""));
    }

    @AfterAll
    void stop() {
        // The server first: when the gateway did not start there is none to close.
        server.close();
        gateway.close();
    }

    private Sipp.Builder sipp() throws IOException {
        return Sipp.scenario("message-uac.xml")
                .to("127.0.0.1:" + gateway.sipPort())
                .listen("127.0.0.1", 0)
                .with("from", "sip:alice@ims.localhost")
                .with("to", JULIET);
    }

    private Linphone alice() throws IOException {
        String password = Files.readAllLines(data.resolve("accounts.properties")).stream()
                .filter(line -> line.startsWith("alice@ims.localhost="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .findFirst()
                .orElseThrow();
        Linphone alice = Linphone.start("alice", "ims.localhost", password, "127.0.0.1:" + gateway.sipPort());
        alice.awaitRegistered();
        return alice;
    }

    @Test
    void rfc7572_5_aMessageFromSippReachesTheClient() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "balcony")) {
            Sipp.Result result = sipp().with("text", "Neither, fair saint").run();
            assertThat(result.ok()).as(result.toString()).isTrue();
            var message = juliet.await(m -> "Neither, fair saint".equals(m.getBody()));
            assertThat(message.getFrom().toString()).isEqualTo("alice@ims.localhost");
            assertThat(message.getThread()).isNotEmpty();
        }
    }

    @Test
    void linphoneAndTheClientTalkBothWays() throws Exception {
        try (Linphone alice = alice();
                XmppClient juliet = XmppClient.signIn(server, "juliet", "balcony")) {
            alice.message(JULIET, "What satisfaction canst thou have tonight?");
            var question = juliet.await(m -> "What satisfaction canst thou have tonight?".equals(m.getBody()));
            juliet.send("answer", question.getFrom().toString(), "Th'exchange of thy love's faithful vow");
            alice.awaitLog("Th'exchange of thy love's faithful vow");
        }
    }

    @Test
    void rfc7247_7_1_anUnknownXmppUserIsAnError() throws Exception {
        Sipp.Result result =
                sipp().with("to", "sip:nobody@localhost").with("expect", "403").run();
        assertThat(result.ok()).as(result.toString()).isTrue();
        assertThat(result.received().get(result.received().size() - 1))
                .contains("Warning: 399 tombolo \"XMPP: service-unavailable");
    }

    @Test
    void rfc7572_6_aLongMessageFromSipIsRefused() throws Exception {
        Sipp.Result result =
                sipp().with("text", "x".repeat(1301)).with("expect", "413").run();
        assertThat(result.ok()).as(result.toString()).isTrue();
    }

    @Test
    void rfc7572_7_otherContentIsRefused() throws Exception {
        Sipp.Result result = sipp().with("type", "application/x-unknown")
                .with("expect", "415")
                .run();
        assertThat(result.ok()).as(result.toString()).isTrue();
        assertThat(result.received().get(result.received().size() - 1)).contains("Accept: text/plain");
    }

    @Test
    void rfc7247_7_2_errorsOfSipReachTheClient() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "balcony")) {
            juliet.send("nobody", "nobody@ims.localhost", "hello?");
            assertThat(juliet.await(m -> "nobody".equals(m.getStanzaId()))
                            .getError()
                            .getCondition()
                            .toString())
                    .isIn("recipient-unavailable", "item-not-found");
            juliet.send("long", "alice@ims.localhost", "x".repeat(1300));
            assertThat(juliet.await(m -> "long".equals(m.getStanzaId()))
                            .getError()
                            .getCondition()
                            .toString())
                    .isEqualTo("policy-violation");
        }
    }

    @Test
    void rfc7247_6_4_escapedAddressesPass() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "balcony")) {
            Sipp.Result result = sipp().with("from", "sip:o'malley%40home@ims.localhost")
                    .with("text", "escaped")
                    .run();
            assertThat(result.ok()).as(result.toString()).isTrue();
            assertThat(juliet.await(m -> "escaped".equals(m.getBody()))
                            .getFrom()
                            .toString())
                    .isEqualTo("o\\27malley\\40home@ims.localhost");
        }
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
    }

    private void sendAll(List<String> bodies, int expected) throws IOException {
        try (MessageSender sender = new MessageSender(gateway.sipPort())) {
            for (String body : bodies) {
                assertThat(sender.send(JULIET, body)).as(body).contains(expected);
            }
        }
    }

    private void awaitBodies(List<String> expected) throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "balcony")) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(distinct(juliet, expected)).isEqualTo(expected));
        }
    }

    /** Delivery is at least once: a copy with the same id is no new message. */
    private static List<String> distinct(XmppClient client, List<String> of) {
        return client.bodies().stream().filter(of::contains).distinct().toList();
    }

    @Test
    void messagesWaitForTheXmppServerAndArriveInOrder() throws Exception {
        List<String> bodies = numbered("waiting", 50);
        server.stop();
        await().until(() -> !gateway.health().contains("\"xmpp\":{\"status\":\"up\""));
        sendAll(bodies, 202);
        server.start();
        awaitXmpp();
        awaitBodies(bodies);
    }

    @Test
    void messagesWaitThroughAKillOfTheGateway() throws Exception {
        List<String> bodies = numbered("survivor", 50);
        server.stop();
        await().until(() -> !gateway.health().contains("\"xmpp\":{\"status\":\"up\""));
        sendAll(bodies, 202);
        gateway.kill9();
        server.start();
        startGateway();
        awaitBodies(bodies);
    }

    @Test
    void whatWasAnsweredIsThereWhenTheGatewayIsKilledInFullFlow() throws Exception {
        List<String> answered = new ArrayList<>();
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "balcony");
                MessageSender sender = new MessageSender(gateway.sipPort())) {
            CompletableFuture<Void> killer = CompletableFuture.completedFuture(null);
            for (int i = 0; i < 2000 && !(killer.isDone() && i > 301); i++) {
                if (i == 300) {
                    killer = CompletableFuture.runAsync(gateway::kill9);
                }
                String body = "flow-" + i;
                boolean ok = sender.send(JULIET, body).filter(s -> s / 100 == 2).isPresent();
                if (ok) {
                    answered.add(body);
                }
            }
            killer.join();
            assertThat(answered).hasSizeGreaterThanOrEqualTo(300);
            startGateway();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(distinct(juliet, answered)).isEqualTo(answered));
        }
    }
}

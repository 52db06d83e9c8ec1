package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.XmppClient;
import org.tombolo.peer.XmppServer;

/** And what holds when servers stop and processes are killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InterconnectionContract extends MessageContract {
    @TempDir
    static Path data;

    private XmppServer server;
    private Gateway gateway;

    abstract XmppServer startServer() throws Exception;

    @Override
    XmppServer server() {
        return server;
    }

    @Override
    Gateway gateway() {
        return gateway;
    }

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

    void awaitXmpp() {
        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.health().contains("\"xmpp\":{\"status\":\"up\""));
    }

    @AfterAll
    void stop() {
        // The server first: when the gateway did not start there is none to close.
        server.close();
        gateway.close();
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
        // Who signs in while messages come gets those that were kept for her after later ones, from some servers.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gateway.get("/metrics")
                        .orElseThrow()
                        .body()
                        .contains("tombolo_outbox_length{direction=\"sip_to_xmpp\"} 0.0"));
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

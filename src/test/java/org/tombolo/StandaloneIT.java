package org.tombolo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.peer.Baresip;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Linphone;
import org.tombolo.peer.PortalClient;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Prosody;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.XmppClient;
import org.tombolo.peer.XmppServer;

/** Without an IMS core: softphones register with us and use all three gateways. */
@ParameterizedClass
@EnumSource(Container.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandaloneIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DOMAIN = "ims.localhost";
    private static final Offset<Integer> ABOUT = Offset.offset(20);

    @Parameter
    private Container container;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private Prosody prosody;
    private Gateway gateway;

    @BeforeParameterizedClassInvocation
    void startEverything() throws IOException {
        prosody = closing(Prosody.started());
        gateway = closing(Gateway.start(
                container,
                Files.createTempDirectory(Files.createDirectories(Path.of("target", "peers")), "standalone-"),
                Map.of(
                        "tombolo.xmpp.port",
                        String.valueOf(prosody.componentPort()),
                        "tombolo.xmpp.domain",
                        XmppServer.COMPONENT,
                        "tombolo.xmpp.secret",
                        XmppServer.SECRET)));
        gateway.awaitReady();
    }

    @AfterParameterizedClassInvocation
    void stopEverything() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    private <T extends AutoCloseable> T closing(T part) {
        running.push(part);
        return part;
    }

    @Test
    void rfc3261_22_aWrongPasswordIsRefused() throws IOException {
        Sipp.Result result = Sipp.scenario("register.xml")
                .to("127.0.0.1:" + gateway.sipPort())
                .listen("127.0.0.1", Ports.free())
                .with("user", "alice")
                .with("domain", DOMAIN)
                .with("password", "wrong")
                .with("contact", "127.0.0.1:9")
                .with("expect", "403")
                .run();
        assertThat(result.ok()).as(result.toString()).isTrue();
    }

    @Test
    void linphoneRegistersAndTalksToAnXmppUser() throws Exception {
        try (Linphone alice = Linphone.start("alice", DOMAIN, password("alice"), address());
                XmppClient juliet = XmppClient.signIn(prosody, "juliet", "balcony")) {
            alice.awaitRegistered();
            alice.message("sip:juliet@localhost", "wherefore");
            assertThat(juliet.await(m -> m.getBody().equals("wherefore"))
                            .getFrom()
                            .toString())
                    .startsWith("alice@" + XmppServer.COMPONENT);
            juliet.send("m1", "alice@" + XmppServer.COMPONENT, "art thou");
            alice.awaitLog("art thou");
        }
    }

    @Test
    void aPhoneSharesItsVideoWithAPortalUser() throws IOException {
        PortalClient bob = PortalClient.signIn(gateway, "bob");
        try (Baresip alice = phone("alice", 440)) {
            alice.dial("sip:bob@" + DOMAIN);
            alice.await("CALL_ESTABLISHED");
            await().atMost(SOON).until(() -> state(bob).equals("live"));
            alice.hangUp();
            await().atMost(SOON).until(() -> state(bob).equals("ended"));
        }
    }

    @Test
    void clickToDialConnectsTwoPhones() throws IOException {
        PortalClient portal = PortalClient.signIn(gateway, "alice");
        try (Baresip alice = phone("alice", 440);
                Baresip bob = phone("bob", 880)) {
            String call = portal.post(
                            "/click-to-dial/v0.2rc1/calls",
                            Map.of("caller", Map.of("number", "+15550001"), "callee", Map.of("number", "+15550002")))
                    .path("callId")
                    .asText();
            alice.await("CALL_INCOMING");
            alice.accept();
            bob.await("CALL_INCOMING");
            bob.accept();
            await().atMost(SOON).untilAsserted(() -> assertThat(alice.heard()).isCloseTo(880, ABOUT));
            await().atMost(SOON).untilAsserted(() -> assertThat(bob.heard()).isCloseTo(440, ABOUT));
            portal.delete("/click-to-dial/v0.2rc1/calls/" + call);
            alice.await("CALL_CLOSED");
            bob.await("CALL_CLOSED");
        }
    }

    private Baresip phone(String user, int hertz) throws IOException {
        Baresip phone = Baresip.start(new Baresip.Account(user, DOMAIN, password(user), address()), hertz);
        phone.awaitRegistered();
        return phone;
    }

    private static String state(PortalClient portal) throws IOException {
        return portal.get("/api/v1/shares").path("items").path(0).path("state").asText();
    }

    private String password(String user) throws IOException {
        return PortalClient.password(Path.of(gateway.setting("tombolo.data")), user + "@" + DOMAIN);
    }

    private String address() {
        return "127.0.0.1:" + gateway.sipPort();
    }
}

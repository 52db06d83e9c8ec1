package org.tombolo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.jivesoftware.smack.packet.Presence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.peer.Baresip;
import org.tombolo.peer.Container;
import org.tombolo.peer.Linphone;
import org.tombolo.peer.PortalClient;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.Standalone;
import org.tombolo.peer.XmppClient;
import org.tombolo.peer.XmppServer;

/** Without an IMS core: softphones register with us and use all three gateways. */
@ParameterizedClass
@EnumSource(Container.class)
class StandaloneIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DOMAIN = Standalone.DOMAIN;
    private static final Offset<Integer> ABOUT = Offset.offset(20);

    private final Standalone standalone;

    StandaloneIT(Container container) {
        standalone = Standalone.in(container);
    }

    @Test
    void rfc3261_22_aWrongPasswordIsRefused() throws IOException {
        Sipp.Result result = Sipp.scenario("register.xml")
                .to(standalone.address())
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
        try (Linphone alice = Linphone.start("alice", DOMAIN, standalone.password("alice"), standalone.address());
                XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony")) {
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

    /** RFC 3903 and, by a list, RFC 5367 with Linphone on one side, RFC 6121 with Smack on the other. */
    @Test
    void linphoneAndAnXmppUserSeeEachOther() throws Exception {
        String jid = "alice@" + XmppServer.COMPONENT;
        try (XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony")) {
            try (Linphone alice = Linphone.watching(
                    "sip:juliet@localhost",
                    "sip:rls@" + Standalone.DOMAIN,
                    "alice",
                    Standalone.DOMAIN,
                    standalone.password("alice"),
                    standalone.address())) {
                alice.awaitRegistered();
                juliet.presence(jid, Presence.Type.subscribe);
                juliet.awaitPresence(jid, Presence.Type.subscribed);
                juliet.awaitPresence(jid, Presence.Type.available);

                juliet.awaitPresence(jid, Presence.Type.subscribe);
                juliet.presence(jid, Presence.Type.subscribed);
                alice.awaitLog("ID-balcony");
            }
            // It takes back what it has published when it ends.
            juliet.awaitPresence(jid, Presence.Type.unavailable);
            juliet.presence(jid, Presence.Type.unsubscribe);
        }
    }

    @Test
    void aPhoneSharesItsVideoWithAPortalUser() throws IOException {
        PortalClient bob = PortalClient.signIn(standalone.gateway(), "bob");
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
        PortalClient portal = PortalClient.signIn(standalone.gateway(), "alice");
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
        Baresip phone = Baresip.start(
                new Baresip.Account(user, DOMAIN, standalone.password(user), standalone.address()), hertz);
        phone.awaitRegistered();
        return phone;
    }

    private static String state(PortalClient portal) throws IOException {
        return portal.get("/api/v1/shares").path("items").path(0).path("state").asText();
    }
}

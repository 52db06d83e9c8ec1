package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Linphone;
import org.tombolo.peer.PortalClient;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.XmppClient;
import org.tombolo.peer.XmppServer;

/** Messages between SIP phones and XMPP clients through a gateway as users run it: what holds in any container, with any XMPP server. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class MessageContract {
    static final String JULIET = "sip:juliet@localhost";

    abstract XmppServer server();

    abstract Gateway gateway();

    private Sipp.Builder sipp() throws IOException {
        return Sipp.scenario("message-uac.xml")
                .to("127.0.0.1:" + gateway().sipPort())
                .listen("127.0.0.1", 0)
                .with("from", "sip:alice@ims.localhost")
                .with("to", JULIET);
    }

    Linphone phone(String user) throws IOException {
        String password = PortalClient.password(Path.of(gateway().setting("tombolo.data")), user + "@ims.localhost");
        Linphone phone = Linphone.start(
                user, "ims.localhost", password, "127.0.0.1:" + gateway().sipPort());
        phone.awaitRegistered();
        return phone;
    }

    /** How many messages wait for phones. */
    private int waiting() {
        String metrics = gateway().get("/metrics").orElseThrow().body();
        return (int) Double.parseDouble(
                metrics.replaceAll("(?s).*tombolo_outbox_length\\{direction=\"xmpp_to_sip\"} ([0-9.]+).*", "$1"));
    }

    @Test
    void messagesWaitForThePhoneToRegister() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server(), "juliet", "balcony")) {
            int before = waiting();
            juliet.send("early-1", "bob@ims.localhost", "before you were there");
            juliet.send("early-2", "bob@ims.localhost", "and once more");
            await().until(() -> waiting() >= before + 2);
            try (Linphone bob = phone("bob")) {
                bob.awaitLog("and once more");
                assertThat(bob.log()).contains("before you were there");
            }
            assertThat(juliet.received()).noneMatch(m -> m.getError() != null);
        }
    }

    @Test
    void rfc7572_5_aMessageFromSippReachesTheClient() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server(), "juliet", "balcony")) {
            Sipp.Result result = sipp().with("text", "Neither, fair saint").run();
            assertThat(result.ok()).as(result.toString()).isTrue();
            var message = juliet.await(m -> "Neither, fair saint".equals(m.getBody()));
            assertThat(message.getFrom().toString()).isEqualTo("alice@ims.localhost");
            assertThat(message.getThread()).isNotEmpty();
        }
    }

    @Test
    void linphoneAndTheClientTalkBothWays() throws Exception {
        try (Linphone alice = phone("alice");
                XmppClient juliet = XmppClient.signIn(server(), "juliet", "balcony")) {
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
        try (XmppClient juliet = XmppClient.signIn(server(), "juliet", "balcony")) {
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
        try (XmppClient juliet = XmppClient.signIn(server(), "juliet", "balcony")) {
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
}

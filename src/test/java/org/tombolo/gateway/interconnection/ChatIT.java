package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.peer.Container;
import org.tombolo.peer.Linphone;
import org.tombolo.peer.MsrpPeer;
import org.tombolo.peer.Phone;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.Standalone;
import org.tombolo.peer.XmppClient;
import org.tombolo.peer.XmppServer;

/** RFC 7573 on the wire: a SIP phone with an MSRP endpoint of its own, and a client of Prosody. */
@ParameterizedClass
@EnumSource(Container.class)
class ChatIT {
    private static final String DOMAIN = Standalone.DOMAIN;
    private static final String ALICE = "alice@" + XmppServer.COMPONENT;
    private static final String COMPOSING = "application/im-iscomposing+xml";

    private final Standalone standalone;

    ChatIT(Container container) {
        standalone = Standalone.in(container);
    }

    /** The gateway connects to the phone's MSRP endpoint, which learns the path from that. */
    private static String media(MsrpPeer peer) {
        peer.tell("listen");
        String path = peer.event("listening").path("path").asText();
        return "m=message 9 TCP/MSRP *\r\na=accept-types:text/plain message/cpim " + COMPOSING + "\r\na=path:" + path
                + "\r\na=setup:passive\r\n";
    }

    private static boolean has(Message message, String element) {
        return message.toXML().toString().contains("<" + element + " ");
    }

    @Test
    void clause5_anImsUserBeginsAndEndsAChat() throws Exception {
        try (MsrpPeer peer = MsrpPeer.start(Optional.empty());
                XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony");
                Sipp phone = Sipp.scenario("invite-uac.xml")
                        .to(standalone.address())
                        .listen("127.0.0.1", Ports.free())
                        .with("from", "sip:alice@" + DOMAIN)
                        .with("to", "sip:juliet@localhost")
                        .with("media", media(peer).strip())
                        .with("hold", "6000")
                        .start()) {
            peer.event("hello");
            peer.tell("send", "name", "first", "text", "Art thou not Romeo?", "success", true);
            Message first = juliet.await(m -> "Art thou not Romeo?".equals(m.getBody()));
            assertThat(first.getType()).isEqualTo(Message.Type.chat);
            assertThat(first.getFrom().toString()).isEqualTo(ALICE);
            assertThat(first.getThread()).isNotEmpty();
            peer.event("answered", e -> e.path("code").asInt() == 200);

            juliet.sendRaw("<message to='" + ALICE + "' type='chat'><received xmlns='urn:xmpp:receipts' id='"
                    + first.getStanzaId() + "'/></message>");
            peer.event("report", e -> e.path("status").asText().equals("000 200 OK"));
            juliet.sendRaw("<message to='" + ALICE
                    + "' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
            peer.event("received", e -> e.path("type").asText().equals(COMPOSING));
            juliet.sendRaw("<message to='" + ALICE + "' type='chat' id='reply1'><thread>" + first.getThread()
                    + "</thread><body>Neither, fair saint</body><request xmlns='urn:xmpp:receipts'/></message>");
            peer.event("received", e -> e.path("text").asText().equals("Neither, fair saint"));
            juliet.await(m -> has(m, "received") && m.toXML().toString().contains("reply1"));

            assertThat(phone.await(Duration.ofSeconds(30)).ok()).isTrue();
            juliet.await(m -> has(m, "gone"));
            assertThat(peer.violations()).isEmpty();
        }
    }

    @Test
    void rfc7572_6_whatIsTooLongGoesByASessionWhereThePhoneTakesOneAndIsRefusedElsewhere() throws Exception {
        int port = Ports.free();
        String scroll = "A scroll. ".repeat(500);
        try (MsrpPeer peer = MsrpPeer.start(Optional.empty());
                Phone phone = Phone.listening(port, media(peer));
                XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony")) {
            String stanza = "<message to='" + ALICE + "' id='%s'><subject>News</subject><body>%s</body></message>";
            // No type, which is pager mode, and no session for what is short.
            standalone.registerChatPhone("127.0.0.1:" + port, 600);
            juliet.sendRaw(stanza.formatted("short", "A note"));
            await().until(() -> phone.got("MESSAGE"));
            assertThat(phone.got("INVITE")).isFalse();
            juliet.sendRaw(stanza.formatted("long", scroll));
            JsonNode received = peer.event("received", e -> e.path("size").asInt() == scroll.length());
            assertThat(received.path("sha256").asText()).isEqualTo(sha256(scroll));
            assertThat(phone.requests().stream().filter(r -> r.startsWith("MESSAGE ")))
                    .hasSize(1);
            assertThat(phone.requests().stream().filter(r -> r.startsWith("INVITE ")))
                    .singleElement()
                    .asString()
                    .contains("Subject: News");
            assertThat(peer.violations()).isEmpty();
            peer.tell("close");
            await().until(() -> phone.got("BYE"));
            standalone.registerChatPhone("127.0.0.1:" + port, 0);
        }
        try (Linphone bob = Linphone.start("bob", DOMAIN, standalone.password("bob"), standalone.address());
                XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony")) {
            bob.awaitRegistered();
            juliet.send("refused", "bob@" + XmppServer.COMPONENT, scroll);
            assertThat(juliet.await(m -> "refused".equals(m.getStanzaId()))
                            .getError()
                            .getCondition()
                            .toString())
                    .isEqualTo("policy-violation");
            juliet.send("taken", "bob@" + XmppServer.COMPONENT, "A note for bob");
            bob.awaitLog("A note for bob");
            assertThat(bob.log()).doesNotContain("A scroll.");
        }
    }

    private static String sha256(String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    @Test
    void clause4_anXmppUserBeginsAChatAndTheEndOfTheConnectionEndsIt() throws Exception {
        int port = Ports.free();
        try (MsrpPeer peer = MsrpPeer.start(Optional.empty());
                Phone phone = Phone.listening(port, media(peer));
                XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony")) {
            standalone.registerChatPhone("127.0.0.1:" + port, 600);
            juliet.sendRaw("<message to='" + ALICE
                    + "' type='chat' id='m1'><thread>t-1</thread><body>Good night</body></message>");
            peer.event("received", e -> e.path("text").asText().equals("Good night"));
            assertThat(phone.got("INVITE")).isTrue();

            peer.tell("send", "name", "composing", "type", COMPOSING, "text", """
                    <isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>active</state></isComposing>""");
            juliet.await(m -> has(m, "composing"));
            peer.tell("send", "name", "back", "text", "Parting is such sweet sorrow");
            assertThat(juliet.await(m -> "Parting is such sweet sorrow".equals(m.getBody()))
                            .getThread())
                    .isEqualTo("t-1");
            juliet.sendRaw("<message to='" + ALICE + "' type='chat' id='m2'><body>a second one</body></message>");
            peer.event("received", e -> e.path("text").asText().equals("a second one"));
            assertThat(phone.requests().stream().filter(r -> r.startsWith("INVITE ")))
                    .hasSize(1);

            peer.tell("close");
            juliet.await(m -> has(m, "gone"));
            await().until(() -> phone.got("BYE"));
            standalone.registerChatPhone("127.0.0.1:" + port, 0);
            assertThat(peer.violations()).isEmpty();
        }
    }
}

package org.tombolo.gateway.interconnection.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.jxmpp.jid.impl.JidCreate;
import org.tombolo.peer.Container;
import org.tombolo.peer.MsrpPeer;
import org.tombolo.peer.SipPeer;
import org.tombolo.peer.Standalone;
import org.tombolo.peer.XmppClient;

/** RFC 7702 5 on the wire: an XMPP user in a conference whose focus and switch have nothing of the gateway in them. */
@ParameterizedClass
@EnumSource(Container.class)
class ConferenceIT {
    private static final String MUC = "http://jabber.org/protocol/muc";
    /** Nobody else asks what it is: the gateway remembers that of an address for ten minutes. */
    private static final String ROOM = "bob@" + Standalone.DOMAIN;

    private static final String URI = "sip:" + ROOM;
    private static final String INFO = "application/conference-info+xml";

    private final Standalone standalone;

    ConferenceIT(Container container) {
        standalone = Standalone.in(container);
    }

    private static String sdp(MsrpPeer messages) {
        messages.tell("listen");
        String path = messages.event("listening").path("path").asText();
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=message 9 TCP/MSRP *\r\n"
                + "a=accept-types:message/cpim\r\na=accept-wrapped-types:text/plain\r\na=path:" + path
                + "\r\na=setup:passive\r\na=chatroom:nickname private-messages\r\n";
    }

    /** Example 9 of RFC 7702, with the namespace that it lacks. */
    private static String roster() {
        return "<conference-info xmlns=\"urn:ietf:params:xml:ns:conference-info\" version=\"0\" state=\"full\" entity=\""
                + URI + "\"><conference-description><subject>Today in Verona</subject></conference-description><users>"
                + user("Romeo") + user("JuliC") + "</users></conference-info>";
    }

    private static String user(String nickname) {
        String entity = URI + ";gr=" + nickname;
        return "<user entity=\"" + entity + "\" state=\"full\"><display-text>" + nickname
                + "</display-text><roles><entry>participant</entry></roles><endpoint entity=\"" + entity
                + "\" state=\"full\"><status>connected</status><media id=\"1\"><type>message</type></media></endpoint></user>";
    }

    private static void says(MsrpPeer messages, String name, String to, String text) {
        String cpim = "From: <" + URI + ";gr=Romeo>\r\nTo: <" + to + ">\r\n\r\nContent-Type: text/plain\r\n\r\n" + text;
        messages.tell("send", "name", name, "type", "message/cpim", "text", cpim);
        messages.event(
                "answered",
                e -> e.path("name").asText().equals(name) && e.path("code").asInt() == 200);
    }

    private static String hears(MsrpPeer messages, String text) {
        return messages.event("received", e -> e.path("text").asText().contains(text))
                .path("text")
                .asText();
    }

    private static IQ ask(XmppClient user, IQ question) {
        try {
            return user.ask(question);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void clause5_aVisitToAConference() throws Exception {
        try (MsrpPeer messages = MsrpPeer.start(Optional.empty());
                SipPeer focus = SipPeer.listening();
                XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony")) {
            Standalone.registerChatPhone(standalone.gateway(), "bob", focus.address(), 600);
            messages.tell("nicknames", "code", 200);

            // XEP-0045 6.4, RFC 4579 5.13
            DiscoverInfo question = DiscoverInfo.builder("disco-1")
                    .ofType(IQ.Type.get)
                    .to(JidCreate.bareFrom(ROOM))
                    .build();
            CompletableFuture<IQ> told = CompletableFuture.supplyAsync(() -> ask(juliet, question));
            SipPeer.Message options = focus.awaitRequest("OPTIONS");
            assertThat(options.header("Accept-Contact")).isEqualTo("*;isfocus;require;explicit");
            focus.respond(options, "200 OK", "Contact: <sip:peer@" + focus.address() + ">;isfocus");
            assertThat(((DiscoverInfo) told.get()).hasIdentity("conference", "text"))
                    .isTrue();
            assertThat(((DiscoverInfo) told.get()).containsFeature(MUC)).isTrue();

            // 5.1, 5.2
            juliet.sendRaw("<presence to='" + ROOM + "/JuliC'><x xmlns='" + MUC + "'/></presence>");
            SipPeer.Message invite = focus.awaitRequest("INVITE");
            assertThat(invite.header("Accept-Contact")).isEqualTo("*;isfocus;require;explicit");
            assertThat(invite.body()).contains("a=chatroom:nickname private-messages");
            focus.accept(invite, sdp(messages));
            messages.event("nickname", e -> e.path("value").asText().equals("\"JuliC\""));

            // 5.3, 5.4
            SipPeer.Message subscribe = focus.awaitRequest("SUBSCRIBE");
            assertThat(subscribe.header("Event")).isEqualTo("conference");
            focus.respond(subscribe, "200 OK", "Expires: 3600");
            assertThat(focus.notify(subscribe, 1, "active;expires=3600", INFO, roster())
                            .status())
                    .isEqualTo(200);
            juliet.awaitPresence(ROOM + "/Romeo", Presence.Type.available);
            Presence self = juliet.awaitPresence(ROOM + "/JuliC", Presence.Type.available);
            assertThat(self.toXML().toString()).contains("110");
            juliet.await(m -> "Today in Verona".equals(m.getSubject()));

            // 5.5.1
            juliet.sendRaw(
                    "<message type='groupchat' to='" + ROOM + "' id='lzfed24s'><body>Who knows?</body></message>");
            assertThat(hears(messages, "Who knows?")).contains("To: <" + URI + ">");
            Message reflected = juliet.await(m -> "Who knows?".equals(m.getBody()));
            assertThat(reflected.getFrom().toString()).isEqualTo(ROOM + "/JuliC");
            assertThat(reflected.getType()).isEqualTo(Message.Type.groupchat);
            says(messages, "all", URI, "Romeo is here!");
            assertThat(juliet.await(m -> "Romeo is here!".equals(m.getBody()))
                            .getFrom()
                            .toString())
                    .isEqualTo(ROOM + "/Romeo");

            // 5.5.2
            juliet.sendRaw("<message type='chat' to='" + ROOM + "/Romeo' id='p1'><body>wherefore?</body></message>");
            assertThat(hears(messages, "wherefore?")).contains("To: <" + URI + ";gr=Romeo>");
            says(messages, "one", "sip:juliet@localhost", "for thee");
            assertThat(juliet.await(m -> "for thee".equals(m.getBody())).getType())
                    .isEqualTo(Message.Type.chat);

            // 5.6
            messages.tell("nicknames", "code", 425);
            juliet.sendRaw("<presence to='" + ROOM + "/Romeo' id='n1'/>");
            Presence conflict = juliet.awaitPresence(ROOM + "/Romeo", Presence.Type.error);
            assertThat(conflict.getError().getCondition().toString()).isEqualTo("conflict");

            // 5.7
            juliet.sendRaw("<message to='" + ROOM + "'><x xmlns='" + MUC + "#user'><invite to='alice@"
                    + Standalone.DOMAIN + "'/></x></message>");
            SipPeer.Message refer = focus.awaitRequest("REFER");
            // RFC 3515 2.1: with brackets or without.
            assertThat(refer.header("Refer-To").replaceAll("[<>]", "")).isEqualTo("sip:alice@" + Standalone.DOMAIN);
            focus.respond(refer, "200 OK");

            // 5.8
            juliet.sendRaw("<presence type='unavailable' to='" + ROOM + "/JuliC'/>");
            focus.respond(focus.awaitRequest("BYE"), "200 OK");
            juliet.awaitPresence(ROOM + "/JuliC", Presence.Type.unavailable);
            Standalone.registerChatPhone(standalone.gateway(), "bob", focus.address(), 0);
            assertThat(messages.violations()).isEmpty();
        }
    }
}

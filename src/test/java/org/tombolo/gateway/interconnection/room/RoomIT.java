package org.tombolo.gateway.interconnection.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.peer.Container;
import org.tombolo.peer.Ejabberd;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.RoomPhone;
import org.tombolo.peer.SipPeer;
import org.tombolo.peer.Standalone;
import org.tombolo.peer.Tshark;
import org.tombolo.peer.XmppClient;
import org.tombolo.peer.XmppServer;

/** RFC 7702 6 on the wire: a SIP phone with an MSRP endpoint of its own, in rooms of Prosody and of ejabberd. */
@ParameterizedClass
@EnumSource(RoomIT.Setting.class)
class RoomIT {
    private static final String MUC = "http://jabber.org/protocol/muc";
    private static final String ALICE = "sip:alice@" + Standalone.DOMAIN;

    @TempDir
    static Path data;

    private static final List<AutoCloseable> ours = new ArrayList<>();

    /** Which server, and which container. */
    enum Setting {
        PROSODY_RESTCOMM("rooms.localhost"),
        PROSODY_LIBERTY("rooms.localhost"),
        EJABBERD_RESTCOMM("conference.localhost");

        private final String domain;

        Setting(String domain) {
            this.domain = domain;
        }
    }

    private record Place(XmppServer server, Gateway gateway) {}

    private final Setting setting;
    private final Place place;

    RoomIT(Setting setting) throws Exception {
        this.setting = setting;
        this.place = switch (setting) {
            case PROSODY_RESTCOMM -> shared(Container.RESTCOMM);
            case PROSODY_LIBERTY -> shared(Container.LIBERTY);
            case EJABBERD_RESTCOMM -> own();
        };
    }

    private static Place shared(Container container) {
        Standalone standalone = Standalone.in(container);
        return new Place(standalone.prosody(), standalone.gateway());
    }

    private static Place ejabberd;

    private static synchronized Place own() throws Exception {
        if (ejabberd == null) {
            Ejabberd server = Ejabberd.started();
            ours.add(server);
            Gateway gateway = Gateway.start(
                    Container.RESTCOMM,
                    data,
                    Map.of(
                            "tombolo.xmpp.port",
                            String.valueOf(server.componentPort()),
                            "tombolo.xmpp.secret",
                            XmppServer.SECRET));
            ours.add(gateway);
            gateway.awaitReady();
            ejabberd = new Place(server, gateway);
        }
        return ejabberd;
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : ours) {
            one.close();
        }
        ours.clear();
        ejabberd = null;
    }

    private XmppClient client(String user) throws Exception {
        return XmppClient.signIn(place.server(), user, "balcony");
    }

    private RoomPhone phone() throws IOException {
        return RoomPhone.of(ALICE, "127.0.0.1:" + place.gateway().sipPort());
    }

    private String room(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8) + "@" + setting.domain;
    }

    private static void make(XmppClient owner, String room, String nickname) throws Exception {
        owner.makeRoom(room, nickname);
    }

    private static void enter(XmppClient user, String room, String nickname) throws Exception {
        user.enterRoom(room, nickname);
    }

    private static void configure(XmppClient owner, String room, String fields) throws Exception {
        owner.configureRoom(room, fields);
    }

    private static void admin(XmppClient owner, String room, String item) throws Exception {
        owner.sendRaw("<iq type='set' id='" + UUID.randomUUID() + "' to='" + room + "'><query xmlns='" + MUC
                + "#admin'>" + item + "</query></iq>");
    }

    private static void say(XmppClient user, String room, String id, String text) throws Exception {
        user.sendRaw("<message type='groupchat' to='" + room + "' id='" + id + "'><body>" + text + "</body></message>");
    }

    @Test
    void clause6_aVisitToARoom() throws Exception {
        String room = room("capulet");
        String uri = "sip:" + room;
        try (XmppClient juliet = client("juliet");
                RoomPhone alice = phone();
                Tshark tshark = Tshark.capture("tcp port " + alice.msrpPort() + " or udp port "
                        + alice.sip().port())) {
            make(juliet, room, "JuliC");
            juliet.sendRaw("<message type='groupchat' to='" + room + "'><subject>Today in Verona</subject></message>");
            juliet.await(m -> "Today in Verona".equals(m.getSubject()));
            say(juliet, room, "old1", "before she came");
            juliet.await(m -> "before she came".equals(m.getBody()));

            // 6.1: she is let in, and knows that this is a focus
            SipPeer.Message answer = alice.call(uri);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Contact")).contains("isfocus");
            assertThat(answer.body())
                    .contains("a=accept-types:message/cpim\r\n", "a=chatroom:nickname private-messages");
            juliet.awaitPresence(room + "/alice", Presence.Type.available);

            // XEP-0045 7.2.15 -> DateTime
            assertThat(alice.hears("before she came"))
                    .contains("From: \"JuliC\" <" + uri + ";gr=JuliC>", "DateTime: 20");

            // 5.3, 6.2: in the dialog, all of the roster at once
            assertThat(alice.ask("SUBSCRIBE", "Event: conference", "Expires: 600")
                            .status())
                    .isEqualTo(200);
            SipPeer.Message full = alice.notified(m -> m.header("Event").equals("conference"));
            assertThat(full.header("Subscription-State")).startsWith("active");
            assertThat(full.body())
                    .contains(
                            "state=\"full\"",
                            "entity=\"" + uri + "\"",
                            "<subject>Today in Verona</subject>",
                            "entity=\"" + uri + ";gr=JuliC\"",
                            "entity=\"" + uri + ";gr=alice\"",
                            "<user-count>2</user-count>");

            // 6.3.1: the answer comes with the reflection, which is not sent to her
            assertThat(alice.say("public", "Romeo is here!")).isEqualTo(200);
            Message heard = juliet.await(m -> "Romeo is here!".equals(m.getBody()));
            assertThat(heard.getType()).isEqualTo(Message.Type.groupchat);
            assertThat(heard.getFrom().toString()).isEqualTo(room + "/alice");
            say(juliet, room, "g1", "Who knows where Romeo is?");
            assertThat(alice.hears("Who knows where Romeo is?"))
                    .contains("From: \"JuliC\" <" + uri + ";gr=JuliC>", "To: <" + uri + ">");

            // RFC 3994, XEP-0085 5.5
            assertThat(alice.writes("writes")).isEqualTo(200);
            juliet.await(m -> m.toXML().toString().contains("<composing")
                    && m.getFrom().toString().equals(room + "/alice"));
            juliet.sendRaw("<message type='groupchat' to='" + room
                    + "' id='c1'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
            assertThat(alice.hears("<state>active</state>")).contains("From: \"JuliC\" <" + uri + ";gr=JuliC>");

            // 6.3.2
            assertThat(alice.say("private", uri + ";gr=JuliC", "I am here!!!")).isEqualTo(200);
            Message whispered = juliet.await(m -> "I am here!!!".equals(m.getBody()));
            assertThat(whispered.getType()).isEqualTo(Message.Type.chat);
            assertThat(whispered.getFrom().toString()).isEqualTo(room + "/alice");
            juliet.sendRaw("<message type='chat' to='" + room + "/alice' id='p1'><body>O Romeo</body></message>");
            assertThat(alice.hears("O Romeo")).contains("To: <" + ALICE + ">", "<" + uri + ";gr=JuliC>");
            // RFC 7701 6.2
            assertThat(alice.say("nobody", uri + ";gr=Tybalt", "thou villain")).isEqualTo(404);

            // 6.4
            assertThat(alice.nickname("taken", "JuliC")).isEqualTo(425);
            assertThat(alice.nickname("malformed", "\"no end")).isEqualTo(424);
            assertThat(alice.nickname("good", "montecchi")).isEqualTo(200);
            juliet.awaitPresence(room + "/montecchi", Presence.Type.available);
            SipPeer.Message partial = alice.notified(m -> m.body().contains("montecchi"));
            assertThat(partial.body()).contains("state=\"partial\"", "nickname=\"montecchi\"", "state=\"deleted\"");

            // 6.6
            assertThat(alice.ask("BYE").status()).isEqualTo(200);
            juliet.awaitPresence(room + "/montecchi", Presence.Type.unavailable);
            assertThat(alice.msrp().violations()).isEmpty();
            assertDissected(tshark, alice);
        }
    }

    /** Wireshark finds nothing wrong with what went over the wire. */
    private static void assertDissected(Tshark tshark, RoomPhone phone) throws IOException {
        List<String> protocols = List.of(
                "-d",
                "tcp.port==" + phone.msrpPort() + ",msrp",
                "-d",
                "udp.port==" + phone.sip().port() + ",sip");
        tshark.await("sip.CSeq.method == \"BYE\" && sip.Status-Code == 200", protocols);
        tshark.close();
        assertThat(tshark.fields("msrp.method == \"NICKNAME\"", protocols, "frame.number"))
                .hasSize(3);
        assertThat(tshark.fields("msrp.status.code == 425", protocols, "frame.number"))
                .hasSize(1);
        assertThat(tshark.fields("sip.Method == \"NOTIFY\"", protocols, "frame.number"))
                .isNotEmpty();
        assertThat(tshark.fields(
                        "_ws.malformed || ((msrp || sip) && _ws.expert.severity >= 0x600000 && !tcp.analysis.flags)",
                        protocols,
                        "frame.number",
                        "_ws.expert.message"))
                .isEmpty();
    }

    @Test
    void clause6_5_rfc5438_8_3_invitationsAndReceiptsOfSeveral() throws Exception {
        String room = room("banquet");
        String uri = "sip:" + room;
        try (XmppClient juliet = client("juliet");
                XmppClient romeo = client("romeo");
                RoomPhone alice = phone()) {
            make(juliet, room, "JuliC");
            alice.call(uri);
            SipPeer.Message answer = alice.ask("REFER", "Refer-To: <sip:romeo@localhost>", "Subject: come and dance");
            assertThat(answer.status()).isEqualTo(200);
            SipPeer.Message progress = alice.notified(m -> m.header("Event").startsWith("refer"));
            assertThat(progress.header("Subscription-State")).isEqualTo("terminated;reason=noresource");
            assertThat(progress.body()).startsWith("SIP/2.0 100 Trying");
            Message invitation = romeo.await(m -> m.toXML().toString().contains("come and dance"));
            assertThat(invitation.getFrom().toString()).isEqualTo(room);
            enter(romeo, room, "Romeo");

            assertThat(alice.say(
                            "reported",
                            uri,
                            "who has seen this?",
                            "NS: imdn <urn:ietf:params:imdn>",
                            "imdn.Message-ID: m-1",
                            "imdn.Disposition-Notification: display"))
                    .isEqualTo(200);
            for (XmppClient who : List.of(juliet, romeo)) {
                Message seen = who.await(m -> "who has seen this?".equals(m.getBody()));
                assertThat(seen.toXML().toString()).contains("<markable ");
                who.sendRaw("<message type='groupchat' to='" + room
                        + "'><displayed xmlns='urn:xmpp:chat-markers:0' id='" + seen.getStanzaId() + "'/></message>");
            }
            assertThat(alice.hears("<message-id>m-1</message-id>", "gr=JuliC", "gr=Romeo"))
                    .contains("multipart/mixed", "<displayed/>");
            alice.ask("BYE");
        }
    }

    @Test
    void xep0045_8_2_whoIsRemovedHearsWhyByBye() throws Exception {
        String room = room("tomb");
        try (XmppClient juliet = client("juliet");
                RoomPhone alice = phone()) {
            make(juliet, room, "JuliC");
            alice.call("sip:" + room);
            alice.ask("SUBSCRIBE", "Event: conference");
            alice.notified(m -> m.body().contains("state=\"full\""));
            admin(juliet, room, "<item nick='alice' role='none'><reason>too loud</reason></item>");
            alice.notified(m -> m.header("Subscription-State").startsWith("terminated"));
            SipPeer.Message bye = alice.sip().awaitRequest("BYE");
            assertThat(bye.header("Reason")).contains("cause=403", "too loud");
            alice.sip().respond(bye, "200 OK");

            // 9.1: and whoever is banned is not let in again
            admin(juliet, room, "<item affiliation='outcast' jid='alice@" + Standalone.DOMAIN + "'/>");
            say(juliet, room, "behind", "behind the ban");
            juliet.await(m -> "behind the ban".equals(m.getBody()));
            try (RoomPhone again = phone()) {
                assertThat(again.call("sip:" + room).status()).isEqualTo(403);
            }
        }
    }

    @Test
    void xep0045_7_2_whoIsNotLetInHearsWhy() throws Exception {
        String secret = room("secret");
        String members = room("members");
        try (XmppClient juliet = client("juliet");
                RoomPhone alice = phone()) {
            make(juliet, secret, "JuliC");
            configure(
                    juliet,
                    secret,
                    "<field var='muc#roomconfig_passwordprotectedroom'><value>1</value></field>"
                            + "<field var='muc#roomconfig_roomsecret'><value>sesame</value></field>");
            make(juliet, members, "JuliC");
            configure(juliet, members, "<field var='muc#roomconfig_membersonly'><value>1</value></field>");

            assertThat(alice.call("sip:" + room("nowhere")).status()).isEqualTo(404);
            // XEP-0045 7.2.5: the room asks for its password
            assertThat(alice.call("sip:" + secret).status()).isEqualTo(200);
            alice.hears("asks for a password");
            assertThat(alice.say("guess", "open sesame")).isEqualTo(200);
            alice.hears("does not take that password");
            assertThat(alice.say("word", "sesame")).isEqualTo(200);
            juliet.awaitPresence(secret + "/alice", Presence.Type.available);
            assertThat(alice.say("inside", "it was a password")).isEqualTo(200);
            juliet.await(m -> "it was a password".equals(m.getBody()));
            assertThat(alice.ask("BYE").status()).isEqualTo(200);
            SipPeer.Message member = alice.call("sip:" + members);
            assertThat(member.status()).isEqualTo(403);
            assertThat(member.header("Warning")).contains("members");
        }
    }

    @Test
    void xep0045_7_8_anImsUserWhoIsInvitedIsCalledByTheRoom() throws Exception {
        String room = room("garden");
        try (XmppClient juliet = client("juliet");
                RoomPhone alice = phone()) {
            Standalone.registerChatPhone(place.gateway(), alice.sip().address(), 600);
            make(juliet, room, "JuliC");
            juliet.sendRaw("<message to='" + room + "'><x xmlns='" + MUC + "#user'><invite to='alice@"
                    + Standalone.DOMAIN + "'><reason>the nightingale</reason></invite></x></message>");
            SipPeer.Message invite = alice.sip().awaitRequest("INVITE");
            assertThat(invite.header("From")).contains("sip:" + room);
            assertThat(invite.header("Contact")).contains("isfocus");
            assertThat(invite.header("Subject")).isEqualTo("the nightingale");
            assertThat(invite.body()).contains("a=chatroom:nickname private-messages");
            alice.sip().accept(invite, alice.sdp());
            juliet.awaitPresence(room + "/alice", Presence.Type.available);
            say(juliet, room, "g2", "it was the nightingale");
            alice.hears("it was the nightingale");
            admin(juliet, room, "<item nick='alice' role='none'/>");
            alice.sip().respond(alice.sip().awaitRequest("BYE"), "200 OK");
            Standalone.registerChatPhone(place.gateway(), alice.sip().address(), 0);
        }
    }
}

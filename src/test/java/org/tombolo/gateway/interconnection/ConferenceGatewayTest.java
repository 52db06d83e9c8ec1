package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.MovingClock;
import org.tombolo.conference.ConferenceInfo;
import org.tombolo.conference.ConferenceInfo.State;
import org.tombolo.conference.Participant;
import org.tombolo.gateway.interaction.MapMetrics;
import org.tombolo.gateway.interconnection.conference.ConferenceGateway;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.Jid;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.FakeCalls;
import org.tombolo.sip.Header;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipResponse;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.xmpp.Conference;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.ChatState;
import org.tombolo.xmpp.RoomPart.Entering;
import org.tombolo.xmpp.RoomPart.Standing;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/** RFC 7702 5, clause by clause, with the ports in memory: juliet of XMPP, and the conference montague of the IMS. */
class ConferenceGatewayTest {
    private static final Jid JULIET = new Jid("juliet", "localhost", "balcony");
    private static final Jid ROOM = new Jid("montague", "ims.localhost", "");
    private static final String URI = "sip:montague@ims.localhost";
    private static final String FOCUS = ChatScene.sdp("message/cpim", "text/plain", RoomScene.AWARE);
    private static final Participant ROMEO =
            new Participant(URI + ";gr=Romeo", "Romeo", "participant", Optional.of("sip:romeo@ims.localhost"));
    private static final Participant SELF = new Participant(URI + ";gr=JuliC", "JuliC", "", Optional.empty());

    private final RoomScene.Link link = new RoomScene.Link();
    private final Fakes.Sessions sessions = new Fakes.Sessions();
    private final FakeCalls<ChatScene.Dialog> legs = new FakeCalls<>((listener, from, to, headers, offer) ->
            new ChatScene.Dialog(listener, from, to, headers, offer.orElseThrow()));
    private final List<ChatScene.Dialog> calls = legs.invited;
    private final List<Options> options = new ArrayList<>();
    private final List<ChatScene.Msrp> msrp = new ArrayList<>();
    private final List<XmppPresence> othersPresence = new ArrayList<>();
    private final List<XmppMessage> othersMessages = new ArrayList<>();
    private final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final ConferenceGateway gateway = new ConferenceGateway(
            new ConferenceGateway.Ports(
                    link,
                    sip(),
                    sessions,
                    (name, tls, executor, listener) -> {
                        msrp.add(new ChatScene.Msrp(listener, msrp.size()));
                        return new MsrpSessions.Opening.Opened(msrp.get(msrp.size() - 1));
                    },
                    new AddressMapping(
                            new Domains("ims.localhost", "ims.localhost", "localhost"), new FakeAssociations()),
                    InMemoryTrace.ofOrdinarySize(),
                    new MapMetrics(),
                    clock,
                    new Random(1)),
            Duration.ofSeconds(15),
            new XmppHandler() {
                @Override
                public void message(XmppMessage message) {
                    othersMessages.add(message);
                }

                @Override
                public void presence(XmppPresence presence) {
                    othersPresence.add(presence);
                }

                @Override
                public void up(String domain) {}

                @Override
                public void down(String domain, String reason) {}
            });

    /** A question that we have asked. */
    private record Options(String from, String to, List<Header> headers, Consumer<SipResponse> answer) {}

    private SipCalls sip() {
        return new SipCalls() {
            @Override
            public void send(
                    ConvergedSession session,
                    String method,
                    String from,
                    String to,
                    List<Header> headers,
                    Optional<Body> body,
                    Consumer<SipResponse> done) {
                assertThat(method).isEqualTo("OPTIONS");
                options.add(new Options(from, to, headers, done));
            }

            @Override
            public Leg invite(
                    ConvergedSession session,
                    String from,
                    String to,
                    List<Header> headers,
                    Optional<Body> offer,
                    LegListener listener) {
                return legs.invite(session, from, to, headers, offer, listener);
            }
        };
    }

    private static Jid occupant(String nickname) {
        return new Jid(ROOM.local(), ROOM.domain(), nickname);
    }

    private void enters(String nickname) {
        gateway.presence(XmppPresence.of(Type.AVAILABLE, JULIET, occupant(nickname))
                .named("enter-1")
                .with(new Entering(20, Optional.empty(), "")));
    }

    private ChatScene.Dialog call() {
        return calls.get(calls.size() - 1);
    }

    private ChatScene.Msrp msrp() {
        return msrp.get(msrp.size() - 1);
    }

    private void notifies(long version, State state, String subject, List<Participant> participants, String... gone) {
        byte[] document = new ConferenceInfo(version, state, URI, subject, 2, participants, List.of(gone)).write();
        Fakes.Message notify = RoomScene.request("NOTIFY", URI, Map.of("Event", "conference"))
                .with(new Body(ConferenceInfo.TYPE, document));
        call().listener.requested(call(), notify);
    }

    /** Juliet is in the conference, together with Romeo. */
    private void inside() {
        enters("JuliC");
        call().answered(FOCUS);
        msrp().nicknames.get(0).answer().accept(MsrpStatus.OK);
        notifies(1, State.FULL, "Today in Verona", List.of(ROMEO, SELF));
        link.presences.clear();
        link.messages.clear();
    }

    private void says(Jid to, String type, String id, String body, Extension... extensions) {
        gateway.message(new XmppMessage(id, JULIET, to, type, "", "", "", body, Optional.empty(), List.of(extensions)));
    }

    private static Standing standing(XmppPresence presence) {
        return (Standing) presence.room().orElseThrow();
    }

    private String error() {
        return link.lastPresence().error().orElseThrow().condition();
    }

    @Test
    void clause5_1_to_5_4_whoEntersIsCalledInNamedAndToldWhoIsThere() throws Exception {
        enters("JuliC");
        assertThat(call().from).isEqualTo("sip:juliet@localhost");
        assertThat(call().to).isEqualTo(URI);
        assertThat(call().headers).contains(new Header("Accept-Contact", "*;isfocus;require;explicit"));
        assertThat(call().offer.text())
                .contains("a=accept-types:message/cpim\r\n", "a=chatroom:nickname private-messages\r\n");
        assertThat(link.presences).isEmpty();

        call().answered(FOCUS);
        assertThat(msrp().nicknames.get(0).nickname()).isEqualTo("JuliC");
        assertThat(call().done).containsExactly("ACK");
        msrp().nicknames.get(0).answer().accept(MsrpStatus.OK);
        assertThat(call().done).containsExactly("ACK", "SUBSCRIBE");
        assertThat(call().sent.get(0)).contains(new Header("Event", "conference"));

        notifies(1, State.FULL, "Today in Verona", List.of(ROMEO, SELF));
        assertThat(link.presences).extracting(XmppPresence::from).containsExactly(occupant("Romeo"), occupant("JuliC"));
        assertThat(standing(link.presences.get(0)).affiliation()).isEqualTo("none");
        assertThat(standing(link.presences.get(0)).jid()).contains(new Jid("romeo", "ims.localhost", ""));
        assertThat(standing(link.presences.get(1)).codes()).isEqualTo(Set.of(110));
        assertThat(link.lastMessage().subject()).isEqualTo("Today in Verona");
        assertThat(link.lastMessage().type()).isEqualTo("groupchat");
    }

    @Test
    void clause5_4_whoComesAndGoesIsPresence() {
        inside();
        Participant ben = new Participant("sip:ben@ims.localhost", "Romeo", "", Optional.empty());
        notifies(2, State.PARTIAL, "In Mantua", List.of(ben));
        // RFC 7702 7: no nickname is had twice
        assertThat(link.lastPresence().from()).isEqualTo(occupant("Romeo 2"));
        assertThat(link.lastMessage().subject()).isEqualTo("In Mantua");
        notifies(3, State.PARTIAL, "In Mantua", List.of(), ben.uri());
        assertThat(link.lastPresence().type()).isEqualTo(Type.UNAVAILABLE);
        // RFC 4575 4.6: a gap is filled by asking again
        notifies(9, State.PARTIAL, "", List.of());
        assertThat(call().done).containsExactly("ACK", "SUBSCRIBE", "SUBSCRIBE");
    }

    @ParameterizedTest
    @CsvSource({"403, forbidden", "404, item-not-found", "486, recipient-unavailable", "603, recipient-unavailable"})
    void rfc7247_7_2_aRefusalIsAnErrorOfThePresence(int status, String condition) {
        enters("JuliC");
        call().refuses(status);
        assertThat(error()).isEqualTo(condition);
        assertThat(link.lastPresence().id()).isEqualTo("enter-1");
        assertThat(link.lastPresence().from()).isEqualTo(occupant("JuliC"));
    }

    @Test
    void rfc7701_8_somebodysPhoneIsNoConference() {
        enters("JuliC");
        call().answered(ChatScene.sdp("message/cpim text/plain", ""));
        assertThat(call().done).containsExactly("ACK", "end");
        assertThat(error()).isEqualTo("item-not-found");
    }

    @Test
    void clause5_6_aNicknameThatSomebodyHasIsAConflict() {
        enters("JuliC");
        call().answered(FOCUS);
        msrp().nicknames.get(0).answer().accept(MsrpStatus.NICKNAME_IN_USE);
        assertThat(error()).isEqualTo("conflict");
        assertThat(call().done).containsExactly("ACK", "end");
    }

    @Test
    void clause5_6_anotherNickname() {
        inside();
        gateway.presence(XmppPresence.of(Type.AVAILABLE, JULIET, occupant("CapuletGirl")));
        // SIP may be faster than MSRP.
        notifies(
                2,
                State.PARTIAL,
                "Today in Verona",
                List.of(new Participant(SELF.uri(), "CapuletGirl", "", Optional.empty())));
        assertThat(link.presences).isEmpty();
        msrp().nicknames.get(1).answer().accept(MsrpStatus.OK);
        assertThat(link.presences.get(0).from()).isEqualTo(occupant("JuliC"));
        assertThat(standing(link.presences.get(0)).codes()).isEqualTo(Set.of(110, 303));
        assertThat(standing(link.presences.get(0)).nickname()).isEqualTo("CapuletGirl");
        assertThat(link.presences.get(1).from()).isEqualTo(occupant("CapuletGirl"));
        gateway.presence(XmppPresence.of(Type.AVAILABLE, JULIET, occupant("Romeo")));
        msrp().nicknames.get(2).answer().accept(MsrpStatus.NICKNAME_IN_USE);
        assertThat(error()).isEqualTo("conflict");
    }

    @Test
    void clause5_5_1_whatSheSaysToAllComesBackToHer() {
        inside();
        says(ROOM, "groupchat", "lzfed24s", "Who knows where Romeo is?");
        assertThat(msrp().text(0))
                .contains(
                        "From: \"JuliC\" <sip:juliet@localhost>",
                        "To: <" + URI + ">",
                        "DateTime: 2026-01-01T00:00:00Z",
                        "Who knows where Romeo is?");
        assertThat(link.messages).isEmpty();
        msrp().listeners.get(0).sent();
        assertThat(link.lastMessage().from()).isEqualTo(occupant("JuliC"));
        assertThat(link.lastMessage().id()).isEqualTo("lzfed24s");
        says(ROOM, "groupchat", "m2", "not this");
        msrp().listeners.get(1).failed(new MsrpStatus(403, "muted"));
        assertThat(link.lastMessage().error().orElseThrow().condition()).isEqualTo("forbidden");
    }

    @Test
    void clause5_5_whatOthersSay() {
        inside();
        ChatScene.Received toAll = receives("From: <" + ROMEO.uri() + ">\r\nTo: <" + URI + ">\r\n", "Romeo is here!");
        assertThat(link.lastMessage().from()).isEqualTo(occupant("Romeo"));
        assertThat(link.lastMessage().type()).isEqualTo("groupchat");
        assertThat(toAll.answers).isEmpty();
        link.accepted();
        assertThat(toAll.answers).containsExactly("200");
        receives("From: <sip:romeo@ims.localhost>\r\nTo: <sip:juliet@localhost>\r\n", "I am here!!!");
        assertThat(link.lastMessage().from()).isEqualTo(occupant("Romeo"));
        assertThat(link.lastMessage().type()).isEqualTo("chat");
        receives(
                "From: \"Tybalt\" <sip:t@ims.localhost>\r\nTo: <" + URI + ">\r\nDateTime: 2025-12-31T00:00:00Z\r\n",
                "an old word");
        assertThat(link.lastMessage().from()).isEqualTo(occupant("Tybalt"));
        assertThat(link.lastMessage()
                        .extension(Extension.Delay.class)
                        .orElseThrow()
                        .stamp())
                .isEqualTo(Instant.parse("2025-12-31T00:00:00Z"));
        assertThat(msrp().receives("text/plain", "bare", false).answers).containsExactly("415");
    }

    private ChatScene.Received receives(String headers, String text) {
        return msrp().receives("message/cpim", headers + "\r\nContent-Type: text/plain\r\n\r\n" + text, false);
    }

    @Test
    void clause5_5_2_aPrivateMessageIsForOne() {
        inside();
        says(occupant("Romeo"), "chat", "p1", "wherefore art thou");
        assertThat(msrp().text(0)).contains("To: <" + ROMEO.uri() + ">", "wherefore art thou");
        says(occupant("Tybalt"), "chat", "p2", "thou villain");
        assertThat(link.lastMessage().error().orElseThrow().condition()).isEqualTo("item-not-found");
        assertThat(msrp().sent).hasSize(1);
    }

    private static Extension state(ChatState.State state) {
        return new ChatState(state);
    }

    private void writes(String nickname, String to, String state) {
        msrp().receives(
                        "message/cpim",
                        "From: <" + URI + ";gr=" + nickname + ">\r\nTo: <" + to
                                + ">\r\n\r\nContent-Type: application/im-iscomposing+xml\r\n\r\n"
                                + "<isComposing xmlns=\"urn:ietf:params:xml:ns:im-iscomposing\"><state>" + state
                                + "</state></isComposing>",
                        false);
    }

    @Test
    void rfc3994_whoWritesInAConferenceIsToldBothWays() {
        inside();
        says(ROOM, "groupchat", "c1", "", state(ChatState.State.COMPOSING));
        // this conference has not said that it takes it
        assertThat(msrp().sent).isEmpty();
        gateway.presence(XmppPresence.of(Type.UNAVAILABLE, JULIET, occupant("JuliC")));

        enters("JuliC");
        call().answered(ChatScene.sdp("message/cpim", "text/plain application/im-iscomposing+xml", RoomScene.AWARE));
        msrp().nicknames.get(0).answer().accept(MsrpStatus.OK);
        notifies(1, State.FULL, "Today in Verona", List.of(ROMEO, SELF));
        says(ROOM, "groupchat", "c2", "", state(ChatState.State.COMPOSING));
        says(ROOM, "groupchat", "c3", "", state(ChatState.State.COMPOSING));
        assertThat(msrp().sent).hasSize(1);
        assertThat(msrp().text(0))
                .contains("From: \"JuliC\" <sip:juliet@localhost>", "To: <" + URI + ">", "<state>active</state>");
        says(occupant("Romeo"), "chat", "c4", "", state(ChatState.State.COMPOSING));
        assertThat(msrp().text(1)).contains("To: <" + URI + ">", "<state>idle</state>");
        assertThat(msrp().text(2)).contains("To: <" + URI + ";gr=Romeo>", "<state>active</state>");
        // words end the writing of them
        says(occupant("Romeo"), "chat", "c5", "come");
        says(occupant("Romeo"), "chat", "c6", "", state(ChatState.State.ACTIVE));
        assertThat(msrp().sent).hasSize(4);

        link.messages.clear();
        writes("Romeo", URI, "active");
        writes("Romeo", URI, "active");
        assertThat(link.messages).hasSize(1);
        assertThat(link.lastMessage().from()).isEqualTo(occupant("Romeo"));
        assertThat(link.lastMessage().type()).isEqualTo("groupchat");
        assertThat(link.lastMessage().extensions()).containsExactly(state(ChatState.State.COMPOSING));
        writes("Romeo", "sip:juliet@localhost", "active");
        assertThat(link.lastMessage().type()).isEqualTo("chat");
        writes("Romeo", URI, "idle");
        assertThat(link.lastMessage().type()).isEqualTo("groupchat");
        assertThat(link.lastMessage().extensions()).containsExactly(state(ChatState.State.ACTIVE));
    }

    private static SipResponse says(int status, boolean focus) {
        return new SipResponse(status, "", "", "sip:focus@ims.localhost", focus, Optional.empty());
    }

    @Test
    void rfc4579_5_13_whetherAnAddressIsAConferencesIsAskedOnce() {
        CompletableFuture<Optional<Conference>> first = gateway.conference(ROOM, JULIET);
        CompletableFuture<Optional<Conference>> second = gateway.conference(ROOM, new Jid("nurse", "localhost", "a"));
        assertThat(options).hasSize(1);
        assertThat(options.get(0).from()).isEqualTo("sip:juliet@localhost");
        assertThat(options.get(0).to()).isEqualTo(URI);
        assertThat(options.get(0).headers()).contains(new Header("Accept-Contact", "*;isfocus;require;explicit"));
        options.get(0).answer().accept(says(200, true));
        assertThat(first.join()).contains(Conference.UNKNOWN);
        assertThat(second.join()).contains(Conference.UNKNOWN);
        assertThat(gateway.conference(ROOM, JULIET).join()).contains(Conference.UNKNOWN);
        assertThat(sessions.count()).isZero();

        clock.move(Duration.ofMinutes(11));
        CompletableFuture<Optional<Conference>> later = gateway.conference(ROOM, JULIET);
        options.get(1).answer().accept(says(404, false));
        assertThat(later.join()).isEmpty();
        assertThat(gateway.conference(ROOM, JULIET).join()).isEmpty();
        assertThat(options).hasSize(2);
    }

    @Test
    void rfc4579_5_13_aPhoneIsNoConferenceAndNoAnswerIsNone() {
        CompletableFuture<Optional<Conference>> phone = gateway.conference(ROOM, JULIET);
        options.get(0).answer().accept(says(200, false));
        assertThat(phone.join()).isEmpty();
        Jid other = new Jid("capulet", "ims.localhost", "");
        CompletableFuture<Optional<Conference>> silent = gateway.conference(other, JULIET);
        options.get(1).answer().accept(says(408, false));
        assertThat(silent.join()).isEmpty();
        var unused = gateway.conference(other, JULIET);
        assertThat(options).hasSize(3);
    }

    @Test
    void thereAreNoMoreQuestionsThanAHundred() {
        for (int i = 0; i < 101; i++) {
            var unused = gateway.conference(new Jid("c" + i, "ims.localhost", ""), JULIET);
        }
        assertThat(options).hasSize(100);
        assertThat(gateway.conference(ROOM, JULIET).join()).isEmpty();
    }

    @Test
    void xep0045_6_5_whoIsInTheConferenceIsToldWhoElseIs() {
        inside();
        assertThat(gateway.conference(ROOM, JULIET).join())
                .contains(new Conference("Today in Verona", List.of("Romeo", "JuliC")));
        assertThat(options).isEmpty();
        var unused = gateway.conference(ROOM, new Jid("juliet", "localhost", "another device"));
        assertThat(options).hasSize(1);
    }

    @Test
    void clause5_7_anInvitationIsARefer() {
        inside();
        says(
                ROOM,
                "normal",
                "i1",
                "",
                new Extension.MediatedInvitation(
                        Optional.empty(), Optional.of(new Jid("benvolio", "ims.localhost", "")), "come", ""));
        assertThat(call().done).endsWith("REFER");
        assertThat(call().sent.get(1))
                .contains(
                        new Header("Refer-To", "<sip:benvolio@ims.localhost>"),
                        new Header("Referred-By", "<sip:juliet@localhost>"));
    }

    @Test
    void clause5_8_whoLeavesHangsUp() {
        inside();
        gateway.presence(XmppPresence.of(Type.UNAVAILABLE, JULIET, occupant("JuliC")));
        assertThat(call().done).endsWith("end");
        assertThat(link.lastPresence().type()).isEqualTo(Type.UNAVAILABLE);
        assertThat(standing(link.lastPresence()).codes()).isEqualTo(Set.of(110));
        assertThat(msrp().closed).isTrue();
        says(ROOM, "groupchat", "late", "is anybody there");
        assertThat(othersMessages).hasSize(1);
    }

    @Test
    void clause5_8_aConferenceThatHangsUpIsLeft() {
        inside();
        call().hangsUp();
        assertThat(link.lastPresence().type()).isEqualTo(Type.UNAVAILABLE);
        enters("JuliC");
        assertThat(calls).hasSize(2);
    }

    @Test
    void whatIsOfNoConferencePasses() {
        XmppPresence ordinary = XmppPresence.of(Type.AVAILABLE, JULIET, ROOM);
        gateway.presence(ordinary);
        assertThat(othersPresence).containsExactly(ordinary);
        gateway.presence(XmppPresence.of(Type.AVAILABLE, new Jid("eve", "elsewhere.test", "x"), occupant("Eve"))
                .with(new Entering(0, Optional.empty(), "")));
        assertThat(error()).isEqualTo("forbidden");
        assertThat(calls).isEmpty();
    }
}

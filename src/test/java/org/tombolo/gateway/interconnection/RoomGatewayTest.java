package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.interconnection.RoomScene.Watch;
import org.tombolo.identity.Jid;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SubscriptionState;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.ChatState.State;
import org.tombolo.xmpp.Extension.Marker.Mark;
import org.tombolo.xmpp.RoomPart;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/** RFC 7702 6 and RFC 7701, clause by clause, with the ports in memory. */
class RoomGatewayTest {
    private static final String TO_ALL = "To: <" + RoomScene.URI + ">\r\n";

    private final RoomScene scene = new RoomScene();

    private static SipReply answer(ChatScene.Invite invite) {
        return invite.dialog.orElseThrow().replies.get(0);
    }

    private static int asks(ChatScene.Msrp phone, String nickname) {
        List<MsrpStatus> answers = new ArrayList<>();
        phone.listener.nickname(nickname, answers::add);
        return answers.isEmpty() ? 0 : answers.get(0).code();
    }

    // ---- 6.1 -----------------------------------------------------------------------------------------------------

    @Test
    void clause6_1_whoCallsARoomIsAnsweredOnceSheIsInIt() throws SdpException {
        ChatScene.Invite invite = scene.calls(
                RoomScene.sdp(RoomScene.AWARE), Map.of("From", "\"Al Ice\" <sip:alice@ims.localhost>;tag=1"));
        XmppPresence entering = scene.link.lastPresence();
        assertThat(entering.to()).isEqualTo(RoomScene.occupant("Al Ice"));
        assertThat(entering.from().bare().text()).isEqualTo("alice@ims.localhost");
        assertThat(entering.from().resource()).isNotEmpty();
        assertThat(entering.room()).contains(new RoomPart.Entering(20, Optional.empty(), ""));
        scene.present("JuliC");
        assertThat(invite.status()).isZero();

        scene.present("Al Ice", 110);
        assertThat(answer(invite).status()).isEqualTo(200);
        assertThat(answer(invite).headers()).contains(Header.FOCUS, new Header("Allow-Events", "conference"));
        var media = invite.dialog.orElseThrow().said().media().get(1);
        assertThat(media.value("accept-types")).contains("message/cpim");
        assertThat(media.value("accept-wrapped-types"))
                .contains("text/plain message/imdn+xml application/im-iscomposing+xml");
        assertThat(media.value("chatroom")).contains("nickname private-messages");
    }

    @Test
    void rfc7701_5_2_anOfferWithoutEnvelopesOrMessagesIsRefused() {
        assertThat(scene.calls(ChatScene.sdp("text/plain", "", RoomScene.AWARE), Map.of())
                        .status())
                .isEqualTo(488);
        assertThat(scene.calls(
                                "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n",
                                Map.of())
                        .status())
                .isEqualTo(488);
        assertThat(scene.link.presences).isEmpty();
    }

    @Test
    void rfc7701_5_2_whoIsAnonymousIsSoInTheRoom() {
        scene.calls(
                RoomScene.sdp(RoomScene.AWARE),
                Map.of("From", "\"Alice\" <sip:alice@ims.localhost>;tag=1", "Privacy", "id"));
        assertThat(scene.link.lastPresence().from().local()).isEqualTo("anonymous");
        assertThat(scene.link.lastPresence().to().resource()).isEqualTo("Anonymous");
        scene.present("Anonymous", 110);
        scene.says("JuliC", "1", "hello");
        ChatScene.Received own = scene.phone()
                .receives(
                        "message/cpim",
                        "From: <sip:anonymous@anonymous.invalid>\r\n" + TO_ALL
                                + "\r\nContent-Type: text/plain\r\n\r\nhi",
                        false);
        assertThat(own.answers).isEmpty();
        assertThat(scene.link.lastMessage().body()).isEqualTo("hi");
    }

    @ParameterizedTest
    @CsvSource({
        "registration-required, 403",
        "forbidden, 403",
        "item-not-found, 404",
        "not-allowed, 404",
        "service-unavailable, 486",
        "not-acceptable, 406",
        "remote-server-not-found, 404"
    })
    void xep0045_7_2_aRefusalIsTheAnswerToTheInvite(String condition, int status) {
        ChatScene.Invite invite = scene.calls();
        scene.refuses(condition);
        assertThat(invite.status()).isEqualTo(status);
        assertThat(scene.phone().closed).isTrue();
    }

    private static RoomPart.Entering with(String password) {
        return new RoomPart.Entering(20, Optional.empty(), password);
    }

    @Test
    void xep0045_7_2_5_thePasswordOfARoomIsAskedInItsSession() {
        ChatScene.Invite invite = scene.calls();
        scene.refuses("not-authorized");
        assertThat(invite.status()).isEqualTo(200);
        assertThat(scene.phone().text(0)).contains("From: <" + RoomScene.URI + ">", "asks for a password");
        assertThat(scene.sends(TO_ALL, "wrong").answers).containsExactly("200");
        assertThat(scene.link.lastPresence().room()).contains(with("wrong"));
        // before the room has said anything, words are for nobody
        assertThat(scene.sends(TO_ALL, "hello?").answers).containsExactly("403");
        scene.refuses("not-authorized");
        assertThat(scene.phone().text(1)).contains("does not take that password");
        assertThat(scene.sends(TO_ALL, "cauldronburn\r\n").answers).containsExactly("200");
        assertThat(scene.link.lastPresence().room()).contains(with("cauldronburn"));
        assertThat(scene.link.messages).isEmpty();
        scene.present("alice", 110);
        scene.sends(TO_ALL, "I am in");
        assertThat(scene.link.lastMessage().body()).isEqualTo("I am in");
        assertThat(invite.dialog.orElseThrow().replies).hasSize(1);
        // it is known when the room is entered again
        scene.gateway.up("ims.localhost");
        assertThat(((RoomPart.Entering) scene.link.lastPresence().room().orElseThrow()).password())
                .isEqualTo("cauldronburn");
    }

    @Test
    void xep0045_7_2_5_aPasswordThatNobodyKnowsEndsTheCall() {
        ChatScene.Invite guessing = scene.calls();
        scene.refuses("not-authorized");
        for (String guess : List.of("one", "two", "three")) {
            scene.sends(TO_ALL, guess);
            scene.refuses("not-authorized");
        }
        assertThat(guessing.dialog.orElseThrow().reasons.get(0)).contains("cause=403", "not-authorized");
        ChatScene.Invite silent = scene.calls();
        scene.refuses("not-authorized");
        silent.session.timeout();
        assertThat(silent.dialog.orElseThrow().reasons.get(0)).contains("cause=403", "password");
        assertThat(scene.link.messages).isEmpty();
    }

    @Test
    void clause6_2_whoIsNotInYetIsToldTheRosterWhenSheIs() {
        ChatScene.Invite invite = scene.calls();
        scene.refuses("not-authorized");
        Watch watch = subscribes(invite, "conference");
        assertThat(watch.status()).isEqualTo(200);
        assertThat(watch.states.get(0).value()).isEqualTo(SubscriptionState.Value.PENDING);
        assertThat(watch.last()).isEmpty();
        watch.taken();
        assertThat(asks(scene.phone(), "montecchi")).isEqualTo(403);
        scene.sends(TO_ALL, "cauldronburn");
        scene.present("JuliC");
        scene.seconds.pass(6);
        assertThat(watch.bodies).hasSize(1);
        scene.present("alice", 110);
        scene.seconds.pass(6);
        assertThat(watch.last()).contains("state=\"full\"", ";gr=JuliC", ";gr=alice");
    }

    @Test
    void rfc4976_5_2_aPhoneBehindARelayIsReachedByAllOfItsPath() {
        scene.calls(
                RoomScene.sdp(RoomScene.AWARE).replace("a=path:", "a=path:msrp://relay.ims.localhost:2855/r4nd0m;tcp "),
                Map.of());
        scene.present("alice", 110);
        MessageMedia offer = (MessageMedia) scene.phone().seen.get("offer");
        assertThat(offer.path().first().sessionId()).isEqualTo("r4nd0m");
        assertThat(offer.path().last().sessionId()).isEqualTo("phone");
    }

    @Test
    void clause7_aNicknameThatSomebodyHasIsAdjusted() {
        ChatScene.Invite invite = scene.calls();
        scene.refuses("conflict");
        assertThat(scene.link.lastPresence().to().resource()).isEqualTo("alice 2");
        scene.present("alice 2", 110);
        assertThat(invite.status()).isEqualTo(200);
    }

    @Test
    void clause7_adjustingEnds() {
        ChatScene.Invite invite = scene.calls();
        for (int i = 0; i < 5; i++) {
            scene.refuses("conflict");
        }
        assertThat(invite.status()).isEqualTo(486);
        // five attempts, and the word that nobody is there
        assertThat(scene.link.presences).hasSize(6);
    }

    @Test
    void xep0045_10_1_aMistypedAddressMakesNoRoom() {
        ChatScene.Invite invite = scene.calls();
        scene.present("alice", 110, 201);
        assertThat(invite.status()).isEqualTo(404);
        assertThat(scene.link.lastPresence().type()).isEqualTo(Type.UNAVAILABLE);
    }

    @Test
    void aRoomThatDoesNotAnswerIsGivenUp() {
        ChatScene.Invite invite = scene.calls();
        invite.session.timeout();
        assertThat(invite.status()).isEqualTo(480);
        assertThat(scene.link.lastPresence().type()).isEqualTo(Type.UNAVAILABLE);
    }

    // ---- 6.2, 5.4 ------------------------------------------------------------------------------------------------

    private Watch subscribes(ChatScene.Invite invite, String event) {
        Watch watch =
                new Watch(RoomScene.request("SUBSCRIBE", RoomScene.URI, Map.of("Event", event, "Expires", "600")));
        ChatScene.Dialog dialog = invite.dialog.orElseThrow();
        dialog.listener.subscribed(dialog, watch);
        return watch;
    }

    @Test
    void clause6_2_theRosterIsToldInTheDialogAndThenWhatChanges() {
        ChatScene.Invite invite = scene.enters();
        scene.stanza("JuliC", "groupchat", "s", "Today in Verona", "");
        Watch watch = subscribes(invite, "conference");
        assertThat(watch.status()).isEqualTo(200);
        assertThat(watch.last())
                .contains(
                        "state=\"full\"",
                        "version=\"1\"",
                        "<subject>Today in Verona</subject>",
                        RoomScene.URI + ";gr=JuliC",
                        RoomScene.URI + ";gr=alice");
        watch.taken();

        scene.present("Ben");
        scene.presence("JuliC", Type.UNAVAILABLE, RoomScene.standing("none", ""));
        scene.seconds.pass(6);
        assertThat(watch.last())
                .contains(
                        "state=\"partial\"",
                        "version=\"2\"",
                        ";gr=Ben\" state=\"full\"",
                        ";gr=JuliC\" state=\"deleted\"")
                .doesNotContain(";gr=alice");
        watch.taken();
        scene.stanza("Ben", "groupchat", "s2", "", "", new Extension.EmptySubject());
        scene.seconds.pass(6);
        assertThat(watch.last()).doesNotContain("<subject>");
    }

    @Test
    void aRosterThatIsTooLongForOneNotifyIsToldInSeveral() {
        ChatScene.Invite invite = scene.calls();
        for (int i = 0; i < 200; i++) {
            scene.present("occupant " + i);
        }
        scene.present("alice", 110);
        Watch watch = subscribes(invite, "conference");
        assertThat(watch.last())
                .contains("state=\"full\"", "<user-count>201</user-count>")
                .hasSizeLessThan(40_000);
        for (int i = 0; i < 5; i++) {
            watch.taken();
            scene.seconds.pass(6);
        }
        String all = String.join("", watch.bodies);
        assertThat(all.split("<user ", -1)).hasSize(202);
        assertThat(watch.bodies).hasSizeGreaterThan(2).hasSizeLessThan(6);
    }

    @Test
    void rfc6665_aNotifyThatWasNotTakenAndARefreshAreFollowedByEverything() {
        ChatScene.Invite invite = scene.enters();
        Watch watch = subscribes(invite, "conference");
        watch.listener.orElseThrow().answered(watch, 500);
        scene.seconds.pass(61);
        assertThat(watch.bodies).hasSize(2);
        assertThat(watch.last()).contains("state=\"full\"");
        watch.taken();
        watch.listener
                .orElseThrow()
                .resubscribed(watch, RoomScene.request("SUBSCRIBE", RoomScene.URI, Map.of("Expires", "600")));
        assertThat(watch.last()).contains("state=\"full\"", "version=\"3\"");
    }

    @Test
    void rfc6665_8_2_2_anotherEventIsRefused() {
        assertThat(subscribes(scene.enters(), "dialog").status()).isEqualTo(489);
    }

    @Test
    void rfc4575_3_5_whoIsNotInTheRoomIsNotToldOfIt() {
        var message = RoomScene.request("SUBSCRIBE", RoomScene.URI, Map.of("Event", "conference"));
        assertThat(scene.gateway.serves(message)).isTrue();
        ChatScene.Invite stranger = new ChatScene.Invite(message, new Fakes.Session("watch-one"));
        scene.gateway.handle(stranger);
        assertThat(stranger.status()).isEqualTo(403);

        scene.enters();
        ChatScene.Invite member = new ChatScene.Invite(message, new Fakes.Session("watch-two"));
        scene.gateway.handle(member);
        assertThat(scene.watches.get(0).status()).isEqualTo(200);
        assertThat(scene.watches.get(0).last()).contains(";gr=JuliC");
        assertThat(scene.gateway.serves(RoomScene.request("SUBSCRIBE", RoomScene.URI, Map.of("Event", "presence"))))
                .isFalse();
    }

    // ---- 6.3 -----------------------------------------------------------------------------------------------------

    @Test
    void clause6_3_1_aMessageForAllIsAnsweredWhenTheRoomReflectsIt() {
        scene.enters();
        ChatScene.Received message = scene.sends(TO_ALL, "Romeo is here!");
        XmppMessage stanza = scene.link.lastMessage();
        assertThat(stanza.type()).isEqualTo("groupchat");
        assertThat(stanza.to()).isEqualTo(RoomScene.ROOM);
        assertThat(stanza.body()).isEqualTo("Romeo is here!");
        scene.link.accepted();
        // Somebody else who knows the id reflects nothing.
        scene.says("JuliC", stanza.id(), "not hers");
        assertThat(message.answers).isEmpty();
        int before = scene.phone().sent.size();
        scene.says("alice", stanza.id(), "Romeo is here!");
        assertThat(message.answers).containsExactly("200", "report 200");
        // RFC 7701 6.1: to all but her
        assertThat(scene.phone().sent).hasSize(before);
    }

    @Test
    void clause6_3_1_theRoomsNoAndItsSilenceAreAnswers() {
        ChatScene.Invite invite = scene.enters();
        ChatScene.Received muted = scene.sends(TO_ALL, "I may not");
        scene.link.accepted();
        scene.comesBack("forbidden");
        assertThat(muted.answers).containsExactly("403");
        ChatScene.Received lost = scene.sends(TO_ALL, "is anybody there");
        scene.link.accepted();
        invite.session.timeout();
        assertThat(lost.answers).containsExactly("408");
    }

    @Test
    void clause6_3_1_whatOthersSayComesInAnEnvelope() {
        scene.enters();
        scene.says("JuliC", "1", "Who knows where Romeo is?");
        assertThat(scene.phone().text(0))
                .contains(
                        "From: \"JuliC\" <" + RoomScene.URI + ";gr=JuliC>",
                        "To: <" + RoomScene.URI + ">",
                        "DateTime: 2026-01-01T00:00:00Z",
                        "Content-Type: text/plain;charset=utf-8\r\n\r\nWho knows where Romeo is?");
        scene.says("JuliC", "2", "an old word", new Extension.Delay(Instant.parse("2025-12-31T12:00:00Z"), "room"));
        assertThat(scene.phone().text(1)).contains("DateTime: 2025-12-31T12:00:00Z");
        // another device of hers
        scene.says("alice", "3", "from my other phone");
        assertThat(scene.phone().text(2)).contains("from my other phone");
    }

    @Test
    void xep0045_8_1_aSubjectGoesBothWays() {
        scene.enters();
        ChatScene.Received message = scene.sends(TO_ALL, "", "Subject: In Mantua");
        assertThat(scene.link.lastMessage().subject()).isEqualTo("In Mantua");
        assertThat(scene.link.lastMessage().body()).isEmpty();
        scene.stanza("alice", "groupchat", scene.link.lastMessage().id(), "In Mantua", "");
        assertThat(message.answers).contains("200");
        // A message with both is a message.
        scene.stanza("JuliC", "groupchat", "1", "of love", "It is my lady");
        assertThat(scene.phone().text(0)).contains("Subject: of love", "It is my lady");
        assertThat(scene.sends(TO_ALL, "").answers).containsExactly("400");
    }

    @Test
    void rfc7701_6_3_whatIsNotHersOrInNoEnvelopeIsRefused() {
        scene.enters();
        assertThat(scene.phone().receives("text/plain", "bare", false).answers).containsExactly("415");
        assertThat(scene.phone()
                        .receives(
                                "message/cpim",
                                "From: <sip:bob@ims.localhost>\r\n" + TO_ALL
                                        + "\r\nContent-Type: text/plain\r\n\r\nforged",
                                false)
                        .answers)
                .containsExactly("403");
        assertThat(scene.sends(TO_ALL + "To: <" + RoomScene.URI + ";gr=JuliC>\r\n", "two").answers)
                .containsExactly("403");
        assertThat(scene.sends("To: <sip:juliet@localhost>\r\n", "outside").answers)
                .containsExactly("404");
        assertThat(scene.link.messages).isEmpty();
    }

    @Test
    void clause6_3_2_aPrivateMessageIsForOne() {
        scene.enters();
        ChatScene.Received message = scene.sends("To: <" + RoomScene.URI + ";gr=JuliC>\r\n", "I am here!!!");
        assertThat(scene.link.lastMessage().type()).isEqualTo("chat");
        assertThat(scene.link.lastMessage().to()).isEqualTo(RoomScene.occupant("JuliC"));
        scene.link.accepted();
        assertThat(message.answers).containsExactly("200", "report 200");
        scene.comesBack("service-unavailable");
        assertThat(message.answers).containsExactly("200", "report 200", "report 428");

        // example 36 has gr behind the bracket
        scene.sends("To: <" + RoomScene.URI + ">;gr=JuliC\r\n", "as in the example");
        assertThat(scene.link.lastMessage().to()).isEqualTo(RoomScene.occupant("JuliC"));
        assertThat(scene.sends("To: <" + RoomScene.URI + ";gr=Tybalt>\r\n", "nobody").answers)
                .containsExactly("404");
    }

    @Test
    void rfc7701_6_2_aPrivateMessageGoesOnlyToAPhoneThatKnowsThem() {
        scene.enters();
        scene.stanza("JuliC", "chat", "p1", "", "O Romeo");
        assertThat(scene.phone().text(0))
                .contains("To: <sip:alice@ims.localhost>", "<" + RoomScene.URI + ";gr=JuliC>", "O Romeo");
        scene.enters("a=chatroom:nickname");
        scene.stanza("JuliC", "chat", "p2", "", "O Romeo");
        assertThat(scene.phone().sent).isEmpty();
        assertThat(scene.link.lastMessage().error().orElseThrow().condition()).isEqualTo("feature-not-implemented");
    }

    @Test
    void rfc7701_11_whoKnowsNothingOfRoomsIsToldWhereSheIs() {
        scene.enters("a=x-nothing");
        assertThat(scene.phone().text(0))
                .contains("From: <" + RoomScene.URI + ">", "room capulet@rooms.localhost", "JuliC")
                .doesNotContain("alice");
    }

    @Test
    void rfc7701_6_4_whatASlowPhoneMissesIsLeftOutAndTold() {
        scene.enters();
        for (int i = 0; i < 210; i++) {
            scene.says("JuliC", "m" + i, "word " + i);
        }
        ChatScene.Msrp phone = scene.phone();
        assertThat(phone.sent).hasSize(200);
        for (int i = 0; i < 150; i++) {
            phone.listeners.get(i).sent();
        }
        assertThat(phone.text(200)).contains("10 messages are left out here");
        scene.says("JuliC", "later", "a later word");
        assertThat(phone.text(201)).contains("a later word");
    }

    // ---- who writes ------------------------------------------------------------------------------------------------

    private static final String WRITES = "message/cpim text/plain";

    private static Extension state(State state) {
        return new Extension.ChatState(state);
    }

    private ChatScene.Received writes(String to, String state) {
        return scene.phone()
                .receives(
                        "message/cpim",
                        "From: <sip:alice@ims.localhost>\r\nTo: <" + to
                                + ">\r\n\r\nContent-Type: application/im-iscomposing+xml\r\n\r\n"
                                + "<isComposing xmlns=\"urn:ietf:params:xml:ns:im-iscomposing\"><state>" + state
                                + "</state><refresh>60</refresh></isComposing>",
                        false);
    }

    @Test
    void xep0085_5_5_thatAPhoneWritesIsTheRoomsToKnow() {
        ChatScene.Invite invite = scene.enters();
        assertThat(writes(RoomScene.URI, "active").answers).containsExactly("200");
        writes(RoomScene.URI, "active");
        assertThat(scene.link.messages).hasSize(1);
        assertThat(scene.link.lastMessage().to()).isEqualTo(RoomScene.ROOM);
        assertThat(scene.link.lastMessage().type()).isEqualTo("groupchat");
        assertThat(scene.link.lastMessage().extensions()).containsExactly(state(State.COMPOSING));
        // words say that she writes them no longer
        scene.sends(TO_ALL, "Romeo is here!");
        writes(RoomScene.URI, "idle");
        assertThat(scene.link.messages).hasSize(2);

        writes(RoomScene.URI, "active");
        writes(RoomScene.URI + ";gr=JuliC", "active");
        assertThat(scene.link.messages)
                .extracting(XmppMessage::to)
                .endsWith(RoomScene.ROOM, RoomScene.ROOM, RoomScene.occupant("JuliC"));
        // RFC 3994 3.3
        invite.session.timeout();
        assertThat(scene.link.lastMessage().type()).isEqualTo("chat");
        assertThat(scene.link.lastMessage().extensions()).containsExactly(state(State.ACTIVE));
        assertThat(writes(RoomScene.URI + ";gr=Tybalt", "active").answers).containsExactly("404");
    }

    @Test
    void rfc3994_whoWritesInTheRoomIsToldToAPhoneThatTakesIt() {
        scene.enters();
        scene.says("JuliC", "c1", "", state(State.COMPOSING));
        assertThat(scene.phone().sent).isEmpty();
        scene.calls(ChatScene.sdp(WRITES, "application/im-iscomposing+xml", RoomScene.AWARE), Map.of());
        scene.present("JuliC");
        scene.present("Ben");
        scene.present("alice", 110);
        scene.says("JuliC", "c2", "", state(State.COMPOSING));
        scene.says("JuliC", "c3", "", state(State.COMPOSING));
        scene.says("alice", "c4", "", state(State.COMPOSING));
        assertThat(scene.phone().sent).hasSize(1);
        assertThat(scene.phone().text(0))
                .contains(
                        "From: \"JuliC\" <" + RoomScene.URI + ";gr=JuliC>",
                        "To: <" + RoomScene.URI + ">",
                        "Content-Type: application/im-iscomposing+xml",
                        "<state>active</state>");
        scene.says("JuliC", "c5", "", state(State.PAUSED));
        assertThat(scene.phone().text(1)).contains("<state>idle</state>");

        scene.stanza("Ben", "chat", "c6", "", "", state(State.COMPOSING));
        assertThat(scene.phone().text(2)).contains("To: <sip:alice@ims.localhost>", "<state>active</state>");
        scene.presence("Ben", Type.UNAVAILABLE, RoomScene.standing("none", ""));
        assertThat(scene.phone().text(3)).contains(";gr=Ben>", "<state>idle</state>");
        // words need no news behind them
        scene.says("JuliC", "c7", "", state(State.COMPOSING));
        scene.says("JuliC", "c8", "here", state(State.ACTIVE));
        assertThat(scene.phone().sent).hasSize(6);
    }

    @Test
    void rfc7701_6_4_aSlowPhoneIsNotToldWhoWrites() {
        scene.calls(ChatScene.sdp(WRITES, "application/im-iscomposing+xml", RoomScene.AWARE), Map.of());
        scene.present("JuliC");
        scene.present("alice", 110);
        for (int i = 0; i < 50; i++) {
            scene.says("JuliC", "c" + i, "", state(i % 2 == 0 ? State.COMPOSING : State.PAUSED));
        }
        assertThat(scene.phone().sent).hasSize(20);
        scene.phone().listeners.get(0).sent();
        scene.phone().listeners.get(0).failed(MsrpStatus.TIMEOUT);
        scene.says("JuliC", "later", "", state(State.COMPOSING));
        scene.says("JuliC", "latest", "", state(State.PAUSED));
        assertThat(scene.phone().sent).hasSize(21);
    }

    // ---- receipts --------------------------------------------------------------------------------------------------

    private static final String[] REPORTED = {
        "NS: imdn <urn:ietf:params:imdn>",
        "imdn.Message-ID: m-1",
        "imdn.Disposition-Notification: positive-delivery, display, processing"
    };

    @Test
    void rfc5438_8_3_whatBecameOfAMessageWithSeveralIsToldTogether() {
        ChatScene.Invite invite = scene.enters();
        scene.present("Ben");
        scene.sends(TO_ALL, "seen?", REPORTED);
        XmppMessage stanza = scene.link.lastMessage();
        assertThat(stanza.extensions()).containsExactly(new Extension.Markable());
        scene.says("alice", stanza.id(), "seen?", new Extension.StanzaId("room-7", "capulet@rooms.localhost"));
        // RFC 5438 8.1
        assertThat(scene.phone().text(0)).contains("<processed/>", "<message-id>m-1</message-id>");

        scene.says("JuliC", "r1", "", new Extension.Marker(Mark.DISPLAYED, "room-7"));
        scene.says("JuliC", "r2", "", new Extension.Marker(Mark.DISPLAYED, "room-7"));
        scene.says("Ben", "r3", "", new Extension.Marker(Mark.RECEIVED, stanza.id()));
        scene.says("alice", "r4", "", new Extension.Marker(Mark.DISPLAYED, "room-7"));
        assertThat(scene.phone().sent).hasSize(1);
        invite.session.timeout();
        String together = scene.phone().text(1);
        assertThat(together).contains("Content-Type: multipart/mixed;boundary=", "Content-Disposition: notification");
        assertThat(together.split("<imdn ", -1)).hasSize(4);
        assertThat(together)
                .contains(
                        "<recipient-uri>" + RoomScene.URI + ";gr=JuliC</recipient-uri>",
                        "<recipient-uri>" + RoomScene.URI + ";gr=Ben</recipient-uri>",
                        "<original-recipient-uri>" + RoomScene.URI + "</original-recipient-uri>",
                        "<displayed/>");
        // RFC 5438 8.3: what comes later makes another batch; one alone needs no parts
        scene.says("Ben", "r5", "", new Extension.Marker(Mark.DISPLAYED, "room-7"));
        invite.session.timeout();
        assertThat(scene.phone().text(2)).contains("Content-Type: message/imdn+xml", "<displayed/>");
    }

    @Test
    void rfc5438_whatThePhoneTellsIsAMarkerInTheRoom() {
        scene.enters();
        scene.says("JuliC", "g1", "mark this", new Extension.Markable(), new Extension.StanzaId("room-1", "capulet"));
        String said = scene.phone().text(0);
        assertThat(said).contains("imdn.Disposition-Notification: positive-delivery, display");
        String id = said.replaceAll("(?s).*imdn.Message-ID: (\\S+).*", "$1");
        scene.phone()
                .receives(
                        "message/cpim",
                        "From: <sip:alice@ims.localhost>\r\nTo: <" + RoomScene.URI
                                + ";gr=JuliC>\r\n\r\nContent-Type: message/imdn+xml\r\n\r\n"
                                + "<imdn xmlns=\"urn:ietf:params:xml:ns:imdn\"><message-id>" + id + "</message-id>"
                                + "<recipient-uri>sip:alice@ims.localhost</recipient-uri>"
                                + "<display-notification><status><displayed/></status></display-notification></imdn>",
                        false);
        assertThat(scene.link.lastMessage().type()).isEqualTo("groupchat");
        assertThat(scene.link.lastMessage().to()).isEqualTo(RoomScene.ROOM);
        assertThat(scene.link.lastMessage().extensions())
                .containsExactly(new Extension.Marker(Mark.DISPLAYED, "room-1"));
    }

    // ---- 6.4 -------------------------------------------------------------------------------------------------------

    @Test
    void clause6_4_aNicknameIsHersWhenTheRoomSaysSo() {
        scene.enters();
        List<MsrpStatus> answers = new ArrayList<>();
        scene.phone().listener.nickname("montecchi", answers::add);
        assertThat(scene.link.lastPresence().to()).isEqualTo(RoomScene.occupant("montecchi"));
        assertThat(scene.link.lastPresence().room()).isEmpty();
        scene.presence("alice", Type.UNAVAILABLE, RoomScene.standing("participant", "montecchi", 303, 110));
        assertThat(answers).isEmpty();
        scene.present("montecchi", 110);
        assertThat(answers).containsExactly(MsrpStatus.OK);
        // RFC 7701 7.3: without one she has the one that she came with
        scene.phone().listener.nickname("", answers::add);
        assertThat(scene.link.lastPresence().to()).isEqualTo(RoomScene.occupant("alice"));
    }

    @ParameterizedTest
    @CsvSource({"conflict, 425", "not-acceptable, 425", "not-allowed, 403", "forbidden, 403", "jid-malformed, 424"})
    void rfc7701_7_1_aNicknameThatCannotBeHad(String condition, int status) {
        scene.enters();
        List<MsrpStatus> answers = new ArrayList<>();
        scene.phone().listener.nickname("JuliC", answers::add);
        scene.refuses(condition);
        assertThat(answers).extracting(MsrpStatus::code).containsExactly(status);
        // RFC 7701 7.2: the current one stays
        scene.sends(TO_ALL, "still here");
        scene.says("alice", scene.link.lastMessage().id(), "still here");
        assertThat(scene.phone().sent).isEmpty();
    }

    @Test
    void rfc7700_2_nicknamesArePreparedAndOneIsChangedAtATime() {
        ChatScene.Invite invite = scene.enters();
        assertThat(asks(scene.phone(), " \t ")).isEqualTo(424);
        assertThat(asks(scene.phone(), "bell\u0007")).isEqualTo(424);
        assertThat(asks(scene.phone(), "  Al\u00a0 \u2003Ice ")).isZero();
        assertThat(scene.link.lastPresence().to().resource()).isEqualTo("Al Ice");
        assertThat(asks(scene.phone(), "another")).isEqualTo(403);
        List<MsrpStatus> answers = new ArrayList<>();
        invite.session.timeout();
        scene.phone().listener.nickname("after that", answers::add);
        assertThat(scene.link.lastPresence().to().resource()).isEqualTo("after that");
        assertThat(asks(scene.phone(), "alice")).isEqualTo(403);
    }

    // ---- 6.5 -------------------------------------------------------------------------------------------------------

    private Watch refers(ChatScene.Invite invite, String to) {
        Watch refer = new Watch(RoomScene.request("REFER", RoomScene.URI, Map.of("Refer-To", to, "Subject", "come")));
        ChatScene.Dialog dialog = invite.dialog.orElseThrow();
        dialog.listener.subscribed(dialog, refer);
        return refer;
    }

    @Test
    void clause6_5_aReferIsAnInvitationByWayOfTheRoom() {
        ChatScene.Invite invite = scene.enters();
        Watch refer = refers(invite, "<sip:benvolio@localhost>");
        assertThat(refer.status()).isEqualTo(200);
        assertThat(scene.link.lastMessage().to()).isEqualTo(RoomScene.ROOM);
        assertThat(scene.link.lastMessage().extensions())
                .containsExactly(new Extension.MediatedInvitation(
                        Optional.empty(), Optional.of(new Jid("benvolio", "localhost", "")), "come", ""));
        assertThat(refer.bodies).isEmpty();
        scene.link.accepted();
        assertThat(refer.states.get(0).text()).isEqualTo("terminated;reason=noresource");
        assertThat(refer.last()).isEqualTo("SIP/2.0 100 Trying\r\n");

        Watch refused = refers(invite, "<sip:bob@ims.localhost>");
        scene.link.refused("forbidden");
        assertThat(refused.last()).startsWith("SIP/2.0 403 ");
        assertThat(refers(invite, "<sip:juliet@localhost;method=BYE>").status()).isEqualTo(403);
        assertThat(refers(invite, "<http://localhost/>").status()).isEqualTo(404);
    }

    @Test
    void xep0045_7_8_whoDoesNotComeSaysSo() {
        scene.enters();
        scene.stanza(
                "",
                "normal",
                "d1",
                "",
                "",
                new Extension.Declined(
                        Optional.of(new Jid("benvolio", "localhost", "")), Optional.empty(), "too late"));
        assertThat(scene.phone().text(0)).contains("benvolio@localhost does not come: too late");
    }

    // ---- 6.6 and other ends ----------------------------------------------------------------------------------------

    @Test
    void clause6_6_byeLeavesTheRoom() {
        ChatScene.Invite invite = scene.enters();
        Watch watch = subscribes(invite, "conference");
        watch.taken();
        invite.dialog.orElseThrow().hangsUp();
        assertThat(scene.link.lastPresence().type()).isEqualTo(Type.UNAVAILABLE);
        assertThat(scene.link.lastPresence().to()).isEqualTo(RoomScene.occupant("alice"));
        assertThat(scene.phone().closed).isTrue();
        assertThat(watch.states.get(1).text()).isEqualTo("terminated;reason=noresource");
        scene.says("JuliC", "1", "she is gone");
        // XEP-0045: the room hears that nobody takes it
        assertThat(scene.link.lastMessage().error().orElseThrow().condition()).isEqualTo("recipient-unavailable");
    }

    @ParameterizedTest
    @CsvSource({"307, 403, removed", "301, 403, banned", "321, 403, members", "322, 403, members", "332, 503, stops"})
    void xep0045_8_2_whoIsRemovedGetsAByeThatSaysWhy(int code, int cause, String word) {
        ChatScene.Invite invite = scene.enters();
        scene.presence("alice", Type.UNAVAILABLE, RoomScene.standing("none", "", code, 110));
        ChatScene.Dialog dialog = invite.dialog.orElseThrow();
        assertThat(dialog.done).containsExactly("end");
        assertThat(dialog.reasons.get(0))
                .startsWith("SIP;cause=" + cause + ";text=\"")
                .contains(word);
        assertThat(scene.phone().closed).isTrue();
        // nobody leaves who is out
        assertThat(scene.link.lastPresence().type()).isEqualTo(Type.AVAILABLE);
    }

    @Test
    void xep0045_10_9_aRoomThatIsNoMoreIsDeleted() {
        ChatScene.Invite invite = scene.enters();
        Watch watch = subscribes(invite, "conference");
        watch.taken();
        scene.presence(
                "alice",
                Type.UNAVAILABLE,
                new RoomPart.Standing(
                        "none",
                        "none",
                        Optional.empty(),
                        "",
                        "",
                        "",
                        Set.of(110),
                        Optional.of(new RoomPart.Destroyed(
                                Optional.of(new Jid("montague", "rooms.localhost", "")), "all are dead"))));
        assertThat(watch.last()).contains("state=\"deleted\"");
        assertThat(invite.dialog.orElseThrow().reasons.get(0))
                .contains("cause=410", "montague@rooms.localhost", "all are dead");
    }

    @Test
    void designRow14_whoWasInARoomComesBackWithTheStream() {
        ChatScene.Invite invite = scene.enters();
        scene.says("JuliC", "1", "the last word");
        scene.clock.move(Duration.ofSeconds(30));
        scene.gateway.down("ims.localhost", "broken");
        scene.seconds.pass(59);
        scene.gateway.up("ims.localhost");
        assertThat(scene.link.lastPresence().room())
                .contains(new RoomPart.Entering(20, Optional.of(Instant.parse("2026-01-01T00:00:00Z")), ""));
        scene.present("alice", 110);
        assertThat(invite.dialog.orElseThrow().done).isEmpty();

        scene.gateway.down("gw.two.test", "another server's");
        scene.seconds.pass(61);
        assertThat(invite.dialog.orElseThrow().done).isEmpty();

        scene.gateway.down("ims.localhost", "broken");
        scene.seconds.pass(61);
        assertThat(invite.dialog.orElseThrow().reasons.get(0)).contains("cause=503");
    }

    // ---- invitations to IMS users
    // ------------------------------------------------------------------------------------

    private void invitation() {
        scene.gateway.message(new XmppMessage(
                "i1",
                RoomScene.ROOM,
                new Jid("alice", "ims.localhost", ""),
                "normal",
                "",
                "",
                "",
                "",
                Optional.empty(),
                List.of(new Extension.MediatedInvitation(
                        Optional.of(new Jid("juliet", "localhost", "")), Optional.empty(), "come", "sesame"))));
    }

    @Test
    void rfc4579_5_3_whoIsInvitedIsCalledByTheRoom() {
        invitation();
        ChatScene.Dialog dialog = scene.invited.get(0);
        assertThat(dialog.from).isEqualTo(RoomScene.URI);
        assertThat(dialog.to).isEqualTo("sip:alice@ims.localhost");
        assertThat(dialog.headers)
                .contains(
                        Header.FOCUS,
                        new Header("Subject", "come"),
                        new Header("Referred-By", "<sip:juliet@localhost>"));
        assertThat(scene.link.presences).isEmpty();
        dialog.answered(RoomScene.sdp(RoomScene.AWARE));
        assertThat(dialog.done).containsExactly("ACK");
        assertThat(scene.link.lastPresence().room()).contains(new RoomPart.Entering(20, Optional.empty(), "sesame"));
        scene.present("alice", 110);
        scene.says("JuliC", "1", "welcome");
        assertThat(scene.phone().text(0)).contains("welcome");
        // once is enough
        invitation();
        assertThat(scene.invited).hasSize(1);
    }

    @Test
    void rfc4579_5_3_aRoomThatIsShutAfterAllEndsTheCall() {
        invitation();
        scene.invited.get(0).answered(RoomScene.sdp(RoomScene.AWARE));
        scene.refuses("registration-required");
        assertThat(scene.invited.get(0).reasons.get(0)).contains("cause=403");
    }

    @Test
    void xep0045_7_8_2_whoRefusesTheCallDeclines() {
        invitation();
        scene.invited.get(0).refuses(603);
        assertThat(scene.link.lastMessage().to()).isEqualTo(RoomScene.ROOM);
        assertThat(scene.link.lastMessage().extensions())
                .containsExactly(
                        new Extension.Declined(Optional.empty(), Optional.of(new Jid("juliet", "localhost", "")), ""));
        assertThat(scene.others).isEmpty();
    }

    @Test
    void anInvitationThatAPhoneCannotTakeComesAsWords() {
        invitation();
        scene.invited.get(0).refuses(488);
        scene.phoneChats = false;
        invitation();
        assertThat(scene.others)
                .extracting(XmppMessage::body)
                .containsExactly(
                        "juliet@localhost invites you to the room capulet@rooms.localhost: come",
                        "juliet@localhost invites you to the room capulet@rooms.localhost: come");
    }

    @Test
    void xep0249_aDirectInvitationIsOneToo() {
        scene.gateway.message(new XmppMessage(
                "i2",
                new Jid("juliet", "localhost", "balcony"),
                new Jid("alice", "ims.localhost", ""),
                "normal",
                "",
                "",
                "",
                "",
                Optional.empty(),
                List.of(new Extension.DirectInvitation(RoomScene.ROOM, "", "come", ""))));
        assertThat(scene.invited.get(0).from).isEqualTo(RoomScene.URI);
    }

    @Test
    void whatIsOfNoRoomPasses() {
        XmppMessage chat = new XmppMessage(
                "c1",
                new Jid("juliet", "localhost", "balcony"),
                new Jid("alice", "ims.localhost", ""),
                "chat",
                "",
                "",
                "",
                "hello",
                Optional.empty());
        scene.gateway.message(chat);
        assertThat(scene.others).containsExactly(chat);
    }
}

package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.gateway.interconnection.ChatScene.ALICE;
import static org.tombolo.gateway.interconnection.ChatScene.CPIM;
import static org.tombolo.gateway.interconnection.ChatScene.JULIET;
import static org.tombolo.gateway.interconnection.ChatScene.sdp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.filetransfer.MessageSdp;
import org.tombolo.gateway.interconnection.ChatScene.Dialog;
import org.tombolo.gateway.interconnection.ChatScene.Invite;
import org.tombolo.gateway.interconnection.ChatScene.Msrp;
import org.tombolo.gateway.interconnection.ChatScene.Received;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.gateway.interconnection.tracking.Loss;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.gateway.interconnection.tracking.MessageState;
import org.tombolo.identity.Jid;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.SessionEnd;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimAddress;
import org.tombolo.msrp.cpim.CpimException;
import org.tombolo.msrp.cpim.CpimHeader;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.FileLink;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.msrp.cpim.IsComposing;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.wire.ByteRange;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.ChatState.State;
import org.tombolo.xmpp.Extension.Marker.Mark;
import org.tombolo.xmpp.XmppMessage;

/** RFC 7573: chats by MSRP and by XMPP. */
class ChatGatewayTest {
    private static final String PLAIN = "text/plain";
    private static final String COMPOSING = "text/plain application/im-iscomposing+xml";

    private final ChatScene scene = new ChatScene();

    private Msrp chatFromSip(String accept, String wrapped) {
        scene.invite(sdp(accept, wrapped));
        scene.msrp.get(0).listener.opened();
        return scene.msrp.get(0);
    }

    private Dialog chatFromXmpp(String accept, String wrapped) {
        scene.says("hello");
        Dialog dialog = scene.invited.get(0);
        dialog.answered(sdp(accept, wrapped));
        scene.msrp.get(0).listener.opened();
        return dialog;
    }

    private static String composing(String state, String more) {
        return "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>" + state + "</state>" + more
                + "</isComposing>";
    }

    private List<State> states() {
        return scene.link.sent.stream()
                .flatMap(s -> s.extension(Extension.ChatState.class).stream())
                .map(Extension.ChatState::state)
                .toList();
    }

    @Test
    void clause5_anInviteIsAnsweredAndOtherStreamsAreRefused() throws SdpException {
        Invite invite = scene.invite(sdp(PLAIN, ""));

        assertThat(invite.status()).isEqualTo(200);
        var said = invite.dialog.orElseThrow().said();
        assertThat(said.media().get(0).port()).isZero();
        MessageMedia ours = MessageMedia.parse(said, 1);
        assertThat(ours.accept()).isEqualTo(ChatContent.TAKEN);
        assertThat(ours.maxSize()).hasValue(ChatSession.LONGEST);
        assertThat(scene.link.sent).isEmpty();
    }

    @Test
    void clause5_aSendIsAChatStanzaWithTheCallIdAsItsThread() {
        Msrp msrp = chatFromSip(PLAIN, "");
        Received message = msrp.receives("text/plain;charset=iso-8859-1", "Art thou?", false);

        XmppMessage stanza = scene.lastStanza();
        assertThat(stanza.type()).isEqualTo("chat");
        assertThat(stanza.from()).isEqualTo(ALICE);
        assertThat(stanza.to()).isEqualTo(JULIET.bare());
        assertThat(stanza.thread()).isEqualTo("711609sa@ims.localhost");
        assertThat(stanza.body()).isEqualTo("Art thou?");
        assertThat(stanza.extensions()).isEmpty();
        assertThat(message.answers).isEmpty();
        scene.accepted();
        assertThat(message.answers).containsExactly("200");
    }

    @ParameterizedTest
    @CsvSource({"item-not-found, 403", "remote-server-timeout, 408", "resource-constraint, 413", "not-acceptable, 415"})
    void anErrorOfXmppIsTheAnswerToTheSend(String condition, String status) {
        Received message = chatFromSip(PLAIN, "").receives(PLAIN, "hi", false);
        scene.refused(condition);
        assertThat(message.answers).containsExactly(status);
    }

    @Test
    void withoutTheXmppServerTheSendIs408() {
        Msrp msrp = chatFromSip(PLAIN, "");
        scene.link.up = false;
        assertThat(msrp.receives(PLAIN, "hi", false).answers).containsExactly("408");
    }

    @Test
    void clause5_whatXmppSaysGoesIntoTheSession() {
        Msrp msrp = chatFromSip(PLAIN, "");
        scene.says("Neither, fair saint");
        assertThat(msrp.text(0)).isEqualTo("Neither, fair saint");
        assertThat(msrp.sent.get(0).contentType()).isEqualTo("text/plain;charset=utf-8");
        assertThat(msrp.sent.get(0).failureReport()).isEqualTo(FailureReport.YES);
        assertThat(scene.pager).isEmpty();
        // RFC 6121 5.1: the answer goes to the device that wrote.
        msrp.receives(PLAIN, "hi", false);
        assertThat(scene.lastStanza().to()).isEqualTo(JULIET);
    }

    @Test
    void clause4_aChatMessageToAPhoneThatChatsBeginsASession() throws SdpException {
        scene.says("hello");
        scene.says("again");
        Dialog dialog = scene.invited.get(0);
        assertThat(scene.invited).hasSize(1);
        assertThat(dialog.from).isEqualTo("sip:juliet@localhost");
        assertThat(dialog.to).isEqualTo("sip:alice@ims.localhost");
        assertThat(MessageSdp.media(dialog.offer).accept()).isEqualTo(ChatContent.TAKEN);

        dialog.answered(sdp(PLAIN, ""));
        Msrp msrp = scene.msrp.get(0);
        assertThat(dialog.done).containsExactly("ACK");
        assertThat(msrp.seen).containsKey("answer");
        assertThat(List.of(msrp.text(0), msrp.text(1))).containsExactly("hello", "again");
        msrp.listener.opened();
        msrp.receives(PLAIN, "hi", false);
        assertThat(scene.lastStanza().thread()).isEqualTo("thread-1");
    }

    @ParameterizedTest
    @CsvSource({"415", "486", "488", "480", "603"})
    void clause4_whereNoChatComesOfItPagerModeGetsTheMessagesInOrder(int status) {
        scene.says("hello");
        scene.says("again");
        scene.invited.get(0).refuses(status);
        assertThat(scene.pager.stream().map(XmppMessage::body)).containsExactly("hello", "again");
        assertThat(scene.msrp.get(0).closed).isTrue();
        scene.phoneChats = false;
        scene.says("more");
        assertThat(scene.pager).hasSize(3);
    }

    @Test
    void aPhoneThatDoesNotAcceptInTimeGetsPagerMode() {
        scene.says("hello");
        scene.sessions.opened.get(0).timeout();
        assertThat(scene.invited.get(0).done).contains("end");
        assertThat(scene.pager).hasSize(1);
    }

    @Test
    void anAnswerThatDoesNotFitLeadsToPagerMode() {
        scene.says("hello");
        scene.invited.get(0).answered(sdp("image/png", ""));
        assertThat(scene.invited.get(0).done).containsExactly("ACK", "end");
        assertThat(scene.pager).hasSize(1);
    }

    @Test
    void withoutAConnectionTheMessagesGoByPagerMode() {
        scene.says("hello");
        scene.invited.get(0).answered(sdp(PLAIN, ""));
        Msrp msrp = scene.msrp.get(0);
        msrp.listeners.get(0).failed(MsrpStatus.NO_SESSION);
        msrp.listener.closed(new SessionEnd(SessionEnd.Cause.NOT_CONNECTED, "nobody"));
        assertThat(scene.pager).hasSize(1);
        assertThat(scene.link.sent).isEmpty();
    }

    @Test
    void messagesThatAreNoChatAndPhonesThatDoNotChatStayInPagerMode() {
        scene.gateway.message(
                new XmppMessage("1", JULIET, ALICE, "normal", "", "", "", "hi", Optional.empty(), List.of()));
        scene.phoneChats = false;
        scene.says("hi");
        scene.phoneChats = true;
        scene.says("", new Extension.ChatState(State.COMPOSING));
        scene.msrpFull = true;
        scene.says("hi");
        assertThat(scene.pager).hasSize(4);
        assertThat(scene.invited).isEmpty();
    }

    @Test
    void rfc7572_6_aMessageTooLongForPagerModeGoesByASession() throws SdpException {
        String novel = "x".repeat(1300);
        scene.gateway.message(
                new XmppMessage("1", JULIET, ALICE, "normal", "a novel", "", "", novel, Optional.empty(), List.of()));
        assertThat(scene.invited.get(0).headers).containsExactly(new Header("Subject", "a novel"));
        Msrp msrp = scene.msrp.get(0);
        scene.invited.get(0).answered(sdp(PLAIN, ""));
        msrp.listener.opened();
        assertThat(msrp.text(0)).isEqualTo(novel);

        // Where there is none, pager mode has the error: policy-violation.
        scene.phoneChats = false;
        Jid other = new Jid("nurse", "localhost", "");
        scene.gateway.message(
                new XmppMessage("2", other, ALICE, "normal", "", "", "", novel, Optional.empty(), List.of()));
        assertThat(scene.pager).extracting(XmppMessage::id).containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource({
        "403, forbidden",
        "408, remote-server-timeout",
        "413, policy-violation",
        "415, not-acceptable",
        "481, recipient-unavailable",
        "400, internal-server-error"
    })
    void anErrorOfMsrpIsAnErrorStanza(int code, String condition) {
        chatFromSip(PLAIN, "");
        scene.says("hi");
        scene.msrp.get(0).listeners.get(0).failed(new MsrpStatus(code, ""));
        XmppMessage error = scene.lastStanza();
        assertThat(error.type()).isEqualTo("error");
        assertThat(error.id()).isEqualTo("stanza-hi");
        assertThat(error.to()).isEqualTo(JULIET);
        assertThat(error.error().orElseThrow().condition()).isEqualTo(condition);
    }

    @Test
    void aMessageLongerThanThePhoneTakesIsRefused() {
        scene.invite(sdp(PLAIN, "", "a=max-size:3"));
        scene.says("long");
        assertThat(scene.lastStanza().error().orElseThrow().condition()).isEqualTo("policy-violation");
        assertThat(scene.msrp.get(0).sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"active, COMPOSING", "idle, "})
    void clause6_isComposingIsAChatState(String state, State expected) {
        Received news = chatFromSip(COMPOSING, "").receives(IsComposing.TYPE, composing(state, ""), false);
        assertThat(news.answers).containsExactly("200");
        assertThat(states()).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void clause6_idleIsActiveAndSoIsTheEndOfTheRefresh() {
        Msrp msrp = chatFromSip(COMPOSING, "");
        msrp.receives(IsComposing.TYPE, composing("active", ""), false);
        msrp.receives(IsComposing.TYPE, composing("active", ""), false);
        msrp.receives(IsComposing.TYPE, composing("idle", ""), false);
        assertThat(states()).containsExactly(State.COMPOSING, State.ACTIVE);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void clause6_andRfc3994_3_2_aChatStateIsIsComposingWithoutARefresh(State state) {
        Msrp msrp = chatFromSip(COMPOSING, "");
        scene.says("", new Extension.ChatState(State.COMPOSING));
        assertThat(msrp.sent.get(0).contentType()).isEqualTo(IsComposing.TYPE);
        assertThat(msrp.text(0)).contains("<state>active</state>").doesNotContain("refresh");
        scene.says("", new Extension.ChatState(state));
        if (state == State.GONE) {
            assertThat(msrp.closed).isTrue();
        } else if (state == State.COMPOSING) {
            assertThat(msrp.sent).hasSize(1);
        } else {
            assertThat(msrp.text(1)).contains("<state>idle</state>");
        }
    }

    @Test
    void clause6_aPeerThatDoesNotTakeItIsToldNothing() {
        Msrp msrp = chatFromSip(PLAIN, "");
        scene.says("", new Extension.ChatState(State.COMPOSING));
        assertThat(msrp.sent).isEmpty();
    }

    @Test
    void clause6_1_byeIsGone() {
        Invite invite = scene.invite(sdp(PLAIN, ""));
        invite.dialog.orElseThrow().hangsUp();
        assertThat(states()).containsExactly(State.GONE);
        assertThat(scene.msrp.get(0).closed).isTrue();
        scene.phoneChats = false;
        scene.says("late");
        assertThat(scene.pager).hasSize(1);
    }

    @Test
    void clause6_1_goneIsBye() {
        Invite invite = scene.invite(sdp(PLAIN, ""));
        scene.says("", new Extension.ChatState(State.GONE));
        assertThat(invite.dialog.orElseThrow().done).containsExactly("end");
        assertThat(scene.link.sent).isEmpty();
    }

    @Test
    void theEndOfTheConnectionEndsTheDialogAndIsTold() {
        Invite invite = scene.invite(sdp(PLAIN, ""));
        scene.msrp.get(0).listener.opened();
        scene.msrp.get(0).listener.closed(new SessionEnd(SessionEnd.Cause.CONNECTION_LOST, "broken"));
        assertThat(invite.dialog.orElseThrow().done).containsExactly("end");
        assertThat(states()).containsExactly(State.GONE);
    }

    @Test
    void aChatInWhichNobodySaysAnythingIsEnded() {
        Invite invite = scene.invite(sdp(PLAIN, ""));
        scene.clock.move(Duration.ofMinutes(20));
        scene.says("hi");
        scene.clock.move(Duration.ofMinutes(20));
        invite.session.timeout();
        assertThat(invite.dialog.orElseThrow().done).isEmpty();
        scene.clock.move(Duration.ofMinutes(11));
        invite.session.timeout();
        assertThat(invite.dialog.orElseThrow().done).containsExactly("end");
        assertThat(states()).containsExactly(State.GONE);
    }

    @Test
    void clause7_aRequestForAReceiptIsSuccessReportWithoutFailureReport() {
        Msrp msrp = chatFromSip(PLAIN, "");
        scene.says("hi", new Extension.ReceiptRequest());
        assertThat(msrp.sent.get(0).successReport()).isTrue();
        assertThat(msrp.sent.get(0).failureReport()).isEqualTo(FailureReport.NO);
        msrp.listeners.get(0).reported(new ByteRange(1, 2, 2), MsrpStatus.OK);
        msrp.listeners.get(0).delivered();
        assertThat(scene.lastStanza().extensions()).containsExactly(new Extension.Received("stanza-hi"));
        assertThat(scene.lastStanza().to()).isEqualTo(JULIET);
    }

    @Test
    void clause7_aReceiptThatNeverComesIsAnError() {
        Msrp msrp = chatFromSip(PLAIN, "");
        scene.says("hi", new Extension.ReceiptRequest());
        msrp.listeners.get(0).unreported();
        assertThat(scene.lastStanza().error().orElseThrow().condition()).isEqualTo("recipient-unavailable");
    }

    @Test
    void clause7_successReportIsARequestAndTheReceiptAReport() {
        Received message = chatFromSip(PLAIN, "").receives(PLAIN, "hi", true);
        XmppMessage stanza = scene.lastStanza();
        assertThat(stanza.extensions()).containsExactly(new Extension.ReceiptRequest());
        scene.accepted();
        scene.says("", new Extension.Received(stanza.id()));
        assertThat(message.answers).containsExactly("200", "report 200");
        scene.says("", new Extension.Received(stanza.id()));
        assertThat(message.answers).hasSize(2);
    }

    @Test
    void rfc5438_7_2_1_thereIsOneNotificationOfDelivery() throws CpimException {
        Msrp msrp = chatFromSip("message/cpim", CPIM);
        Instant sent = scene.clock.instant().minusSeconds(90);
        Cpim hello = ImdnRequest.of("imdn-1", Set.of(Disposition.values()))
                .addTo(Cpim.of(PLAIN, "hello".getBytes(StandardCharsets.UTF_8))
                        .between(
                                CpimAddress.of("sip:alice@ims.localhost"),
                                CpimAddress.of("sip:juliet@localhost"),
                                sent))
                .with(CpimHeader.of("imdn.Original-To", "<sip:capulet@localhost>"));
        Received message = msrp.receives(Cpim.TYPE, new String(hello.octets(), StandardCharsets.UTF_8), true);
        String id = scene.lastStanza().id();
        scene.accepted();
        // Her second device, and then the server of a third one.
        scene.says("", new Extension.Received(id));
        scene.says("", new Extension.Received(id));
        scene.error(id, "recipient-unavailable");
        assertThat(message.answers).containsExactly("200", "report 200");
        assertThat(msrp.sent).hasSize(1);
        // RFC 5438 11.1.2, 11.1.4
        assertThat(imdn(msrp, 0).dateTime()).contains(sent);
        assertThat(imdn(msrp, 0).originalRecipientUri()).isEqualTo("sip:capulet@localhost");
    }

    @Test
    void xep0333_whatIsDisplayedWasDelivered() throws CpimException {
        Msrp msrp = chatFromSip("message/cpim", CPIM);
        Cpim hello = ImdnRequest.of("imdn-1", Set.of(Disposition.POSITIVE_DELIVERY, Disposition.DISPLAY))
                .addTo(Cpim.of(PLAIN, "hello".getBytes(StandardCharsets.UTF_8)));
        Received message = msrp.receives(Cpim.TYPE, new String(hello.octets(), StandardCharsets.UTF_8), true);
        scene.accepted();
        scene.says("", new Extension.Marker(Mark.DISPLAYED, scene.lastStanza().id()));
        assertThat(message.answers).containsExactly("200", "report 200");
        assertThat(List.of(imdn(msrp, 0).status(), imdn(msrp, 1).status()))
                .containsExactly(Imdn.Status.DELIVERED, Imdn.Status.DISPLAYED);
    }

    private static String fileLink(String until) {
        return "<file xmlns='urn:gsma:params:xml:ns:rcs:rcs:fthttp'><file-info type='thumbnail'>"
                + "<content-type>image/jpeg</content-type><data url='https://ft.example.org/0'/></file-info>"
                + "<file-info type='file'><file-name>a.png</file-name><data url='https://ft.example.org/1' until='"
                + until + "'/></file-info></file>";
    }

    @Test
    void rcc07_aLinkToAFileIsOneForXmpp() {
        chatFromSip(PLAIN, "").receives(FileLink.TYPE, fileLink("2026-01-02T00:00:00Z"), false);

        assertThat(scene.lastStanza().body()).isEqualTo("https://ft.example.org/1");
        assertThat(scene.lastStanza().extensions())
                .containsExactly(
                        new Extension.OutOfBand("https://ft.example.org/1", "a.png"),
                        new Extension.SharedFile(
                                "https://ft.example.org/1",
                                "a.png",
                                "",
                                OptionalLong.empty(),
                                Optional.of(new Extension.Thumbnail(
                                        "https://ft.example.org/0", "image/jpeg", OptionalLong.empty())),
                                Optional.of(Instant.parse("2026-01-02T00:00:00Z"))));
    }

    @Test
    void rcc07_aLinkToWhatIsDeletedIsRefused() {
        Received message = chatFromSip(PLAIN, "").receives(FileLink.TYPE, fileLink("2026-01-01T00:00:00Z"), false);
        assertThat(message.answers).containsExactly("403");
        assertThat(scene.link.sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain application/vnd.gsma.rcs-ft-http+xml, '', application/vnd.gsma.rcs-ft-http+xml",
        "message/cpim, text/plain application/vnd.gsma.rcs-ft-http+xml, message/cpim",
        "text/plain message/cpim, text/plain, text/plain;charset=utf-8"
    })
    void rcc07_aKeptFileIsDescribedToPhonesThatTakeIt(String accept, String wrapped, String type) {
        Msrp msrp = chatFromSip(accept, wrapped);
        scene.says("https://upload.test/1", keptFile());
        assertThat(msrp.sent.get(0).contentType()).isEqualTo(type);
        assertThat(msrp.text(0))
                .contains(type.startsWith("text") ? "https://upload.test/1" : "url=\"https://g.test/files/1\"");
    }

    private static Extension.SharedFile keptFile() {
        return new Extension.SharedFile(
                "https://g.test/files/1",
                "a.png",
                "image/png",
                OptionalLong.of(5),
                Optional.empty(),
                Optional.of(Instant.parse("2026-01-02T00:00:00Z")));
    }

    @Test
    void xep0066_aLinkIsSaidInAChatEvenWithoutAText() {
        Msrp msrp = chatFromSip(PLAIN, "");
        scene.says("", new Extension.OutOfBand("https://example.org/1", "look"));
        assertThat(msrp.text(0)).isEqualTo("look https://example.org/1");
    }

    @ParameterizedTest
    @CsvSource({
        "multipart/mixed, text/plain, text/plain, 'one\ntwo', 200",
        "multipart/alternative, text/plain, text/html, one, 200",
        "multipart/alternative, text/html, text/plain, two, 200",
        "multipart/alternative, text/html, image/png, '', 415",
        "multipart/mixed, text/plain, image/png, '', 415"
    })
    void rfc4975_7_3_1_multipartsAreTaken(String type, String first, String second, String text, String status) {
        String content = "--b\r\nContent-Type: " + first + "\r\n\r\none\r\n--b\r\nContent-Type: " + second
                + "\r\n\r\ntwo\r\n--b--\r\n";
        Received message = chatFromSip(PLAIN, "").receives(type + ";boundary=b", content, false);
        if (status.equals("200")) {
            assertThat(scene.lastStanza().body()).isEqualTo(text);
            scene.accepted();
        } else {
            assertThat(scene.link.sent).isEmpty();
        }
        assertThat(message.answers).containsExactly(status);
    }

    @Test
    void aLaterErrorIsAFailureReport() {
        Received message = chatFromSip(PLAIN, "").receives(PLAIN, "hi", false);
        scene.accepted();
        scene.error(scene.lastStanza().id(), "recipient-unavailable");
        assertThat(message.answers).containsExactly("200", "report 408");
        scene.error("unknown", "gone");
        assertThat(scene.pager).hasSize(1);
    }

    @Test
    void rfc5438_notificationsBothWays() throws CpimException {
        Msrp msrp = chatFromSip("message/cpim", CPIM);
        ImdnRequest wanted = ImdnRequest.of("imdn-1", Set.of(Disposition.POSITIVE_DELIVERY, Disposition.DISPLAY));
        Cpim hello = wanted.addTo(Cpim.of(PLAIN, "hello".getBytes(StandardCharsets.UTF_8))
                .between(
                        CpimAddress.of("sip:alice@ims.localhost"),
                        CpimAddress.of("sip:juliet@localhost"),
                        scene.clock.instant()));
        Received message = msrp.receives(Cpim.TYPE, new String(hello.octets(), StandardCharsets.UTF_8), false);
        XmppMessage stanza = scene.lastStanza();
        assertThat(stanza.body()).isEqualTo("hello");
        assertThat(stanza.extensions()).containsExactly(new Extension.ReceiptRequest(), new Extension.Markable());
        scene.accepted();
        scene.says("", new Extension.Received(stanza.id()));
        scene.says("", new Extension.Marker(Mark.DISPLAYED, stanza.id()));
        assertThat(message.answers).containsExactly("200", "report 200");
        assertThat(List.of(imdn(msrp, 0).status(), imdn(msrp, 1).status()))
                .containsExactly(Imdn.Status.DELIVERED, Imdn.Status.DISPLAYED);
        assertThat(imdn(msrp, 0).messageId()).isEqualTo("imdn-1");
    }

    @Test
    void row11_aMessageOfAnImsUserIsFollowedToItsDisplay() {
        Msrp msrp = chatFromSip("message/cpim", CPIM);
        Cpim hello = ImdnRequest.of("imdn-1", Set.of(Disposition.POSITIVE_DELIVERY, Disposition.DISPLAY))
                .addTo(Cpim.of(PLAIN, "hello".getBytes(StandardCharsets.UTF_8)));
        msrp.receives(Cpim.TYPE, new String(hello.octets(), StandardCharsets.UTF_8), false);
        assertThat(scene.tracked(1).direction()).isEqualTo(Direction.SIP_TO_XMPP);
        assertThat(scene.tracked(1).reference()).isEqualTo("imdn-1");
        assertThat(scene.tracked(1).ims()).isEqualTo("sip:alice@ims.localhost");
        assertThat(scene.tracked(1).xmpp()).isEqualTo(JULIET.bare());
        assertThat(scene.tracked(1).state()).isEqualTo(MessageState.ACCEPTED);
        scene.accepted();
        assertThat(scene.tracked(1).state()).isEqualTo(MessageState.SENT);
        String stanza = scene.lastStanza().id();
        assertThat(MessageId.startOf(stanza)).contains(scene.tracked(1).id());
        scene.says("", new Extension.Received(stanza));
        assertThat(scene.tracked(1).state()).isEqualTo(MessageState.DELIVERED);
        scene.says("", new Extension.Marker(Mark.DISPLAYED, stanza));
        assertThat(scene.tracked(1).state()).isEqualTo(MessageState.DISPLAYED);
    }

    @Test
    void row11_aMessageOfAnXmppUserIsFollowedToItsDisplay() throws CpimException {
        Msrp msrp = chatFromSip("message/cpim", CPIM);
        scene.says("hi", new Extension.ReceiptRequest(), new Extension.Markable(), new Extension.Xhtml("<b>hi</b>"));
        assertThat(scene.tracked(1).direction()).isEqualTo(Direction.XMPP_TO_SIP);
        assertThat(scene.tracked(1).reference()).isEqualTo("stanza-hi");
        assertThat(scene.tracked(1).lost()).containsExactly(Loss.FORMATTING);
        msrp.listeners.get(0).sent();
        assertThat(scene.tracked(1).state()).isEqualTo(MessageState.SENT);
        ImdnRequest asked = ImdnRequest.of(Cpim.parse(msrp.text(0).getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
        notify(msrp, asked.messageId(), Imdn.Kind.DELIVERY, Imdn.Status.DELIVERED);
        assertThat(scene.tracked(1).state()).isEqualTo(MessageState.DELIVERED);
        notify(msrp, asked.messageId(), Imdn.Kind.DISPLAY, Imdn.Status.DISPLAYED);
        assertThat(scene.tracked(1).state()).isEqualTo(MessageState.DISPLAYED);
        // What is told when the chat is over finds the stanza by the same id, as in pager mode.
        assertThat(ImdnId.stanzaId(asked.messageId())).contains("stanza-hi");
    }

    private static void notify(Msrp msrp, String messageId, Imdn.Kind kind, Imdn.Status status) {
        Imdn imdn = new Imdn(messageId, Optional.empty(), "sip:alice@ims.localhost", "", kind, status);
        Cpim cpim = Cpim.of(Imdn.TYPE, imdn.octets());
        msrp.receives(Cpim.TYPE, new String(cpim.octets(), StandardCharsets.UTF_8), false);
    }

    @Test
    void row11_whyAMessageDidNotArriveIsKept() {
        Msrp msrp = chatFromSip(PLAIN, "");
        msrp.receives(PLAIN, "hi", false);
        scene.refused("item-not-found");
        assertThat(scene.tracked(1).state()).isEqualTo(MessageState.FAILED);
        assertThat(scene.tracked(1).reason()).contains("item-not-found");
        msrp.receives("image/png", "hi", false);
        assertThat(scene.tracked(2).state()).isEqualTo(MessageState.POLICY);
        assertThat(scene.tracked(2).reason()).contains("text/plain only");
        scene.says("hi");
        msrp.listeners.get(0).failed(new MsrpStatus(415, "no"));
        assertThat(scene.tracked(3).state()).isEqualTo(MessageState.FAILED);
        assertThat(scene.tracked(3).reason()).isEqualTo("MSRP: 415 no");
        msrp.receives(PLAIN, "late", false);
        scene.accepted();
        scene.error(scene.lastStanza().id(), "recipient-unavailable");
        assertThat(scene.tracked(4).state()).isEqualTo(MessageState.FAILED);
    }

    /** Pager mode follows what it takes over by itself. */
    @Test
    void row11_whatGoesAsAPagerMessageIsNotFollowedTwice() {
        scene.says("hello");
        Dialog dialog = scene.invited.get(0);
        dialog.answered(sdp(PLAIN, ""));
        scene.msrp.get(0).listeners.get(0).failed(new MsrpStatus(481, ""));
        assertThat(scene.pager).hasSize(1);
        scene.flushTracking();
        assertThat(scene.tracking.rows).isEmpty();
    }

    private static Imdn imdn(Msrp msrp, int index) throws CpimException {
        Cpim cpim = Cpim.parse(msrp.text(index).getBytes(StandardCharsets.UTF_8));
        return Imdn.parse(cpim.content());
    }

    @Test
    void rfc5438_aPhoneThatNotifiesIsAskedByItsEnvelope() throws CpimException {
        Msrp msrp = chatFromSip("message/cpim", CPIM);
        scene.says("hi", new Extension.ReceiptRequest(), new Extension.Markable());
        assertThat(msrp.sent.get(0).successReport()).isFalse();
        Cpim sent = Cpim.parse(msrp.text(0).getBytes(StandardCharsets.UTF_8));
        assertThat(sent.from()).contains(CpimAddress.of("sip:juliet@localhost"));
        ImdnRequest request = ImdnRequest.of(sent).orElseThrow();
        assertThat(request.wanted())
                .containsExactlyInAnyOrder(
                        Disposition.POSITIVE_DELIVERY, Disposition.NEGATIVE_DELIVERY, Disposition.DISPLAY);

        notifies(msrp, request, Imdn.Kind.DELIVERY, Imdn.Status.DELIVERED);
        assertThat(scene.lastStanza().extensions()).containsExactly(new Extension.Received("stanza-hi"));
        notifies(msrp, request, Imdn.Kind.DISPLAY, Imdn.Status.DISPLAYED);
        assertThat(scene.lastStanza().extensions()).containsExactly(new Extension.Marker(Mark.DISPLAYED, "stanza-hi"));
        notifies(msrp, request, Imdn.Kind.DELIVERY, Imdn.Status.FAILED);
        assertThat(scene.lastStanza().type()).isEqualTo("error");
    }

    private void notifies(Msrp msrp, ImdnRequest request, Imdn.Kind kind, Imdn.Status status) {
        Imdn imdn = new Imdn(request.messageId(), Optional.empty(), "sip:alice@ims.localhost", "", kind, status);
        Cpim cpim = imdn.message(
                request,
                "n1",
                CpimAddress.of("sip:alice@ims.localhost"),
                CpimAddress.of("sip:juliet@localhost"),
                scene.clock.instant());
        msrp.receives(Cpim.TYPE, new String(cpim.octets(), StandardCharsets.UTF_8), false);
    }

    @Test
    void aPhoneThatTakesEnvelopesOnlyGetsEnvelopes() throws CpimException {
        Msrp msrp = chatFromSip("message/cpim", "text/plain application/im-iscomposing+xml");
        scene.says("hi");
        Cpim sent = Cpim.parse(msrp.text(0).getBytes(StandardCharsets.UTF_8));
        assertThat(new String(sent.content(), StandardCharsets.UTF_8)).isEqualTo("hi");
        scene.says("", new Extension.ChatState(State.COMPOSING));
        assertThat(Cpim.parse(msrp.text(1).getBytes(StandardCharsets.UTF_8)).contentType())
                .isEqualTo(IsComposing.TYPE);
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, <p>hi</p>, 415",
        "message/cpim, no envelope, 400",
        "application/im-iscomposing+xml, nothing, 400",
        "message/imdn+xml, nothing, 400",
        "text/plain;charset=nonsense, hi, 415"
    })
    void contentThatIsNotOursOrBrokenIsRefused(String type, String content, String status) {
        assertThat(chatFromSip(PLAIN, "").receives(type, content, false).answers)
                .containsExactly(status);
        assertThat(scene.link.sent).isEmpty();
    }

    @Test
    void rfc3862_4_7_whatMustBeUnderstoodAndIsNotIsRefused() {
        String cpim = "Require: X.Y\r\nNS: X <urn:x>\r\n\r\nContent-Type: text/plain\r\n\r\nhi";
        assertThat(chatFromSip("message/cpim", PLAIN).receives(Cpim.TYPE, cpim, false).answers)
                .containsExactly("400");
    }

    @Test
    void rfc7247_8_sipsIsRefused() {
        assertThat(scene.invite(Fakes.Message.to("sips:juliet@localhost", ""), sdp(PLAIN, ""))
                        .status())
                .isEqualTo(416);
    }

    @Test
    void whatCannotBeIsRefusedByItsError() {
        Fakes.Message juliet = Fakes.Message.to("sip:juliet@localhost", "");
        assertThat(scene.invite(juliet.with(Map.of("Max-Forwards", "0")), sdp(PLAIN, ""))
                        .status())
                .isEqualTo(483);
        assertThat(scene.invite(juliet.from(Optional.empty()), sdp(PLAIN, "")).status())
                .isEqualTo(403);
        assertThat(scene.invite(sdp("image/png", "")).status()).isEqualTo(488);
        assertThat(scene.invite(sdp(PLAIN, "", "a=file-selector:size:5")).status())
                .isEqualTo(488);
        assertThat(scene.invite(sdp(PLAIN, "").replace("a=path", "a=pfad")).status())
                .isEqualTo(400);
        scene.msrpFull = true;
        assertThat(scene.invite(sdp(PLAIN, "")).status()).isEqualTo(503);
        assertThat(scene.link.sent).isEmpty();
    }

    @Test
    void anInviteWithoutMessagesIsNotOurs() {
        Fakes.Message call = Fakes.Message.to("sip:juliet@localhost", "");
        assertThat(scene.invite(call, sdp(PLAIN, "").replace("m=message", "m=video"))
                        .status())
                .isZero();
        assertThat(scene.invite(Fakes.Message.to("sip:bob@ims.localhost", ""), sdp(PLAIN, ""))
                        .status())
                .isZero();
    }

    @Test
    void rfc3323_anAnonymousCallerCanBeAnswered() {
        Fakes.Message juliet = Fakes.Message.to("sip:juliet@localhost", "").with(Map.of("Privacy", "id"));
        scene.invite(juliet, sdp(PLAIN, ""));
        Msrp msrp = scene.msrp.get(0);
        msrp.receives(PLAIN, "guess who", false);
        XmppMessage stanza = scene.lastStanza();
        assertThat(stanza.from().local()).isEqualTo("anonymous");
        assertThat(stanza.thread()).isNotEqualTo("711609sa@ims.localhost");
        scene.gateway.message(new XmppMessage(
                "1", JULIET, stanza.from(), "chat", "", stanza.thread(), "", "who?", Optional.empty(), List.of()));
        assertThat(msrp.text(0)).isEqualTo("who?");
    }

    @Test
    void rfc3261_14_aReInviteWithTheSamePathGoesOn() throws SdpException {
        Dialog dialog = scene.invite(sdp(PLAIN, "")).dialog.orElseThrow();
        dialog.listener.reoffered(dialog, Optional.of(Body.text(Body.SDP, sdp(PLAIN, ""))));
        // RFC 4975 8.4: nothing has changed.
        assertThat(dialog.said().origin()).contains(" 1 IN IP4");
        dialog.listener.reoffered(
                dialog, Optional.of(Body.text(Body.SDP, sdp(PLAIN, "").replace("a=setup:actpass", "a=setup:passive"))));
        assertThat(dialog.said().origin()).contains(" 2 IN IP4");
        dialog.listener.reoffered(
                dialog, Optional.of(Body.text(Body.SDP, sdp(PLAIN, "").replace("/phone;", "/new;"))));
        assertThat(dialog.replies.get(3).status()).isEqualTo(488);
        dialog.listener.reoffered(dialog, Optional.empty());
        assertThat(dialog.replies.get(4).status()).isEqualTo(200);
    }

    @Test
    void theThreadTellsTwoChatsOfTheSameUsersApart() {
        chatFromXmpp(PLAIN, "");
        scene.invite(sdp(PLAIN, ""));
        scene.gateway.message(new XmppMessage(
                "1", JULIET, ALICE, "chat", "", "thread-1", "", "to the first", Optional.empty(), List.of()));
        scene.gateway.message(new XmppMessage(
                "2",
                new Jid("juliet", "localhost", "phone"),
                ALICE,
                "chat",
                "",
                "",
                "",
                "newest",
                Optional.empty(),
                List.of()));
        assertThat(scene.msrp.get(0).text(1)).isEqualTo("to the first");
        assertThat(scene.msrp.get(1).text(0)).isEqualTo("newest");
    }

    @Test
    void whenTheGatewayStopsBothSidesAreTold() {
        Invite invite = scene.invite(sdp(PLAIN, ""));
        scene.gateway.endAll();
        assertThat(invite.dialog.orElseThrow().done).containsExactly("end");
        assertThat(states()).containsExactly(State.GONE);
    }
}

package org.tombolo.gateway.interconnection.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tombolo.gateway.interconnection.call.CallScene.JULIET;
import static org.tombolo.gateway.interconnection.call.CallScene.audio;
import static org.tombolo.gateway.interconnection.call.CallScene.sdp;
import static org.tombolo.gateway.interconnection.call.CallScene.transport;
import static org.tombolo.gateway.interconnection.call.CallScene.type;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.call.MediaEvents;
import org.tombolo.gateway.interconnection.call.CallScene.Asked;
import org.tombolo.identity.Jid;
import org.tombolo.jingle.Jingle;
import org.tombolo.jingle.JingleContent;
import org.tombolo.jingle.Namespaces;
import org.tombolo.jingle.Senders;
import org.tombolo.media.sdp.WebRtcFragment;
import org.tombolo.sip.Body;
import org.tombolo.sip.FakeDialog;
import org.tombolo.sip.Header;
import org.tombolo.sip.LegEnd;
import org.tombolo.xmpp.Extension.CallMessage.Word;

class CallGatewayTest {
    private static final String TO_JULIET = "sip:juliet@localhost";
    private static final String TO_BALCONY = "sip:juliet@localhost;gr=balcony";
    private static final String PHONE = sdp(
            "m=audio 4000 RTP/AVP 96 0",
            "a=rtpmap:96 opus/48000/2",
            "m=video 4002 RTP/AVP 97",
            "a=rtpmap:97 H264/90000");
    private static final String ANSWER = sdp("m=audio 4000 RTP/AVP 0");
    private static final String INITIATE = "action='session-initiate' sid='s1'";
    private static final String OPUS = type(111, "opus", 48_000, 2);
    private static final String PCMU = type(0, "PCMU", 8000, 1);
    private static final Jid CHAMBER = new Jid("juliet", "localhost", "chamber");
    private static final String[] CALLABLE = Namespaces.NEEDED.toArray(new String[0]);

    private CallScene scene;

    @BeforeEach
    void start() throws IOException {
        scene = new CallScene(2);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    // ---- an IMS user calls --------------------------------------------------------------------------------------

    private FakeDialog ringing() {
        FakeDialog phone = scene.invite(TO_BALCONY, PHONE);
        assertThat(scene.said()).containsExactly("session-initiate");
        return phone;
    }

    private String sid() {
        return scene.asked("session-initiate").get(0).sid();
    }

    private String info(String name) {
        return scene.jingle(
                JULIET,
                "action='session-info' sid='" + sid() + "'",
                name.isEmpty() ? "" : "<" + name + " xmlns='urn:xmpp:jingle:apps:rtp:info:1'/>");
    }

    private String accept(Jid device, String sid, String content) {
        return scene.jingle(device, "action='session-accept' sid='" + sid + "'", content);
    }

    private FakeDialog talking() {
        FakeDialog phone = ringing();
        assertThat(accept(JULIET, sid(), audio(OPUS + PCMU, "active"))).isEqualTo("done");
        assertThat(phone.done).containsExactly("200");
        return phone;
    }

    @Test
    void rfc7247_6_3_aGruuIsOneDeviceAndIsCalled() {
        ringing();
        Asked asked = scene.asked("session-initiate").get(0);
        assertThat(asked.request().to()).isEqualTo(JULIET);
        assertThat(asked.request().from()).isEqualTo(CallScene.ALICE);
        assertThat(asked.request().payload().attribute("initiator")).isEqualTo("alice@ims.localhost/sip");
        JingleContent content = asked.jingle().orElseThrow().contents().get(0);
        assertThat(content.description().orElseThrow().formats())
                .extracting(f -> f.payloadType() + " " + f.encoding())
                .containsExactly("96 opus", "0 PCMU");
        assertThat(content.transport().orElseThrow().setup()).as("RFC 5763 5").isEqualTo("actpass");
        assertThat(content.senders()).isEqualTo(Senders.BOTH);
    }

    @Test
    void xep0167_9_4_ringingIs180Once() {
        FakeDialog phone = ringing();
        assertThat(info("ringing")).isEqualTo("done");
        assertThat(info("ringing")).isEqualTo("done");
        assertThat(phone.done).containsExactly("180");
    }

    @Test
    void rfc3264_6_1_theFirstAcceptedCodecIsTheCallsAndHasEachSidesNumber() {
        FakeDialog phone = talking();
        assertThat(phone.said)
                .contains("m=audio " + port(phone) + " RTP/AVP 96\r\n", "a=rtpmap:96 opus/48000/2", "m=video 0 ");
        assertThat(scene.rtp.openPairs())
                .as("one for each kind that was offered")
                .isEqualTo(2);
    }

    private static String port(FakeDialog phone) {
        return phone.said.replaceAll("(?s).*m=audio (\\d+) .*", "$1");
    }

    @Test
    void aByeIsSuccessAndTheEndGivesThePortBack() {
        FakeDialog phone = talking();
        phone.ends(new LegEnd.HungUp());
        assertThat(scene.said()).endsWith("session-terminate success");
        await().until(() -> scene.rtp.openPairs() == 0);
        assertThat(info("")).isEqualTo("item-not-found unknown-session");
    }

    @Test
    void aCancelIsCancel() {
        ringing().ends(new LegEnd.Cancelled());
        assertThat(scene.said()).endsWith("session-terminate cancel");
    }

    @ParameterizedTest
    @CsvSource({"decline, 603", "busy, 486", "gone, 480", "unsupported-applications, 488"})
    void xep0166_6_7_aSessionThatIsEndedBeforeItIsAcceptedIsRefused(String reason, String status) {
        FakeDialog phone = ringing();
        String end = scene.jingle(
                JULIET, "action='session-terminate' sid='" + sid() + "'", "<reason><" + reason + "/></reason>");
        assertThat(end).isEqualTo("done");
        assertThat(phone.done).containsExactly(status);
        await().until(() -> scene.rtp.openPairs() == 0);
    }

    @ParameterizedTest
    @CsvSource({
        "item-not-found, cancel, 404",
        "recipient-unavailable, wait, 480",
        "remote-server-timeout, wait, 480",
        "resource-constraint, wait, 480",
        "forbidden, auth, 403",
    })
    void rfc7247_7_1_anErrorToTheInitiationIsAFinalResponseButNoFailureOfOurs(
            String condition, String type, String status) {
        FakeDialog phone = ringing();
        scene.asked("session-initiate").get(0).fails(condition, type);
        assertThat(phone.done).containsExactly(status);
    }

    @Test
    void nothingInCommonIs488AndIncompatibleParameters() {
        FakeDialog phone = ringing();
        accept(JULIET, sid(), audio(type(9, "G722", 8000, 1), "active"));
        assertThat(scene.said()).endsWith("session-terminate incompatible-parameters");
        assertThat(phone.done).containsExactly("488");
    }

    @Test
    void xep0320_anAnswerThatWantsUsToBeTheClientOrHasNoFingerprintIsRefused() {
        FakeDialog phone = ringing();
        accept(JULIET, sid(), audio(PCMU, "passive"));
        assertThat(scene.said()).endsWith("session-terminate security-error");
        assertThat(phone.done).containsExactly("488");
    }

    @Test
    void xep0166_7_2_7_aSecondAcceptIsOutOfOrder() {
        talking();
        assertThat(accept(JULIET, sid(), audio(PCMU, "active"))).isEqualTo("unexpected-request out-of-order");
    }

    @Test
    void rfc3261_13_3_aDeviceThatNeverAnswersIsGivenUp() {
        FakeDialog phone = ringing();
        scene.sessions.get(0).timeout();
        assertThat(phone.done).containsExactly("480");
        assertThat(scene.said()).endsWith("session-terminate timeout");
    }

    @Test
    void xep0166_6_1_devicesThatAreThereAreAskedWhatTheyCanAndRing() {
        scene.online(JULIET);
        scene.online(CHAMBER);
        FakeDialog phone = scene.invite(TO_JULIET, PHONE);
        assertThat(scene.asked).hasSize(2);
        scene.asked.get(0).can(CALLABLE);
        scene.asked.get(1).can(CALLABLE);
        assertThat(scene.asked("session-initiate"))
                .extracting(a -> a.request().to())
                .containsExactly(JULIET, CHAMBER);
        Asked chamber = scene.asked("session-initiate").get(1);
        accept(CHAMBER, chamber.sid(), audio(PCMU, "active"));
        assertThat(phone.done).containsExactly("200");
        assertThat(scene.asked("session-terminate"))
                .extracting(a -> a.request().to())
                .containsExactly(JULIET);
        assertThat(accept(JULIET, sid(), audio(PCMU, "active"))).isEqualTo("item-not-found unknown-session");
    }

    @Test
    void rfc3261_16_7_whenAllDevicesRefuseTheBestAnswerIsPassedOn() {
        scene.online(JULIET);
        scene.online(CHAMBER);
        FakeDialog phone = scene.invite(TO_JULIET, PHONE);
        scene.asked.get(0).can(CALLABLE);
        scene.asked.get(1).can(CALLABLE);
        scene.asked("session-initiate").get(0).fails("service-unavailable", "cancel");
        assertThat(phone.done).isEmpty();
        scene.jingle(
                CHAMBER,
                "action='session-terminate' sid='"
                        + scene.asked("session-initiate").get(1).sid() + "'",
                "<reason><busy/></reason>");
        assertThat(phone.done).containsExactly("486");
    }

    @Test
    void devicesOfWhichNoneCanBeCalledAre480() {
        scene.online(JULIET);
        FakeDialog phone = scene.invite(TO_JULIET, PHONE);
        scene.asked.get(0).can("urn:xmpp:ping");
        assertThat(phone.done).containsExactly("480");
        assertThat(scene.words()).isEmpty();
    }

    @Test
    void xep0353_3_oneOfWhomNothingIsKnownIsAskedByMessage() {
        FakeDialog phone = scene.invite(TO_JULIET, PHONE);
        assertThat(scene.words()).containsExactly("PROPOSE call-0000.p");
        scene.message(JULIET, Word.RINGING, "call-0000.p", "");
        assertThat(phone.done).containsExactly("180");
        scene.message(JULIET, Word.PROCEED, "call-0000.p", "");
        assertThat(sid()).isEqualTo("call-0000.p");
        accept(JULIET, "call-0000.p", audio(PCMU, "active"));
        assertThat(phone.done).containsExactly("180", "200");
        phone.ends(new LegEnd.HungUp());
        assertThat(scene.words()).endsWith("FINISH call-0000.p");
    }

    @Test
    void xep0353_3_5_aRejectionIsBusyAndACancelIsRetracted() {
        FakeDialog phone = scene.invite(TO_JULIET, PHONE);
        scene.message(JULIET, Word.REJECT, "call-0000.p", "busy");
        assertThat(phone.done).containsExactly("486");
        FakeDialog again = scene.invite(TO_JULIET, PHONE);
        again.ends(new LegEnd.Cancelled());
        assertThat(scene.words()).endsWith("RETRACT call-0001.p");
    }

    @Test
    void aRequestOfAnotherDeviceOrForAnotherSessionIsUnknown() {
        talking();
        assertThat(scene.jingle(CHAMBER, "action='session-terminate' sid='" + sid() + "'", ""))
                .isEqualTo("item-not-found unknown-session");
        assertThat(scene.jingle(JULIET, "action='session-info' sid='other'", ""))
                .isEqualTo("item-not-found unknown-session");
    }

    @Test
    void rfc3264_6_anOfferWithoutPlainRtpIs488WithAWarning() {
        FakeDialog phone = scene.invite(TO_JULIET, sdp("m=audio 4000 RTP/SAVP 0"));
        assertThat(phone.done).containsExactly("488", "Warning");
        assertThat(scene.asked).isEmpty();
    }

    @Test
    void rfc3261_21_5_4_moreCallsThanThereMayBeAre503() {
        scene.invite(TO_BALCONY, PHONE);
        scene.invite(TO_BALCONY, PHONE);
        assertThat(scene.invite(TO_BALCONY, PHONE).done).startsWith("503").contains("Retry-After");
    }

    @Test
    void anInviteWithoutAnOfferIsACall() {
        assertThat(scene.gateway.serves(CallScene.request(TO_JULIET, ""))).isTrue();
        assertThat(scene.gateway.serves(CallScene.request("sip:bob@ims.localhost", "")))
                .isFalse();
    }

    private FakeDialog withoutOffer(Header... headers) {
        return scene.invite(TO_BALCONY, "", headers);
    }

    private static void acknowledges(FakeDialog phone, String sdp) {
        phone.listener.acknowledged(phone, Optional.of(Body.text(Body.SDP, sdp)));
    }

    @Test
    void rfc3261_13_2_1_withoutAnOfferTheAnswerIsInTheAck() {
        FakeDialog phone = withoutOffer();
        assertThat(formats(scene.asked("session-initiate").get(0)))
                .startsWith("0 PCMU")
                .contains("101 telephone-event");
        accept(JULIET, sid(), audio(PCMU + OPUS + KEYS, "active"));
        assertThat(phone.done).containsExactly("200");
        assertThat(phone.said).contains(" RTP/AVP 0 101\r\n", "a=sendrecv");
        acknowledges(phone, sdp("m=audio 4000 RTP/AVP 0"));
        assertThat(info("hold")).isEqualTo("done");
        assertThat(phone.done).as("it is a call").endsWith("re-INVITE");
    }

    @Test
    void rfc3262_5_withReliableResponsesThePhonesCodecsAreKnownFirst() {
        FakeDialog phone = withoutOffer(new Header("Supported", "timer, 100rel"));
        assertThat(phone.done).containsExactly("183");
        assertThat(phone.said).contains(" RTP/AVP 96 9 0 8 101 102\r\n", "a=sendrecv");
        assertThat(scene.said()).as("nobody rings yet").isEmpty();
        acknowledges(phone, sdp("m=audio 4000 RTP/AVP 8 97", "a=rtpmap:97 telephone-event/8000"));
        assertThat(formats(scene.asked("session-initiate").get(0))).containsExactly("8 PCMA", "97 telephone-event");
        String offer = phone.said;
        accept(JULIET, sid(), audio(type(8, "PCMA", 8000, 1), "active"));
        assertThat(phone.done).containsExactly("183", "200");
        assertThat(phone.said).as("the 200 has no second offer").isEqualTo(offer);
    }

    @Test
    void anAnswerWithoutACodecOfOursEndsWhatThereIs() {
        FakeDialog early = withoutOffer(new Header("Require", "100rel"));
        acknowledges(early, sdp("m=audio 4000 RTP/AVP 3"));
        assertThat(early.done).containsExactly("183", "488");
        FakeDialog late = withoutOffer();
        accept(JULIET, sid(), audio(PCMU, "active"));
        late.listener.acknowledged(late, Optional.empty());
        assertThat(late.done).containsExactly("200", "BYE");
        assertThat(scene.said()).endsWith("session-terminate incompatible-parameters");
        await().until(() -> scene.rtp.openPairs() == 0);
    }

    private static List<String> formats(Asked asked) {
        return asked.jingle().orElseThrow().contents().get(0).description().orElseThrow().formats().stream()
                .map(f -> f.payloadType() + " " + f.encoding())
                .toList();
    }

    @Test
    void onlyCallsWithSoundToXmppUsersAreServed() {
        assertThat(scene.gateway.serves(CallScene.request(TO_JULIET, PHONE))).isTrue();
        assertThat(scene.gateway.serves(CallScene.request(TO_JULIET, sdp("m=message 7394 TCP/MSRP *"))))
                .isFalse();
        assertThat(scene.gateway.serves(CallScene.request("sip:bob@ims.localhost", PHONE)))
                .isFalse();
    }

    // ---- an XMPP user calls -------------------------------------------------------------------------------------

    private FakeDialog called() {
        assertThat(scene.jingle(
                        JULIET, INITIATE, audio(OPUS + PCMU + type(101, "telephone-event", 8000, 1), "actpass")))
                .isEqualTo("done");
        return scene.invited.get(0);
    }

    @Test
    void aSessionInitiateIsAnInvite() {
        FakeDialog phone = called();
        assertThat(phone.done).containsExactly("INVITE sip:alice@ims.localhost from sip:juliet@localhost");
        assertThat(phone.said).contains(" RTP/AVP 111 0 101\r\n", "a=rtpmap:111 opus/48000/2", "a=sendrecv");
    }

    @Test
    void aRingingPhoneIsToldOnce() {
        FakeDialog phone = called();
        phone.listener.ringing(phone, 180, Optional.empty());
        phone.listener.ringing(phone, 183, Optional.empty());
        assertThat(scene.said()).containsExactly("session-info ringing");
    }

    @Test
    void rfc3264_7_theAnswersCodecIsAcceptedUnderTheOfferersNumber() {
        FakeDialog phone = called();
        phone.answers(sdp("m=audio 4000 RTP/AVP 96", "a=rtpmap:96 opus/48000/2"));
        assertThat(phone.done).endsWith("ACK");
        Jingle accept = scene.asked("session-accept").get(0).jingle().orElseThrow();
        JingleContent content = accept.contents().get(0);
        assertThat(content.description().orElseThrow().formats())
                .extracting(f -> f.payloadType() + " " + f.encoding())
                .containsExactly("111 opus");
        assertThat(content.transport().orElseThrow().setup()).isEqualTo("passive");
    }

    @Test
    void whatIsNotTakenStandsInTheAnswerWithoutAWayToGo() {
        String video = "<content creator='initiator' name='video'><description xmlns='urn:xmpp:jingle:apps:rtp:1'"
                + " media='video'><payload-type id='96' name='VP8' clockrate='90000'/></description>"
                + transport("actpass") + "</content>";
        scene.jingle(
                JULIET,
                INITIATE,
                "<group xmlns='urn:xmpp:jingle:apps:grouping:0' semantics='BUNDLE'><content name='audio'/>"
                        + "<content name='video'/></group>" + audio(PCMU, "actpass") + video);
        scene.invited.get(0).answers(ANSWER);
        Jingle accept = scene.asked("session-accept").get(0).jingle().orElseThrow();
        assertThat(accept.contents()).extracting(JingleContent::name).containsExactly("audio", "video");
        assertThat(accept.bundle()).as("XEP-0338").containsExactly("audio");
        JingleContent refused = accept.contents().get(1);
        assertThat(refused.senders()).isEqualTo(Senders.NONE);
        assertThat(refused.transport().orElseThrow().keys()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"486, busy", "603, decline", "404, gone", "480, gone", "408, timeout", "488, incompatible-parameters"})
    void aRefusedInviteEndsTheSession(int status, String reason) {
        called().ends(new LegEnd.Refused(status, "because"));
        assertThat(scene.said()).containsExactly("session-terminate " + reason);
        await().until(() -> scene.rtp.openPairs() == 0);
    }

    @Test
    void anAnswerWithAnotherCodecIsAcknowledgedAndEnded() {
        FakeDialog phone = called();
        phone.answers(sdp("m=audio 4000 RTP/AVP 8"));
        assertThat(phone.done).endsWith("ACK", "BYE");
        assertThat(scene.said()).containsExactly("session-terminate incompatible-parameters");
    }

    @Test
    void theCallerMayGiveUpBeforeAndAfterTheAnswer() {
        FakeDialog phone = called();
        scene.jingle(JULIET, "action='session-terminate' sid='s1'", "<reason><cancel/></reason>");
        assertThat(phone.done).endsWith("CANCEL");
        scene.jingle(JULIET, INITIATE, audio(PCMU, "actpass"));
        FakeDialog second = scene.invited.get(1);
        second.answers(ANSWER);
        scene.jingle(JULIET, "action='session-terminate' sid='s1'", "<reason><success/></reason>");
        assertThat(second.done).endsWith("BYE");
        assertThat(scene.said()).containsExactly("session-accept");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<content name='f'><description xmlns='urn:xmpp:jingle:apps:file-transfer:5'/></content> | unsupported-applications",
                "<content name='a'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'><payload-type id='0'/></description></content> | unsupported-transports",
                "<content name='a'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'><payload-type id='0'/></description><transport xmlns='urn:xmpp:jingle:transports:ice-udp:1' ufrag='8hhy' pwd='asd88fgpdd777uzjYhagZg'/></content> | security-error",
            })
    void xep0166_6_3_2_whatCannotBeTakenIsAcknowledgedAndEnded(String content, String reason) {
        assertThat(scene.jingle(JULIET, INITIATE, content)).isEqualTo("done");
        assertThat(scene.said()).containsExactly("session-terminate " + reason);
        assertThat(scene.invited).isEmpty();
    }

    @Test
    void withoutACodecTheParametersAreIncompatible() {
        scene.jingle(JULIET, INITIATE, audio(type(101, "telephone-event", 8000, 1), "actpass"));
        assertThat(scene.said()).containsExactly("session-terminate incompatible-parameters");
    }

    @Test
    void xep0166_6_3_2_errorsOfAnInitiation() {
        assertThat(scene.jingle(JULIET, INITIATE, "")).isEqualTo("bad-request");
        assertThat(scene.jingle(JULIET, "action='session-begin' sid='s1'", "")).isEqualTo("bad-request");
        assertThat(scene.jingle(new Jid("eve", "elsewhere.example", "x"), INITIATE, audio(PCMU, "actpass")))
                .isEqualTo("service-unavailable");
        called();
        assertThat(scene.jingle(JULIET, INITIATE, audio(PCMU, "actpass"))).isEqualTo("unexpected-request out-of-order");
        scene.jingle(JULIET, "action='session-initiate' sid='s2'", audio(PCMU, "actpass"));
        assertThat(scene.jingle(JULIET, "action='session-initiate' sid='s3'", audio(PCMU, "actpass")))
                .isEqualTo("resource-constraint");
    }

    @Test
    void xep0353_3_aProposalToAnImsUserIsTakenAtOnce() {
        scene.message(JULIET, Word.PROPOSE, "p1", "");
        assertThat(scene.words()).containsExactly("PROCEED p1");
        assertThat(scene.sent.get(0).from()).isEqualTo(CallScene.ALICE);
        scene.message(new Jid("eve", "elsewhere.example", "x"), Word.PROPOSE, "p2", "");
        assertThat(scene.words()).endsWith("REJECT p2");
    }

    // ---- pressed keys -------------------------------------------------------------------------------------------

    private static final String KEYS = type(110, "telephone-event", 48_000, 1) + type(101, "telephone-event", 8000, 1);
    private static final String KEY_PHONE = sdp(
            "m=audio 4000 RTP/AVP 0 97 98",
            "a=rtpmap:97 telephone-event/8000",
            "a=fmtp:97 0-15",
            "a=rtpmap:98 telephone-event/16000");

    @Test
    void rfc4733_2_1_keysAreOfferedAtTheRateOfACodec() {
        FakeDialog phone = scene.invite(TO_BALCONY, KEY_PHONE);
        assertThat(formats(scene.asked("session-initiate").get(0))).containsExactly("0 PCMU", "97 telephone-event");
        accept(JULIET, sid(), audio(PCMU + KEYS, "active"));
        assertThat(phone.said).contains(" RTP/AVP 0 97\r\n", "a=rtpmap:97 telephone-event/8000");
    }

    @Test
    void aClientWithoutKeysGetsThemAsSoundSinceTheAnswerHasNone() {
        FakeDialog phone = scene.invite(TO_BALCONY, KEY_PHONE);
        accept(JULIET, sid(), audio(PCMU, "active"));
        assertThat(phone.said).contains(" RTP/AVP 0\r\n").doesNotContain("telephone-event");
    }

    @Test
    void aPhonesKeysAreAcceptedUnderTheClientsNumber() {
        scene.jingle(JULIET, INITIATE, audio(OPUS + PCMU + KEYS, "actpass"));
        FakeDialog phone = scene.invited.get(0);
        assertThat(phone.said).contains(" RTP/AVP 111 0 110 101\r\n");
        phone.answers(KEY_PHONE);
        assertThat(formats(scene.asked("session-accept").get(0))).containsExactly("0 PCMU", "101 telephone-event");
    }

    @Test
    void aReinviteKeepsTheKeysAsLongAsThePhoneHasThem() {
        FakeDialog phone = scene.invite(TO_BALCONY, KEY_PHONE);
        accept(JULIET, sid(), audio(PCMU + KEYS, "active"));
        phone.reoffers(KEY_PHONE.replace("97", "99"));
        assertThat(phone.said).contains(" RTP/AVP 0 99\r\n");
        info("hold");
        assertThat(phone.said).contains(" RTP/AVP 0 99\r\n", "a=sendonly");
        phone.reoffers(ANSWER);
        assertThat(phone.said).contains(" RTP/AVP 0\r\n");
    }

    // ---- pictures -----------------------------------------------------------------------------------------------

    private static final String GROUP = "<group xmlns='urn:xmpp:jingle:apps:grouping:0' semantics='BUNDLE'>"
            + "<content name='audio'/><content name='video'/></group>";
    private static final String VP8 = "<payload-type id='98' name='VP8' clockrate='90000'/>";
    private static final String H264 = "<payload-type id='102' name='H264' clockrate='90000'>"
            + "<parameter name='packetization-mode' value='1'/><parameter name='profile-level-id' value='42e01f'/>"
            + "</payload-type>";
    private static final String VIDEO_PHONE = sdp(
            "m=audio 4000 RTP/AVP 0",
            "m=video 4002 RTP/AVP 97",
            "a=rtpmap:97 H264/90000",
            "a=fmtp:97 packetization-mode=1;profile-level-id=42001f",
            "a=rtcp-fb:* nack pli");

    private static String video(String types) {
        return audio(types, "actpass")
                .replace("name='audio'", "name='video'")
                .replace("media='audio'", "media='video'");
    }

    @Test
    void rfc6184_8_2_2_picturesPassWhereProfileAndModeAreTheSame() {
        scene.jingle(JULIET, INITIATE, GROUP + audio(PCMU, "actpass") + video(VP8 + H264));
        FakeDialog phone = scene.invited.get(0);
        assertThat(phone.said).contains("m=video ", " RTP/AVP 98 102\r\n", "a=rtcp-fb:* nack pli");
        phone.answers(VIDEO_PHONE);
        Jingle accept = scene.asked("session-accept").get(0).jingle().orElseThrow();
        assertThat(accept.bundle()).containsExactly("audio", "video");
        assertThat(accept.contents().get(1).description().orElseThrow().formats())
                .extracting(f -> f.payloadType() + " " + f.encoding())
                .containsExactly("102 H264");
    }

    @Test
    void aPhonesPicturesAreOfferedAndAnswered() {
        FakeDialog phone = scene.invite(TO_BALCONY, VIDEO_PHONE);
        Jingle offer = scene.asked("session-initiate").get(0).jingle().orElseThrow();
        assertThat(offer.bundle()).as("XEP-0338").containsExactly("audio", "video");
        accept(JULIET, sid(), GROUP + audio(PCMU, "active") + video(H264.replace("102", "97")));
        assertThat(phone.said).containsPattern("m=video [1-9]\\d* RTP/AVP 97").contains("a=rtcp-fb:* nack pli");
        phone.reoffers(VIDEO_PHONE.replace("m=video 4002", "m=video 0"));
        assertThat(phone.said).contains("m=video 0 ").containsPattern("m=audio [1-9]");
    }

    @Test
    void picturesOfAnotherProfileOrOffTheBundleAreLeftOut() {
        FakeDialog phone = scene.invite(TO_BALCONY, VIDEO_PHONE);
        accept(JULIET, sid(), GROUP + audio(PCMU, "active") + video(H264.replace("42e01f", "640c1f")));
        assertThat(phone.said).contains("m=video 0 ");
        scene.jingle(JULIET, INITIATE, audio(PCMU, "actpass") + video(VP8));
        assertThat(scene.invited.get(0).said).doesNotContain("m=video");
    }

    @Test
    void rfc3264_8_anOfferOfOursHasTheLinesOfTheSession() {
        FakeDialog phone = talking();
        info("hold");
        assertThat(phone.said).contains("m=video 0 ").containsPattern("(?s)m=audio [1-9].*m=video 0");
    }

    @Test
    void rfc5168_aPhoneThatHasNoRtcpForItIsAskedByInfo() {
        FakeDialog phone = scene.invite(TO_BALCONY, VIDEO_PHONE);
        accept(JULIET, sid(), GROUP + audio(PCMU, "active") + video(H264.replace("102", "97")));
        ((MediaEvents) phone.listener).keyframeWanted();
        assertThat(phone.done).endsWith("INFO");
    }

    // ---- while they talk ----------------------------------------------------------------------------------------

    @Test
    void xep0167_9_holdIsASendonlyOfferAndActiveIsSendrecv() {
        FakeDialog phone = talking();
        assertThat(info("hold")).isEqualTo("done");
        assertThat(phone.done).endsWith("re-INVITE");
        assertThat(phone.said).contains("a=sendonly", " RTP/AVP 96\r\n");
        assertThat(info("hold")).as("no news").isEqualTo("done");
        assertThat(phone.done).hasSize(2);
        phone.listener.reanswered(phone, 200, Optional.of(Body.text(Body.SDP, PHONE)));
        assertThat(phone.done).endsWith("ACK");
        assertThat(info("active")).isEqualTo("done");
        assertThat(phone.said).contains("a=sendrecv");
    }

    @Test
    void rfc3261_14_1_aReinviteThatCrossedAnotherIsTriedAgain() {
        FakeDialog phone = talking();
        info("hold");
        phone.listener.reanswered(phone, 491, Optional.empty());
        scene.sessions.get(0).timeout();
        assertThat(phone.done).containsExactly("200", "re-INVITE", "re-INVITE");
    }

    @Test
    void rfc3264_8_4_aPhonesHoldIsToldAndItsEnd() {
        FakeDialog phone = talking();
        phone.reoffers(PHONE.replace("a=rtpmap:96 opus/48000/2", "a=rtpmap:96 opus/48000/2\r\na=sendonly"));
        assertThat(scene.said()).endsWith("session-info hold");
        assertThat(phone.said).contains("a=recvonly");
        phone.reoffers(PHONE);
        assertThat(scene.said()).endsWith("session-info active");
        assertThat(phone.said).contains("a=sendrecv");
    }

    @Test
    void rfc3261_14_2_anotherCodecIs488AndTheCallGoesOn() {
        FakeDialog phone = talking();
        phone.reoffers(sdp("m=audio 4000 RTP/AVP 8"));
        assertThat(phone.done).endsWith("488");
        assertThat(info("")).isEqualTo("done");
    }

    @Test
    void rfc3261_14_2_aReinviteWithoutAnOfferGetsOne() {
        FakeDialog phone = talking();
        phone.listener.reoffered(phone, Optional.empty());
        assertThat(phone.done).endsWith("200");
        assertThat(phone.said).contains(" RTP/AVP 96\r\n", "a=sendrecv");
    }

    @ParameterizedTest
    @CsvSource({
        "transport-info, done",
        "description-info, done",
        "security-info, feature-not-implemented unsupported-info",
        "content-accept, unexpected-request out-of-order",
        "transport-accept, unexpected-request out-of-order",
        "content-add, done",
        "transport-replace, done",
    })
    void xep0166_7_2_eachActionHasItsAnswer(String action, String answer) {
        talking();
        assertThat(scene.jingle(JULIET, "action='" + action + "' sid='" + sid() + "'", "<content name='x'/>"))
                .isEqualTo(answer);
    }

    @Test
    void xep0166_7_2_2_furtherContentsAndOtherTransportsAreRejected() {
        talking();
        scene.jingle(JULIET, "action='content-add' sid='" + sid() + "'", "<content name='video'/>");
        scene.jingle(JULIET, "action='transport-replace' sid='" + sid() + "'", "<content name='audio'/>");
        assertThat(scene.said())
                .endsWith("content-reject unsupported-applications", "transport-reject unsupported-transports");
    }

    @Test
    void xep0166_6_8_informationThatNobodyUnderstandsIsRefused() {
        talking();
        assertThat(scene.jingle(JULIET, "action='session-info' sid='" + sid() + "'", "<x xmlns='y'/>"))
                .isEqualTo("feature-not-implemented unsupported-info");
    }

    private static String restarted(String more) {
        return "<content creator='initiator' name='audio'><transport xmlns='urn:xmpp:jingle:transports:ice-udp:1'"
                + " ufrag='new1' pwd='newnewnewnewnewnewnewn'>" + more + "</transport></content>";
    }

    private WebRtcFragment credentials(String action) {
        return scene.asked(action)
                .get(0)
                .jingle()
                .orElseThrow()
                .contents()
                .get(0)
                .transport()
                .orElseThrow()
                .credentials()
                .orElseThrow();
    }

    /** RFC 8445 9, XEP-0176 5.10. */
    @Test
    void anIceRestartIsAnsweredByNewCredentialsOfOurs() {
        talking();
        String before = credentials("session-initiate").ufrag().orElseThrow();
        assertThat(scene.jingle(JULIET, "action='transport-info' sid='" + sid() + "'", restarted("")))
                .isEqualTo("done");
        assertThat(credentials("transport-info").ufrag().orElseThrow()).isNotEqualTo(before);
        String xml = scene.asked("transport-info").get(0).request().payload().toString();
        assertThat(xml).contains("generation").doesNotContain("fingerprint");
        // The same credentials once more are no restart.
        assertThat(scene.jingle(JULIET, "action='transport-info' sid='" + sid() + "'", restarted("")))
                .isEqualTo("done");
        assertThat(scene.asked("transport-info")).hasSize(1);
    }

    @Test
    void xep0166_7_2_15_theSameTransportUnderOtherCredentialsIsAccepted() {
        talking();
        assertThat(scene.jingle(JULIET, "action='transport-replace' sid='" + sid() + "'", restarted("")))
                .isEqualTo("done");
        assertThat(credentials("transport-accept").ufrag().orElseThrow())
                .isNotEqualTo(credentials("session-initiate").ufrag().orElseThrow());
    }

    @Test
    void anIceRestartUnderAnotherCertificateIsNotAcceptable() {
        talking();
        String other = "<fingerprint xmlns='urn:xmpp:jingle:apps:dtls:0' hash='sha-256' setup='active'>"
                + "CD:".repeat(31) + "CD</fingerprint>";
        assertThat(scene.jingle(JULIET, "action='transport-info' sid='" + sid() + "'", restarted(other)))
                .isEqualTo("not-acceptable");
        assertThat(scene.jingle(
                        JULIET,
                        "action='transport-info' sid='" + sid() + "'",
                        restarted("").replace("newnewnew", "")))
                .isEqualTo("bad-request");
    }

    @Test
    void candidatesAreCountedAndBounded() {
        talking();
        String last = "";
        for (int i = 0; i <= 256; i++) {
            last = scene.jingle(JULIET, "action='transport-info' sid='" + sid() + "'", "");
        }
        assertThat(last).isEqualTo("resource-constraint");
    }

    @Test
    void xep0166_7_2_5_theLastContentRemovedEndsTheCall() {
        FakeDialog phone = talking();
        scene.jingle(JULIET, "action='content-remove' sid='" + sid() + "'", "<content name='audio'/>");
        assertThat(phone.done).endsWith("BYE");
        assertThat(scene.said()).endsWith("session-terminate success");
    }

    @Test
    void whenTheGatewayStopsBothSidesAreTold() {
        FakeDialog phone = talking();
        scene.gateway.endAll();
        assertThat(phone.done).endsWith("BYE");
        assertThat(scene.said()).endsWith("session-terminate gone");
    }
}

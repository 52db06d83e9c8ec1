package org.tombolo.gateway.convergence.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tombolo.gateway.convergence.browser.PageScene.ALICE;
import static org.tombolo.gateway.convergence.browser.PageScene.BOB;
import static org.tombolo.gateway.convergence.browser.PageScene.offer;
import static org.tombolo.gateway.convergence.browser.PageScene.sdp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.gateway.convergence.browser.CallResult.Accepted;
import org.tombolo.gateway.convergence.browser.CallResult.Reason;
import org.tombolo.gateway.convergence.browser.CallResult.Refused;
import org.tombolo.media.sdp.H264Level;
import org.tombolo.media.transcode.ChildTranscoder;
import org.tombolo.media.transcode.Transcoders;
import org.tombolo.sip.FakeDialog;
import org.tombolo.sip.Header;
import org.tombolo.sip.LegEnd;

class BrowserCallsTest {
    private static final String SHARE = offer("sendonly", "sendrecv");
    private static final String CALL = offer("sendrecv", "sendrecv");
    private static final String TO_ALICE = "sip:alice@ims.localhost";
    private static final String H264 = "a=fmtp:102 profile-level-id=42800d;packetization-mode=1";
    private static final String ANSWER =
            sdp("m=video 4002 RTP/AVP 102", "a=rtpmap:102 H264/90000", H264, "a=recvonly", "m=audio 4000 RTP/AVP 0");
    private static final String PHONE = sdp(
            "m=audio 4000 RTP/AVP 96 0",
            "a=rtpmap:96 AMR/8000",
            "m=video 4002 RTP/AVP 102",
            "a=rtpmap:102 H264/90000",
            H264);

    private PageScene scene;
    private Runnable page;

    @BeforeEach
    void start() throws IOException {
        scene = new PageScene(2);
        page = scene.open();
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private CallResult call(String to, String offer) {
        return scene.calls.call(ALICE, to, offer).join();
    }

    private FakeDialog dialing() {
        assertThat(call("+15550009", SHARE)).isInstanceOf(Accepted.class);
        return scene.invited.get(0);
    }

    private FakeDialog live() {
        FakeDialog phone = dialing();
        phone.rings();
        phone.answers(ANSWER);
        assertThat(scene.told()).containsExactly("dialing", "ringing", "live");
        return phone;
    }

    private void nothingIsLeft() {
        assertThat(scene.calls.of(ALICE)).isEmpty();
        assertThat(scene.begun).as("calls that the guard counts").isZero();
        await().until(() -> scene.rtp.openPairs() == 0);
    }

    // ---- a page calls -------------------------------------------------------------------------------------------

    @Test
    void ir84_2_2_2_aShareIsAnInviteWithOneWayVideoAndTheTag() {
        FakeDialog phone = dialing();
        assertThat(phone.done).containsExactly("INVITE tel:+15550009 from sip:alice@ims.localhost");
        assertThat(phone.said)
                .containsPattern("m=audio \\d+ RTP/AVP 0\r\n")
                .containsPattern("m=video \\d+ RTP/AVP \\d+ \\d+\r\n")
                .containsPattern(
                        "(?s)packetization-mode=1;profile-level-id=42e01f.*packetization-mode=0;profile-level-id=42e01f")
                .contains("H264/90000", "a=sendonly")
                .contains("a=rtcp-fb:* nack pli");
        assertThat(phone.headers)
                .extracting(Header::name, Header::value)
                .extracting(Object::toString)
                .containsExactly(
                        "(\"Accept-Contact\", \"*;+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gpp-application.ims.iari.gsma-vs\"\")",
                        "(\"Contact\", \"+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gpp-application.ims.iari.gsma-vs\"\")");
    }

    /** RFC 9725 4.2: at once, and the page sends; the sound alone goes both ways. */
    @Test
    void rfc9725_4_2_thePageIsAnsweredBeforeThePhoneRings() {
        Accepted accepted = (Accepted) call("sip:bob@ims.localhost", SHARE);
        assertThat(accepted.answer())
                .contains("a=ice-lite", "a=group:BUNDLE 0 1\r\n")
                .containsPattern("(?s)m=video \\d+ UDP/TLS/RTP/SAVPF \\d+\r\n.*a=recvonly\r\n.*m=audio")
                .containsPattern("(?s)m=audio \\d+ UDP/TLS/RTP/SAVPF 0\r\n.*a=sendrecv\r\n")
                .contains("packetization-mode=0;profile-level-id=42e01f", " nack pli");
        assertThat(scene.calls.connection(accepted.id())).contains(accepted.connection());
    }

    @Test
    void aCallWithVideoBothWaysIsNoShare() {
        call("bob", CALL);
        assertThat(scene.invited.get(0).headers).isEmpty();
        assertThat(scene.invited.get(0).done)
                .containsExactly("INVITE sip:bob@ims.localhost from sip:alice@ims.localhost");
        assertThat(scene.invited.get(0).said).doesNotContain("a=sendonly");
    }

    @Test
    void theLevelOfThePhonesDecoderIsTold() {
        live();
        assertThat(scene.last().level()).contains(new H264Level(396, 11_880, 768));
        assertThat(scene.last().video()).isTrue();
    }

    @Test
    void aByeEndsIt() {
        live().ends(new LegEnd.HungUp());
        assertThat(scene.told()).endsWith("ended phone-ended");
        nothingIsLeft();
    }

    @Test
    void thePageHangsUp() {
        FakeDialog phone = live();
        assertThat(scene.calls.leave(scene.last().id())).isTrue();
        assertThat(phone.done).endsWith("ACK", "BYE");
        assertThat(scene.told()).endsWith("ended page-ended");
        assertThat(scene.calls.leave(scene.last().id())).isFalse();
        nothingIsLeft();
    }

    @Test
    void thePageGivesUp() {
        FakeDialog phone = dialing();
        scene.calls.leave(scene.last().id());
        assertThat(phone.done).endsWith("CANCEL");
        assertThat(scene.told()).containsExactly("dialing", "refused cancelled");
        nothingIsLeft();
    }

    @Test
    void thePageIsLost() {
        FakeDialog phone = live();
        scene.calls.connection(scene.last().id()).orElseThrow().close("consent expired (RFC 7675)");
        await().untilAsserted(() -> assertThat(scene.told()).endsWith("ended page-lost"));
        assertThat(phone.done).endsWith("BYE");
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "486, busy",
        "600, busy",
        "603, declined",
        "480, unreachable",
        "404, unknown",
        "408, unanswered",
        "488, incompatible",
        "403, forbidden",
        "503, full",
        "500, failed"
    })
    void aRefusalOfThePhoneHasAReasonOfItsOwn(int status, String reason) {
        dialing().ends(new LegEnd.Refused(status, "So It Is"));
        assertThat(scene.told()).containsExactly("dialing", "refused " + reason);
        assertThat(scene.last().detail()).isEqualTo("SIP: " + status + " So It Is");
        nothingIsLeft();
    }

    @Test
    void aPhoneThatIsNotAnsweredIsCancelled() {
        FakeDialog phone = dialing();
        phone.rings();
        scene.timeout();
        assertThat(phone.done).endsWith("CANCEL");
        assertThat(scene.told()).endsWith("refused unanswered");
        nothingIsLeft();
    }

    /** RFC 3264 6: what the phone has none of, it refuses with port 0. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=video 0 RTP/AVP 34\r\nm=audio 4000 RTP/AVP 0",
                "m=video 4002 RTP/AVP 34",
                "m=audio 0 RTP/AVP 0"
            })
    void aShareWithAPhoneThatTakesNoPicturesComesToNothing(String answer) {
        FakeDialog phone = dialing();
        phone.answers(sdp(answer));
        assertThat(phone.done).endsWith("ACK", "BYE");
        assertThat(scene.told()).endsWith("refused incompatible");
        nothingIsLeft();
    }

    @Test
    void anAnswerThatIsNoDescriptionEndsIt() {
        FakeDialog phone = dialing();
        phone.answers("this is no SDP");
        assertThat(phone.done).endsWith("ACK", "BYE");
        assertThat(scene.told()).endsWith("refused incompatible");
        nothingIsLeft();
    }

    /** RFC 3261 13.3.1.4: the container has sent BYE when 64*T1 have passed. */
    @Test
    void aPhoneThatNeverAcknowledgesIsLost() {
        FakeDialog phone = scene.invite(TO_ALICE, PHONE);
        accept(CALL);
        phone.ends(new LegEnd.Lost("no ACK"));
        assertThat(scene.told()).endsWith("ended phone-lost");
        nothingIsLeft();
    }

    @Test
    void aCallGoesOnWithSoundAlone() {
        call("bob", CALL);
        scene.invited.get(0).answers(sdp("m=video 0 RTP/AVP 34", "m=audio 4000 RTP/AVP 0"));
        assertThat(scene.told()).endsWith("live");
        assertThat(scene.last().video()).isFalse();
    }

    @Test
    void rfc3264_8_4_thePhoneHoldsAndGoesOn() {
        FakeDialog phone = live();
        phone.reoffers(ANSWER.replace("a=recvonly", "a=inactive").replace("RTP/AVP 0", "RTP/AVP 0\r\na=inactive"));
        assertThat(phone.done).endsWith("200");
        assertThat(phone.said).contains("a=inactive").doesNotContain("a=sendonly");
        phone.reoffers(ANSWER);
        assertThat(phone.said).contains("a=sendonly");
        assertThat(scene.told()).endsWith("live", "held", "live");
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, +15550009, MALFORMED",
        "SHARE, +15550001x, NOBODY",
        "SHARE, sip:bob@elsewhere.example, NOBODY",
        "SHARE, nobody, NOBODY",
        "SHARE, alice, NOBODY",
        "VP8, bob, INCOMPATIBLE"
    })
    void whatCannotBeIsRefusedAtOnce(String offer, String to, Reason reason) {
        String said = offer.equals("VP8")
                ? offer("sendonly", "").replaceAll("H264", "H265")
                : offer.equals("SHARE") ? SHARE : offer;
        assertThat(((Refused) call(to, said)).reason()).isEqualTo(reason);
        assertThat(scene.invited).isEmpty();
        nothingIsLeft();
    }

    @Test
    void whoHasNoAddressOfHerOwnCallsNobody() {
        CallResult result = scene.calls
                .call(new org.tombolo.identity.WebUser("carol"), "bob", SHARE)
                .join();
        assertThat(((Refused) result).reason()).isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void theGuardsWordsReachThePage() {
        scene.objection = Optional.of("this number may not be called from the Web");
        assertThat(call("+19005550001", SHARE))
                .isEqualTo(new Refused(Reason.FORBIDDEN, "this number may not be called from the Web"));
    }

    @Test
    void aUserIsInOneCallAtATime() {
        dialing();
        assertThat(((Refused) call("bob", SHARE)).reason()).isEqualTo(Reason.BUSY);
        assertThat(scene.begun).isEqualTo(1);
    }

    @Test
    void thereAreNoMoreCallsThanTheSettingSays() throws IOException {
        try (PageScene none = new PageScene(0)) {
            CallResult result = none.calls.call(ALICE, "bob", SHARE).join();
            assertThat(((Refused) result).reason()).isEqualTo(Reason.FULL);
            none.open();
            FakeDialog phone = none.invite(TO_ALICE, PHONE);
            assertThat(phone.done).containsExactly("503", "Warning", "Retry-After");
        }
    }

    // ---- a phone calls ------------------------------------------------------------------------------------------

    private FakeDialog ringing() {
        FakeDialog phone = scene.invite(TO_ALICE, PHONE);
        assertThat(phone.done).containsExactly("180");
        assertThat(scene.told()).containsExactly("ringing");
        return phone;
    }

    private CallResult accept(String offer) {
        return scene.calls.accept(ALICE, scene.last().id(), offer).join();
    }

    @Test
    void itIsACallWhenSomebodyHasAPageOpenAndItIsNoShare() throws IOException {
        assertThat(scene.calls.serves(scene.request(TO_ALICE, PHONE))).isTrue();
        assertThat(scene.calls.serves(scene.request("tel:+15550001", PHONE))).isTrue();
        assertThat(scene.calls.serves(scene.request("sip:bob@ims.localhost", PHONE)))
                .as("no page is open")
                .isFalse();
        assertThat(scene.calls.serves(scene.request(TO_ALICE, PHONE + "a=sendonly\r\n")))
                .as("a share")
                .isFalse();
        assertThat(scene.calls.serves(scene.request(TO_ALICE, PHONE.replace("m=audio 4000", "m=audio 0"))))
                .as("without sound")
                .isFalse();
        try (PageScene closed = new PageScene(1)) {
            closed.open().run();
            assertThat(closed.calls.serves(closed.request(TO_ALICE, PHONE))).isFalse();
        }
    }

    @Test
    void thePageThatAnswersHasTheCall() {
        FakeDialog phone = ringing();
        assertThat(scene.last().peer()).isEqualTo("sip:alice@ims.localhost");
        assertThat(scene.last().incoming()).isTrue();
        Accepted accepted = (Accepted) accept(CALL);
        assertThat(phone.done).containsExactly("180", "200");
        assertThat(phone.said)
                .as("the phone's number of the first codec that the browser has")
                .containsPattern("m=audio \\d+ RTP/AVP 0\r\n")
                .containsPattern("m=video \\d+ RTP/AVP 102\r\n");
        assertThat(accepted.answer()).contains("a=sendrecv").doesNotContain("a=sendonly", "a=recvonly");
        assertThat(scene.told()).containsExactly("ringing", "live");
        assertThat(((Refused) accept(CALL)).reason()).as("another window").isEqualTo(Reason.BUSY);
        phone.ends(new LegEnd.HungUp());
        assertThat(scene.told()).endsWith("ended phone-ended");
        assertThat(((Refused) accept(CALL)).reason()).isEqualTo(Reason.OVER);
        nothingIsLeft();
    }

    @Test
    void soundAloneIsAnswerEnough() {
        FakeDialog phone = ringing();
        accept(offer("", "sendrecv"));
        assertThat(phone.said).contains("m=video 0 ").containsPattern("m=audio \\d+ RTP/AVP 0\r\n");
        assertThat(scene.last().video()).isFalse();
    }

    /** Somebody without a camera sees the other one all the same. */
    @Test
    void rfc3264_6_1_whoHasNoCameraReceives() {
        FakeDialog phone = ringing();
        Accepted accepted = (Accepted) accept(offer("recvonly", "sendrecv"));
        assertThat(phone.said).containsPattern("(?s)m=video \\d+ RTP/AVP 102\r\n.*a=recvonly");
        assertThat(accepted.answer()).containsPattern("(?s)m=video.*a=sendonly.*m=audio.*a=sendrecv");
    }

    @Test
    void aPageDeclines() {
        FakeDialog phone = ringing();
        scene.calls.leave(scene.last().id());
        assertThat(phone.done).containsExactly("180", "603");
        assertThat(scene.told()).endsWith("refused declined");
        nothingIsLeft();
    }

    @Test
    void aCallThatRingsInNoPageAnyMoreIsOver() {
        FakeDialog phone = ringing();
        scene.second();
        assertThat(scene.told()).as("a page that is there hears of it again").containsExactly("ringing", "ringing");
        page.run(); // it is closed
        scene.second();
        scene.second();
        assertThat(phone.done).as("she may be between two pages").containsExactly("180");
        scene.second();
        assertThat(phone.done).containsExactly("180", "480");
        nothingIsLeft();
    }

    /** TS 24.229 5.4.3: 408 would be a failure of ours. */
    @Test
    void nobodyAnswers() {
        FakeDialog phone = ringing();
        scene.timeout();
        assertThat(phone.done).containsExactly("180", "480");
        assertThat(scene.told()).endsWith("refused unanswered");
        nothingIsLeft();
    }

    @Test
    void theCallerGivesUp() {
        FakeDialog phone = ringing();
        phone.ends(new LegEnd.Cancelled());
        assertThat(scene.told()).endsWith("refused cancelled");
        assertThat(((Refused) accept(CALL)).reason()).isEqualTo(Reason.OVER);
        nothingIsLeft();
    }

    @Test
    void aPhoneWithoutACodecOfBrowsersDoesNotRing() {
        FakeDialog phone = scene.invite(TO_ALICE, PHONE.replace("RTP/AVP 96 0", "RTP/AVP 96"));
        assertThat(phone.done).containsExactly("488", "Warning");
        assertThat(scene.seen).isEmpty();
    }

    @Test
    void aPageWithoutACodecInCommonLeavesItToOthers() {
        ringing();
        assertThat(((Refused) accept(CALL.replaceAll(" PCMU/", " L16/"))).reason())
                .isEqualTo(Reason.INCOMPATIBLE);
        assertThat(((Refused) accept("nonsense")).reason()).isEqualTo(Reason.MALFORMED);
        assertThat(accept(CALL)).isInstanceOf(Accepted.class);
    }

    @Test
    void nobodyElseCanAnswer() {
        ringing();
        assertThat(((Refused) scene.calls.accept(BOB, scene.last().id(), CALL).join()).reason())
                .isEqualTo(Reason.OVER);
    }

    @Test
    void whoIsInACallIsBusy() {
        ringing();
        assertThat(scene.invite("tel:+15550001", PHONE).done).containsExactly("486", "Warning");
    }

    @Test
    void brokenSdpIs400() {
        assertThat(scene.invite(TO_ALICE, "v=1").done).containsExactly("400", "Warning");
    }

    @Test
    void theGatewayStops() {
        FakeDialog phone = ringing();
        scene.calls.endAll();
        assertThat(phone.done).containsExactly("180", "480");
        assertThat(scene.told()).endsWith("refused stopped");
    }

    // ---- what has to be transcoded ------------------------------------------------------------------------------

    private static final String OLD_PHONE = sdp(
            "m=audio 4000 RTP/AVP 97",
            "a=rtpmap:97 AMR/8000",
            "m=video 4002 RTP/AVP 34",
            "a=fmtp:34 QCIF=2",
            "a=recvonly");

    private void transcoding(int videos, int sounds) throws IOException {
        scene.close();
        scene = new PageScene(
                2,
                Transcoders.start(
                        new ChildTranscoder.Options(videos, sounds, Duration.ofSeconds(1), Duration.ofSeconds(5), 1)));
        scene.open();
    }

    /** RFC 3264 5.1: the most preferred first, which is what needs no transcoder. */
    @Test
    void whatPhonesMayTakeBesidesIsOfferedLast() throws IOException {
        transcoding(1, 2);
        FakeDialog phone = dialing();
        assertThat(phone.said)
                .containsPattern("m=audio \\d+ RTP/AVP 0 96 97 98 99 8\r\n")
                .contains("96 AMR-WB/16000", "98 AMR/8000", "a=fmtp:99 octet-align=1")
                .containsPattern("m=video \\d+ RTP/AVP \\d+ \\d+ \\d+ \\d+ 34\r\n")
                .contains("H263-2000/90000", "H263-1998/90000", "a=rtpmap:34 H263/90000", "a=fmtp:34 CIF=1;QCIF=1");
    }

    @Test
    void aPhoneOfH263AndAmrSeesAndHearsThePage() throws IOException {
        transcoding(1, 2);
        FakeDialog phone = dialing();
        phone.answers(OLD_PHONE);
        assertThat(scene.told()).endsWith("live");
        phone.reoffers(OLD_PHONE.replace("a=recvonly", "a=inactive"));
        assertThat(phone.said).contains("97 AMR/8000", "a=fmtp:34 QCIF=2");
        phone.ends(new LegEnd.HungUp());
        nothingIsLeft();
        call("bob", SHARE);
        scene.invited.get(1).answers(OLD_PHONE);
        assertThat(scene.told()).as("the places were given back").endsWith("live");
    }

    @Test
    void aBrowserWithoutH264SharesByVp8() throws IOException {
        transcoding(1, 2);
        assertThat(call("bob", SHARE.replace("H264", "H265"))).isInstanceOf(Accepted.class);
        FakeDialog phone = scene.invited.get(0);
        assertThat(phone.said).contains("VP8/90000", "profile-level-id=42e00c;packetization-mode=0");
        phone.answers(ANSWER.replace("42800d;packetization-mode=1", "42800d;packetization-mode=0"));
        assertThat(scene.told()).endsWith("live");
    }

    @Test
    void whenAllPlacesAreTakenThePhoneIsOfferedWhatNeedsNone() throws IOException {
        transcoding(0, 0);
        FakeDialog phone = dialing();
        assertThat(phone.said).doesNotContain("H263", "AMR");
        phone.ends(new LegEnd.Refused(488, "Not Acceptable Here"));
        assertThat(scene.told()).endsWith("refused full");
    }

    @Test
    void thePlaceThatIsGoneWhenThePhoneAnswersEndsItInWords() throws IOException {
        transcoding(1, 1);
        FakeDialog phone = dialing();
        phone.answers(OLD_PHONE);
        assertThat(phone.done).endsWith("ACK", "BYE");
        assertThat(scene.told()).endsWith("refused full");
        assertThat(scene.last().detail()).isEqualTo("as much is transcoded as this gateway is set up for");
        nothingIsLeft();
    }

    @Test
    void aPhoneOfAmrAloneCallsAndThePageHasOpus() throws IOException {
        transcoding(1, 2);
        FakeDialog phone = scene.invite(TO_ALICE, sdp("m=audio 4000 RTP/AVP 96", "a=rtpmap:96 AMR-WB/16000"));
        assertThat(scene.told()).containsExactly("ringing");
        Accepted accepted = (Accepted) accept(offer("", "sendrecv"));
        assertThat(phone.done).containsExactly("180", "200");
        assertThat(phone.said).contains("96 AMR-WB/16000");
        assertThat(accepted.answer()).contains("opus/48000/2").doesNotContain("PCMU");
    }

    @Test
    void aPhoneThatNoPlaceIsLeftForIs503() throws IOException {
        transcoding(1, 0);
        String offer = sdp("m=audio 4000 RTP/AVP 96", "a=rtpmap:96 AMR/8000");
        assertThat(scene.invite(TO_ALICE, offer).done).containsExactly("503", "Warning", "Retry-After");
        assertThat(scene.seen).isEmpty();
        transcoding(1, 1);
        FakeDialog phone = scene.invite(TO_ALICE, offer);
        assertThat(((Refused) accept(offer("", "sendrecv"))).reason()).isEqualTo(Reason.FULL);
        assertThat(phone.done).containsExactly("180", "503");
        assertThat(scene.told()).endsWith("refused full");
    }
}

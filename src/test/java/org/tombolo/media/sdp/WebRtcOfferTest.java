package org.tombolo.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Offers as Chromium makes them, and what else may come. */
class WebRtcOfferTest {
    private static final WebRtcEndpoint OURS = new WebRtcEndpoint(
            new WebRtcTransport("ourfrag1", "ourpassword0123456789x", "sha-256", "AA:BB"),
            List.of("1 1 udp 2130706431 192.0.2.1 32000 typ host"),
            "192.0.2.1",
            32000,
            7,
            "cname");

    static String chromium() throws IOException {
        try (var in = WebRtcOfferTest.class.getResourceAsStream("chromium-recvonly.sdp")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static H264Profile stream(String profileLevelId) {
        byte[] set = HexFormat.of().parseHex("67" + profileLevelId);
        return H264Profile.ofSequenceSet(set).orElseThrow();
    }

    /** RFC 6184 8.2.2: the profile is the stream's own, or one whose decoders take it. */
    @ParameterizedTest
    @CsvSource({
        "42001F, 42001f",
        "42C01E, 42e01f",
        "42E00B, 42e01f",
        "4D001F, 4d001f",
        "4D401F, 4d001f",
        "4D8014, 42e01f",
        "64001F, f4001f",
        "640C1F, f4001f"
    })
    void findsTheBestDecoder(String sent, String taken) throws Exception {
        WebRtcStream video = WebRtcOffer.parse(chromium()).h264(stream(sent)).orElseThrow();
        assertThat(video.format())
                .filteredOn(line -> line.name().equals("fmtp"))
                .singleElement()
                .satisfies(line -> assertThat(line.value())
                        .endsWith(" profile-level-id=" + taken + ";packetization-mode=1;level-asymmetry-allowed=1"));
    }

    /** RFC 6184 8.1: the offered level is the most that the browser can receive; High 10 no browser decodes. */
    @ParameterizedTest
    @ValueSource(strings = {"420028", "640033"})
    void refusesWhatIsBeyondTheOfferedLevel(String sent) throws Exception {
        assertThat(WebRtcOffer.parse(chromium()).h264(stream(sent))).isEmpty();
    }

    @Test
    void knowsNoOtherProfiles() {
        assertThat(H264Profile.ofSequenceSet(HexFormat.of().parseHex("676E001F")))
                .isEmpty();
    }

    /** RFC 9429 5.3.1: as many streams as offered, in their order; one transport, passive and ICE-lite. */
    @Test
    void answersWithOneTransport() throws Exception {
        WebRtcOffer offer = WebRtcOffer.parse(chromium());
        WebRtcStream video = offer.h264(stream("42E01F")).orElseThrow().from(-1);
        SessionDescription answer = SessionDescription.parse(offer.answer(OURS, List.of(video)));
        assertThat(answer.media()).extracting(MediaDescription::type).containsExactly("video", "audio");
        assertThat(answer.attributes()).extracting(Attribute::line).contains("a=ice-lite\r\n", "a=group:BUNDLE 0\r\n");
        MediaDescription stream = answer.media().get(0);
        assertThat(stream.port()).isEqualTo(32000);
        assertThat(stream.protocol()).isEqualTo("UDP/TLS/RTP/SAVPF");
        assertThat(stream.attributes())
                .extracting(Attribute::line)
                .contains(
                        "a=mid:0\r\n",
                        "a=sendonly\r\n",
                        "a=rtcp-mux\r\n",
                        "a=setup:passive\r\n",
                        "a=ice-ufrag:ourfrag1\r\n",
                        "a=fingerprint:sha-256 AA:BB\r\n",
                        "a=candidate:1 1 udp 2130706431 192.0.2.1 32000 typ host\r\n",
                        "a=end-of-candidates\r\n",
                        "a=ssrc:4294967295 cname:cname\r\n",
                        "a=rtcp-fb:" + video.payloadType() + " nack pli\r\n");
        MediaDescription refused = answer.media().get(1);
        assertThat(refused.port()).isZero();
        assertThat(refused.values("mid")).containsExactly("1");
    }

    @Test
    void offersNothingThatItCannotReceive() throws Exception {
        WebRtcOffer sending = WebRtcOffer.parse(chromium().replace("a=recvonly", "a=sendonly"));
        assertThat(sending.h264(stream("42E01F"))).isEmpty();
        WebRtcOffer twoPorts = WebRtcOffer.parse(chromium().replace("a=rtcp-mux\r\n", ""));
        assertThat(twoPorts.h264(stream("42E01F"))).isEmpty();
        WebRtcOffer data = WebRtcOffer.parse(chromium().replace("m=video", "m=application"));
        assertThat(data.h264(stream("42E01F"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a=group:BUNDLE 0 1, a=x, no stream of the offer is in its BUNDLE group",
        "a=setup:actpass, a=setup:passive, the offer has no a=setup:actpass or a=setup:active",
        "a=fingerprint:, a=x:, the offer has no a=fingerprint for its video",
        "a=ice-pwd:, a=ice-pwd:!, the ICE credentials are not as RFC 8839 5.4 wants them",
        "a=fingerprint:sha-256 , a=fingerprint:sha-1 , 'the fingerprint is not one of SHA-256, SHA-384 or SHA-512 (RFC 8122 5)'"
    })
    void saysWhatIsWrong(String line, String instead, String words) throws IOException {
        String offer = chromium().replace(line, instead);
        assertThatThrownBy(() -> WebRtcOffer.parse(offer))
                .isInstanceOf(SdpException.class)
                .hasMessage(words);
    }

    @Test
    void tellsARestartFromTrickledCandidates() throws Exception {
        WebRtcTransport before = WebRtcOffer.parse(chromium()).transport();
        String same = "a=ice-ufrag:" + before.ufrag() + "\r\na=ice-pwd:" + before.password()
                + "\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=candidate:1 1 udp 1 192.0.2.9 9 typ host\r\n";
        assertThat(WebRtcFragment.parse(same).restarts(before)).isFalse();
        assertThat(WebRtcFragment.parse("m=video 9 X 96\r\na=ice-ufrag:else\r\n")
                        .restarts(before))
                .isTrue();
        assertThatThrownBy(() -> WebRtcFragment.parse("a=ice-ufrag:?\r\n")).isInstanceOf(SdpException.class);
        assertThatThrownBy(() -> WebRtcFragment.parse("nonsense")).isInstanceOf(SdpException.class);
    }

    /** RFC 8840 9: credentials and candidates stand under the stream of the transport. */
    @Test
    void writesTheFragmentOfARestart() throws Exception {
        WebRtcOffer offer = WebRtcOffer.parse(chromium());
        WebRtcStream video = offer.h264(stream("42E01F")).orElseThrow();
        String fragment = offer.restarted(OURS, List.of(video));
        assertThat(fragment).startsWith("a=ice-lite\r\na=group:BUNDLE 0\r\nm=video 32000 UDP/TLS/RTP/SAVPF ");
        assertThat(fragment).contains("a=mid:0\r\na=ice-ufrag:ourfrag1\r\na=ice-pwd:ourpassword0123456789x\r\n");
    }
}

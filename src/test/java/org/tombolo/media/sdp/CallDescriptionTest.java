package org.tombolo.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallDescriptionTest {
    private static final String PHONE = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";
    private static final RtpFormat OPUS = new RtpFormat(96, "opus", 48_000, 2, "useinbandfec=1");
    private static final RtpFormat PCMU = new RtpFormat(0, "PCMU", 8000, 1, "");

    private static Optional<CallStream> audio(String lines) throws SdpException {
        return CallStream.first(SessionDescription.parse(PHONE + lines), "audio");
    }

    @Test
    void rfc8866_6_6_codecsAreReadInTheOrderOfPreference() throws Exception {
        CallStream stream = audio("m=audio 4000 RTP/AVP 96 0 101 13\r\na=rtpmap:96 opus/48000/2\r\n"
                        + "a=fmtp:96 useinbandfec=1\r\na=rtpmap:101 telephone-event/8000\r\n")
                .orElseThrow();
        assertThat(stream.formats()).containsExactly(OPUS, PCMU);
        assertThat(stream.peer().getPort()).isEqualTo(4000);
        assertThat(stream.peerRtcp().getPort()).isEqualTo(4001);
        assertThat(stream.direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void rfc3264_8_4_anUnspecifiedAddressIsHold() throws Exception {
        CallStream stream =
                audio("m=audio 4000 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n").orElseThrow();
        assertThat(stream.direction()).isEqualTo(Direction.INACTIVE);
        assertThat(stream.peer().getPort()).isZero();
    }

    @Test
    void whatIsNotPlainRtpOrHasNoCodecIsNotTaken() throws Exception {
        assertThat(audio("m=audio 4000 RTP/SAVP 0\r\n")).isEmpty();
        assertThat(audio("m=audio 0 RTP/AVP 0\r\n")).isEmpty();
        assertThat(audio("m=audio 4000 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000\r\n"))
                .isEmpty();
        assertThat(audio("m=audio 4000 RTP/AVP 0\r\nc=IN IP4 224.0.0.1\r\n")).isEmpty();
        assertThat(audio("m=video 4000 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n"))
                .isEmpty();
    }

    @Test
    void rfc3264_6_anAnswerRefusesWhatIsNotTaken() throws Exception {
        SessionDescription offer = SessionDescription.parse(
                PHONE
                        + "m=video 4002 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\nm=audio 4000 RTP/AVP 96 0\r\na=rtpmap:96 opus/48000/2\r\na=rtcp-mux\r\n");
        CallDescription ours = new CallDescription("192.0.2.9", 7);
        SessionDescription answer = SessionDescription.parse(ours.matching(
                offer,
                List.of(new CallDescription.Stream(
                        1, "audio", 20_000, true, Direction.SENDRECV, List.of(), List.of(OPUS)))));
        assertThat(answer.origin()).isEqualTo("tombolo 7 1 IN IP4 192.0.2.9");
        assertThat(answer.media()).extracting(MediaDescription::port).containsExactly(0, 20_000);
        MediaDescription audio = answer.media().get(1);
        assertThat(audio.values("rtpmap")).containsExactly("96 opus/48000/2");
        assertThat(audio.values("fmtp")).containsExactly("96 useinbandfec=1");
        assertThat(audio.has("rtcp-mux")).isTrue();
    }

    @Test
    void rfc3264_8_eachDescriptionIsANewerVersion() throws Exception {
        CallDescription ours = new CallDescription("::1", 7);
        CallDescription.Stream stream = new CallDescription.Stream(
                0, "audio", 20_000, false, Direction.SENDONLY, List.of(), List.of(PCMU, OPUS));
        ours.offer(List.of(stream));
        SessionDescription second = SessionDescription.parse(ours.offer(List.of(stream)));
        assertThat(second.origin()).isEqualTo("tombolo 7 2 IN IP6 ::1");
        assertThat(second.media().get(0).formats()).containsExactly("0", "96");
        assertThat(second.directionOf(second.media().get(0))).isEqualTo(Direction.SENDONLY);
    }

    @Test
    void rfc3264_6_1_theFirstCodecInCommonIsFoundUnderItsOwnNumber() throws Exception {
        CallStream stream = audio("m=audio 4000 RTP/AVP 0 107\r\na=rtpmap:107 OPUS/48000/2\r\n")
                .orElseThrow();
        assertThat(stream.firstAmong(List.of(OPUS))).contains(new RtpFormat(107, "OPUS", 48_000, 2, ""));
        assertThat(stream.firstAmong(List.of(OPUS, PCMU))).contains(PCMU);
        assertThat(stream.firstAmong(List.of(new RtpFormat(9, "G722", 8000, 1, ""))))
                .isEmpty();
    }

    @Test
    void aDescriptionThatIsBrokenIsStillAnOffer() {
        assertThat(CallStream.offers(PHONE + "m=audio 4000 RTP/AVP 0\r\n", "audio"))
                .isTrue();
        assertThat(CallStream.offers("nonsense\nm=audio 4000", "audio")).isTrue();
        assertThat(CallStream.offers(PHONE, "audio")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "packetization-mode=1;profile-level-id=42e01f, profile-level-id=42001e;packetization-mode=1, true",
        "profile-level-id=42e01f, packetization-mode=0;profile-level-id=42C00B, true",
        "packetization-mode=1;profile-level-id=42e01f, profile-level-id=42e01f, false",
        "packetization-mode=1;profile-level-id=42e01f, packetization-mode=1;profile-level-id=640c1f, false",
        "'', packetization-mode=0;profile-level-id=42000a, true",
        "profile-level-id=nonsense, profile-level-id=nonsense, false",
    })
    void rfc6184_8_2_2_h264IsTheSameByProfileAndPacketizationMode(String one, String other, boolean same) {
        RtpFormat first = new RtpFormat(96, "H264", 90_000, 1, one);
        assertThat(first.isSameAs(new RtpFormat(97, "h264", 90_000, 1, other))).isEqualTo(same);
    }
}

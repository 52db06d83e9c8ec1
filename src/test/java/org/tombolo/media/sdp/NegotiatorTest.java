package org.tombolo.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3264 offers and answers, RFC 6184 8.2. */
class NegotiatorTest {
    /** As baresip 1.0.0 sends it. */
    private static final String BARESIP = String.join(
            "\r\n",
            "v=0",
            "o=- 3763128104 2135424361 IN IP4 127.0.0.1",
            "s=-",
            "c=IN IP4 127.0.0.1",
            "t=0 0",
            "a=tool:baresip 1.0.0",
            "m=audio 33200 RTP/AVP 0 8 101",
            "a=rtpmap:0 PCMU/8000",
            "a=rtpmap:8 PCMA/8000",
            "a=rtpmap:101 telephone-event/8000",
            "a=fmtp:101 0-15",
            "a=rtcp:33201",
            "a=sendrecv",
            "a=label:1",
            "a=rtcp-rsize",
            "a=ssrc:3266428447 cname:sip:a@127.0.0.1",
            "a=ptime:20",
            "m=video 33202 RTP/AVP 97 96",
            "b=AS:512",
            "a=rtpmap:97 H264/90000",
            "a=fmtp:97 packetization-mode=0;profile-level-id=42001f",
            "a=rtpmap:96 H264/90000",
            "a=fmtp:96 packetization-mode=1;profile-level-id=42001f;sprop-parameter-sets=Z0LACtkCxOwEQAAAAwBAAAADAoPEiZI=,aMuDyyA=",
            "a=framerate:30.00",
            "a=rtcp:33203",
            "a=sendrecv",
            "a=rtcp-fb:* nack pli",
            "a=label:2",
            "a=content:main",
            "m=application 9 UDP/BFCP *",
            "");

    private static Negotiation.Acceptance accepted(String offer) {
        return (Negotiation.Acceptance) Negotiator.first(offer);
    }

    private static Negotiation.Refusal refused(String offer) {
        return (Negotiation.Refusal) Negotiator.first(offer);
    }

    private static LocalStream at(int port) {
        return new LocalStream(port, Optional.empty());
    }

    private static String video(String... lines) {
        return "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n" + String.join("\r\n", lines)
                + "\r\n";
    }

    @Test
    void everyLineIsAnsweredInItsPlaceAndOthersAreRefusedByPortZero() {
        SessionDescription answer = accepted(BARESIP).answer("127.0.0.1", "1 1", at(33300), at(33302));
        assertThat(answer.text())
                .isEqualTo(String.join(
                        "\r\n",
                        "v=0",
                        "o=tombolo 1 1 IN IP4 127.0.0.1",
                        "s=-",
                        "c=IN IP4 127.0.0.1",
                        "t=0 0",
                        "m=audio 33302 RTP/AVP 0 101",
                        "a=recvonly",
                        "a=rtpmap:0 PCMU/8000",
                        "a=rtpmap:101 telephone-event/8000",
                        "a=fmtp:101 0-15",
                        "m=video 33300 RTP/AVP 96",
                        "a=recvonly",
                        "a=rtpmap:96 H264/90000",
                        "a=fmtp:96 profile-level-id=42001f;packetization-mode=1",
                        "a=rtcp-fb:96 nack pli",
                        "m=application 0 UDP/BFCP *",
                        ""));
    }

    @Test
    void theStreamCarriesWhatTheReceiverNeeds() {
        VideoStream video = accepted(BARESIP).video();
        assertThat(video.line().peer().getPort()).isEqualTo(33202);
        assertThat(video.line().peerRtcp().getPort()).isEqualTo(33203);
        assertThat(video.line().flows()).isTrue();
        assertThat(video.format().parameterSets()).hasSize(2);
        assertThat(video.pictureLoss()).isTrue();
        assertThat(video.fullIntra()).isFalse();
    }

    @Test
    void addressAndDirectionOfTheStreamGoBeforeTheSessions() {
        VideoStream video = accepted(video(
                        "a=recvonly",
                        "m=video 4000 RTP/AVPF 96",
                        "c=IN IP4 192.0.2.7",
                        "a=rtpmap:96 h264/90000",
                        "a=sendonly",
                        "a=rtcp-mux",
                        "a=rtcp-fb:96 ccm fir"))
                .video();
        assertThat(video.line().peer().getAddress().getHostAddress()).isEqualTo("192.0.2.7");
        assertThat(video.line().peerRtcp().getPort()).isEqualTo(4000);
        assertThat(video.fullIntra()).isTrue();
        assertThat(((H264Format) video.format()).packetizationMode()).isZero();
    }

    /** What a browser decodes goes before what it does not; RFC 7587 7: Opus is written with two channels. */
    @Test
    void soundThatBrowsersHearIsPreferred() {
        String video = "m=video 4000 RTP/AVP 96";
        String h264 = "a=rtpmap:96 H264/90000";
        String both =
                video(video, h264, "m=audio 4002 RTP/AVP 97 98 8", "a=rtpmap:97 AMR/8000", "a=rtpmap:98 opus/48000/2");
        assertThat(accepted(both).answer("192.0.2.1", "1 1", at(2), at(4)).text())
                .contains("m=audio 4 RTP/AVP 98", "a=rtpmap:98 opus/48000/2\r\n");
        String amr = video(video, h264, "m=audio 4002 RTP/AVP 97", "a=rtpmap:97 AMR/8000");
        assertThat(accepted(amr).audio().orElseThrow().map().encoding()).isEqualTo("AMR");
        String wide = video(
                video,
                h264,
                "m=audio 4002 RTP/AVP 99 98 97",
                "a=rtpmap:99 EVS/16000",
                "a=rtpmap:98 AMR-WB/16000",
                "a=rtpmap:97 AMR/8000");
        assertThat(accepted(wide).answer("192.0.2.1", "1 1", at(2), at(4)).text())
                .contains("m=audio 4 RTP/AVP 98\r\n", "a=rtpmap:98 AMR-WB/16000\r\n");
    }

    /** RFC 4629 8.2.1, RFC 2190: what no browser plays is taken, and what goes to viewers as it is goes first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "96 97 98|a=rtpmap:96 H263-2000/90000|a=rtpmap:97 VP8/90000|a=rtpmap:98 H264/90000 ! 98 H264/90000 !",
                "96 97|a=rtpmap:96 H263-2000/90000|a=rtpmap:97 VP8/90000 ! 97 VP8/90000 !",
                "34 ! 34 H263/90000 !",
                "34 96|a=rtpmap:96 H263-1998/90000 ! 34 H263/90000 !",
                "96|a=rtpmap:96 h263-2000/90000|a=fmtp:96 profile=0;level=45 ! 96 h263-2000/90000 ! profile=0;level=45",
                "96|a=rtpmap:96 H263-1998/90000|a=fmtp:96 CIF=1;QCIF=1;N=4;K=2;J=1 ! 96 H263-1998/90000 ! CIF=1;QCIF=1;J=1",
            })
    void theVideoThatMostViewersPlayIsTaken(String offered, String map, String parameters) {
        String[] lines = ("m=video 4000 RTP/AVP " + offered).split("\\|");
        String answer =
                accepted(video(lines)).answer("192.0.2.1", "1 1", at(2), at(0)).text();
        assertThat(answer).contains("m=video 2 RTP/AVP " + map.split(" ")[0] + "\r\n", "a=rtpmap:" + map + "\r\n");
        assertThat(answer.lines().filter(line -> line.startsWith("a=fmtp:")))
                .isEqualTo(parameters == null ? List.of() : List.of("a=fmtp:" + map.split(" ")[0] + " " + parameters));
    }

    /** RFC 4867 8.3.1: an answer keeps what both do alike; frames that are interleaved or sorted are not taken. */
    @Test
    void amrIsTakenAsItsPacketsAreLaidOut() {
        String offer = video(
                "m=video 4000 RTP/AVP 34",
                "m=audio 4002 RTP/AVP 96 97 98 99 101 100",
                "a=rtpmap:96 EVS/16000",
                "a=rtpmap:97 AMR-WB/16000",
                "a=fmtp:97 octet-align=1;interleaving=4",
                "a=rtpmap:98 AMR-WB/16000/2",
                "a=rtpmap:99 AMR-WB/16000",
                "a=fmtp:99 octet-align=1; mode-set=0,1,2; max-red=220; colour=red",
                "a=rtpmap:100 telephone-event/16000",
                "a=rtpmap:101 telephone-event/8000");
        AudioStream audio = accepted(offer).audio().orElseThrow();
        assertThat(audio.isOctetAligned()).isTrue();
        assertThat(audio.hasFrameChecks()).isFalse();
        assertThat(accepted(offer).answer("192.0.2.1", "1 1", at(2), at(4)).text())
                .contains(
                        "m=audio 4 RTP/AVP 99 100\r\n",
                        "a=fmtp:99 octet-align=1;mode-set=0,1,2;max-red=220\r\n",
                        "a=rtpmap:100 telephone-event/16000\r\n");
        String evs = video("m=video 4000 RTP/AVP 34", "m=audio 4002 RTP/AVP 96", "a=rtpmap:96 EVS/16000");
        assertThat(accepted(evs).answer("192.0.2.1", "1 1", at(2), at(0)).text())
                .contains("m=audio 0 RTP/AVP 96\r\n");
    }

    /** RFC 4568 5.1.2: the first that is valid and that we can do, by its tag, with a key of ours. */
    @Test
    void aStreamThatSrtpProtectsIsTakenWithItsKey() {
        String key = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
        String offer = video(
                "m=video 4000 RTP/SAVP 96",
                "a=rtpmap:96 H264/90000",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + key + "|2^20|1:4",
                "a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:" + key + "|2^31 WSH=128 -new=1",
                "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:" + key);
        SdesKey offered = accepted(offer).video().line().key().orElseThrow();
        assertThat(offered.tag()).isEqualTo(2);
        assertThat(offered.suite()).isEqualTo(SdesKey.Suite.AES_CM_128_HMAC_SHA1_32);
        assertThat(offered.material()).isEqualTo(java.util.Base64.getDecoder().decode(key));
        assertThat(offered).hasToString("SdesKey[2 AES_CM_128_HMAC_SHA1_32]");
        LocalStream ours = new LocalStream(2, Optional.of(offered.answered(new byte[30])));
        assertThat(accepted(offer).answer("192.0.2.1", "1 1", ours, at(0)).text())
                .contains(
                        "m=video 2 RTP/SAVP 96\r\n",
                        "a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n");
    }

    @Test
    void anIpv6AddressIsTakenAndGiven() {
        String offer = video("m=video 4000 RTP/AVP 96", "c=IN IP6 2001:db8::1", "a=rtpmap:96 H264/90000");
        assertThat(accepted(offer).answer("2001:db8::2", "1 1", at(2), at(0)).text())
                .contains("c=IN IP6 2001:db8::2");
    }

    @ParameterizedTest
    @CsvSource({
        "m=video 4000 RTP/AVP 31, no codec",
        "m=video 4000 RTP/AVP 96|a=rtpmap:96 MP4V-ES/90000, no codec",
        "m=video 4000 RTP/AVP 96|a=rtpmap:96 VP8/8000, no codec",
        "m=video 4000 RTP/AVP 96|a=rtpmap:96 H264/90000|a=fmtp:96 packetization-mode=2, no codec",
        "m=video 4000 RTP/AVP 96|a=rtpmap:96 H264/90000|a=fmtp:96 profile-level-id=f4001f, no codec",
        "m=video 4000 UDP/TLS/RTP/SAVP 96|a=rtpmap:96 H264/90000, no RTP that we can read",
        "m=video 4000 RTP/SAVP 96|a=rtpmap:96 H264/90000, no a=crypto",
        "m=video 4000 RTP/SAVP 96|a=rtpmap:96 H264/90000|a=crypto:1 F8_128_HMAC_SHA1_80 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, no a=crypto",
        "m=video 4000 RTP/SAVP 96|a=rtpmap:96 H264/90000|a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA, no a=crypto",
        "m=video 4000 RTP/SAVP 96|a=rtpmap:96 H264/90000|a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA UNENCRYPTED_SRTP, no a=crypto",
        "m=audio 4000 RTP/AVP 0, no video",
        "m=video 0 RTP/AVP 96|a=rtpmap:96 H264/90000, no video",
        "m=video 4000 RTP/AVP 96|a=rtpmap:96 H264/90000|a=recvonly, sendrecv or sendonly",
        "m=video 4000 RTP/AVP 96|a=rtpmap:96 H264/90000|a=inactive, sendrecv or sendonly",
        "m=video 4000 RTP/AVP 96|c=IN IP4 0.0.0.0|a=rtpmap:96 H264/90000, no media address",
        "m=video 4000 RTP/AVP 96|c=IN IP4 224.2.1.1/127|a=rtpmap:96 H264/90000, no media address",
        "m=video 4000 RTP/AVP 96|c=IN IP4 phone.example.com|a=rtpmap:96 H264/90000, no media address",
    })
    void whatWeCannotTakeIsRefusedWithWords(String lines, String words) {
        Negotiation.Refusal refusal = refused(video(lines.split("\\|")));
        assertThat(refusal.status()).isEqualTo(488);
        assertThat(refusal.words()).contains(words);
    }

    @Test
    void anOfferWithoutAnyMediaAddressIsRefused() {
        String offer =
                "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=video 4000 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n";
        assertThat(refused(offer))
                .isEqualTo(new Negotiation.Refusal(488, refused(offer).words()));
        assertThat(refused(offer).words()).contains("no media address").contains(Negotiator.TAKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "v=1\r\n",
                "v=0\r\nm=video 70000 RTP/AVP 96",
                "v=0\r\nm=video -1 RTP/AVP 96",
                "v=0\r\nm=video 99999999999 RTP/AVP 96",
                "v=0\r\nm=video 4000 RTP/AVP",
                "v=0\r\nc=IN IP9 1.2.3.4",
                "v=0\r\nno line",
            })
    void whatIsNoDescriptionIsABadRequest(String text) {
        assertThat(refused(text).status()).isEqualTo(400);
        // Whoever tries to offer video gets that answer; anything else goes on to whom it is meant for.
        assertThat(Negotiator.offersVideo(text)).isEqualTo(text.contains("m=video"));
    }

    @Test
    void largeDescriptionsAreBounded() {
        assertThat(refused("v=0\r\n" + "a=x\r\n".repeat(2000)).status()).isEqualTo(400);
        assertThat(refused("v=0\r\n" + "m=audio 4 RTP/AVP 0\r\n".repeat(33)).status())
                .isEqualTo(400);
        assertThat(refused("v=0\r\na=" + "x".repeat(70_000)).status()).isEqualTo(400);
        assertThat(refused("v=0\r\nm=audio 4 RTP/AVP" + " 0".repeat(65)).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=sendonly", "a=sendrecv", "a=inactive", "a=recvonly", "c=IN IP4 0.0.0.0"})
    void aReOfferMayPutTheVideoOnHold(String line) {
        Negotiation result = Negotiator.again(video("m=video 4000 RTP/AVP 96", line, "a=rtpmap:96 H264/90000"));
        assertThat(result).isInstanceOf(Negotiation.Acceptance.class);
        boolean flows = line.contains("send");
        Negotiation.Acceptance accepted = (Negotiation.Acceptance) result;
        assertThat(accepted.video().line().flows()).isEqualTo(flows);
        assertThat(accepted.answer("127.0.0.1", "1 2", at(2), at(0)).text())
                .contains(flows ? "a=recvonly" : "a=inactive");
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll("descriptions") SessionDescription description) throws SdpException {
        assertThat(SessionDescription.parse(description.text())).isEqualTo(description);
    }

    @Provide
    Arbitrary<SessionDescription> descriptions() {
        Arbitrary<String> word =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(10);
        Arbitrary<Attribute> attribute =
                net.jqwik.api.Combinators.combine(word, word).as(Attribute::new);
        Arbitrary<Optional<Connection>> connection =
                Arbitraries.of("192.0.2.1", "2001:db8::1").map(Connection::new).optional();
        Arbitrary<MediaDescription> media = net.jqwik.api.Combinators.combine(
                        word,
                        Arbitraries.integers().between(0, 65535),
                        word,
                        word.list().ofMinSize(1).ofMaxSize(5),
                        connection,
                        attribute.list().ofMaxSize(5))
                .as(MediaDescription::new);
        return net.jqwik.api.Combinators.combine(
                        word,
                        connection,
                        attribute.list().ofMaxSize(5),
                        media.list().ofMaxSize(5))
                .as(SessionDescription::new);
    }

    @Property
    void anyLinesAreReadWithoutAFault(@ForAll List<String> lines, @ForAll int seed) {
        var random = new java.util.Random(seed);
        StringBuilder text = new StringBuilder("v=0\r\n");
        lines.forEach(line -> text.append("mac".charAt(random.nextInt(3)))
                .append('=')
                .append(line)
                .append("\r\n"));
        Negotiator.first(text.toString());
        String[] offer = BARESIP.split("\r\n");
        offer[1 + random.nextInt(offer.length - 1)] = lines.isEmpty() ? "" : lines.get(0);
        Negotiator.again(String.join("\r\n", offer));
    }
}

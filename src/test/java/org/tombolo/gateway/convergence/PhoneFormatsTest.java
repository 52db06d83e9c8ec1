package org.tombolo.gateway.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.media.hls.RewindMemory;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.rtsp.RtspSource;
import org.tombolo.media.transcode.NoTranscoder;
import org.tombolo.media.webrtc.Candidates;
import org.tombolo.media.webrtc.WebRtcResult;
import org.tombolo.media.webrtc.WebRtcServer;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Rtp;
import org.tombolo.sip.Body;
import org.tombolo.sip.LegEnd;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.TraceEvent;

/** What phones send besides H.264 in the clear: GStreamer and ffmpeg send it in real time, SIP is in memory. */
class PhoneFormatsTest {
    private static final String CAMERA =
            "videotestsrc is-live=true num-buffers=75 ! " + "video/x-raw,width=176,height=144,framerate=15/1 ! ";

    private final Fakes.Sessions sessions = new Fakes.Sessions();
    private final InMemoryTrace trace = InMemoryTrace.ofOrdinarySize();
    private RtpReceiver receiver;
    private WebRtcServer webrtc;
    private Recorder recorder;
    private ConvergenceGateway gateway;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        Fakes.Counters metrics = new Fakes.Counters();
        int rtp = Ports.free(8);
        receiver = new RtpReceiver(InetAddress.getLoopbackAddress(), rtp, rtp + 7, 1);
        webrtc = new WebRtcServer(
                new WebRtcServer.Options("127.0.0.1", Candidates.of("127.0.0.1", "127.0.0.1", Ports.free()), 2, 1),
                Clock.systemUTC(),
                new SecureRandom(),
                metrics);
        recorder = Recordings.recorder(folder, metrics);
        MediaPlane plane = new MediaPlane(
                receiver,
                webrtc,
                new RewindMemory(new RewindMemory.Limits(Duration.ofMinutes(1), 1 << 20, 1 << 20)),
                Optional.empty(),
                new NoTranscoder(),
                new SecureRandom(),
                recorder);
        var options = new ConvergenceGateway.Options("127.0.0.1", "http://localhost:8080", Duration.ofSeconds(30), 2);
        gateway =
                new ConvergenceGateway(sessions, plane, options, trace, metrics, Clock.systemUTC(), new SecureRandom());
    }

    @AfterEach
    void stop() {
        receiver.close();
        webrtc.close();
    }

    private Fakes.Invite invite(String... lines) {
        String offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + String.join("\r\n", lines) + "\r\n";
        Fakes.Invite invite =
                new Fakes.Invite(sessions, "sip:alice@ims.localhost", Optional.of(Body.text(Body.SDP, offer)));
        gateway.handle(invite);
        assertThat(invite.status()).isEqualTo(200);
        return invite;
    }

    private static String found(Fakes.Invite invite, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(invite.answer());
        assertThat(found.find()).as(invite.answer()).isTrue();
        return found.group(1);
    }

    private Share share() {
        return gateway.shares().list("", 1).get(0);
    }

    private List<String> told(Fakes.Invite invite) {
        return trace.timeline(invite.session().id()).stream()
                .map(TraceEvent::summary)
                .toList();
    }

    private static Rtp gstreamer(String pipeline) throws IOException {
        return Rtp.of("gst-launch-1.0 -q " + pipeline);
    }

    private static String chromium() throws IOException {
        try (var in = PhoneFormatsTest.class.getResourceAsStream("/org/tombolo/media/sdp/chromium-recvonly.sdp")) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /** RFC 7741: viewers get it as it is, by WebRTC and in MP4. */
    @Test
    void vp8IsSharedAsItIs() throws Exception {
        Fakes.Invite invite = invite("m=video 4000 RTP/AVP 97", "a=rtpmap:97 VP8/90000", "a=rtcp-fb:97 nack pli");
        String port = found(invite, "m=video (\\d+) RTP/AVP 97");
        String sender =
                CAMERA + "vp8enc deadline=1 keyframe-max-dist=15 ! rtpvp8pay pt=97 ! udpsink host=127.0.0.1 port=";
        try (Rtp phone = gstreamer(sender + port)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> share().state() == ShareState.LIVE);
            WebRtcResult joined =
                    gateway.shares().watch(share().id(), chromium()).orElseThrow();
            assertThat(joined)
                    .isInstanceOfSatisfying(
                            WebRtcResult.Accepted.class,
                            accepted -> assertThat(accepted.answer()).containsPattern("a=rtpmap:\\d+ VP8/90000"));
            assertThat(decoded(20)).isEqualTo("vp8,176,144,20");
        }
    }

    /** Frames that a viewer by HTTP gets, as ffprobe decodes them. */
    private String decoded(int frames) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Viewer viewer = gateway.shares().watch(share().id()).orElseThrow()) {
            for (int i = 0; i <= frames; i++) {
                file.writeBytes(viewer.next(Duration.ofSeconds(5)).orElseThrow());
            }
        }
        Path mp4 = folder.resolve("out.mp4");
        Files.write(mp4, file.toByteArray());
        String probe =
                "ffprobe -v error -count_frames -show_entries stream=codec_name,width,height,nb_read_frames -of csv=p=0";
        List<String> command = new ArrayList<>(List.of(probe.split(" ")));
        command.add(mp4.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).trim();
    }

    /** No browser plays it: the share is taken, viewers are told, and players by RTSP have it. */
    @Test
    void h263IsTakenAndViewersAreToldWhyTheySeeNothing() throws Exception {
        Fakes.Invite invite =
                invite("m=video 4000 RTP/AVP 98", "a=rtpmap:98 H263-2000/90000", "a=fmtp:98 profile=0;level=45");
        String port = found(invite, "m=video (\\d+) RTP/AVP 98");
        String sender = CAMERA + "avenc_h263p gop-size=15 ! rtph263ppay pt=98 ! udpsink host=127.0.0.1 port=";
        try (Rtp phone = gstreamer(sender + port)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> share().reason().contains("H.263"));
            assertThat(share().state()).isEqualTo(ShareState.WAITING);
            assertThat(gateway.shares().watch(share().id())).isEmpty();
            RtspSource players = gateway.shares().rtsp(share().id()).orElseThrow();
            assertThat(players.media()).singleElement().satisfies(media -> {
                assertThat(media.encoding()).isEqualTo("H263-2000/90000");
                assertThat(media.relay().log().group()).isNotNegative();
            });
        }
        assertThat(told(invite)).contains("first packet", "first key frame");
    }

    /** RFC 4568: ffmpeg protects by the key of the offer; what is forged is not taken. */
    @Test
    void srtpWithAKeyInTheOfferIsOpened() throws Exception {
        byte[] material = new byte[30];
        new SecureRandom().nextBytes(material);
        String key = Base64.getEncoder().encodeToString(material);
        Fakes.Invite invite = invite(
                "m=video 4000 RTP/SAVP 96",
                "a=rtpmap:96 H264/90000",
                "a=fmtp:96 packetization-mode=1",
                "a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:" + key);
        String port = found(invite, "m=video (\\d+) RTP/SAVP 96");
        String ours = found(invite, "a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:([A-Za-z0-9+/=]+)");
        assertThat(Base64.getDecoder().decode(ours)).hasSize(30).isNotEqualTo(material);
        try (Rtp forger = ffmpeg(port, Base64.getEncoder().encodeToString(new byte[30]))) {
            forger.await(Duration.ofSeconds(30));
        }
        assertThat(share().state()).isEqualTo(ShareState.WAITING);
        assertThat(told(invite)).doesNotContain("first packet");
        try (Rtp phone = ffmpeg(port, key)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> share().state() == ShareState.LIVE);
            assertThat(decoded(10)).isEqualTo("h264,176,144,10");
        }
        assertThat(told(invite)).contains("first packet");
    }

    private static Rtp ffmpeg(String port, String key) throws IOException {
        String command = "ffmpeg -v error -re -f lavfi -i testsrc=size=176x144:rate=15 -frames:v 45 -c:v libx264"
                + " -preset ultrafast -pix_fmt yuv420p -g 15 -payload_type 96 -f rtp -srtp_out_suite"
                + " AES_CM_128_HMAC_SHA1_80 -srtp_out_params " + key + " srtp://127.0.0.1:" + port + "?pkt_size=1000";
        return Rtp.of(command);
    }

    /** RFC 3264 8.3.2: the phone goes on in another codec, and viewers with it. */
    @Test
    void aReOfferMayChangeTheCodec() throws Exception {
        Fakes.Invite invite = invite("m=video 4000 RTP/AVP 98", "a=rtpmap:98 H263-2000/90000");
        int first = receiver.openPairs();
        ShareSession session = invite.session().attached(ShareSession.class).orElseThrow();
        String again = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + "m=video 4000 RTP/AVP 97\r\na=rtpmap:97 VP8/90000\r\n";
        session.reoffered(invite, Optional.of(Body.text(Body.SDP, again)));
        String answer = invite.reofferReplies.get(0).body().orElseThrow().text();
        Matcher port = Pattern.compile("m=video (\\d+) RTP/AVP 97").matcher(answer);
        assertThat(port.find()).isTrue();
        await().until(receiver::openPairs, pairs -> pairs == first);
        String sender = CAMERA + "vp8enc deadline=1 ! rtpvp8pay pt=97 ! udpsink host=127.0.0.1 port=";
        try (Rtp phone = gstreamer(sender + port.group(1))) {
            await().atMost(Duration.ofSeconds(20)).until(() -> share().state() == ShareState.LIVE);
        }
    }

    /** A phone that never answers a request for a key frame keeps its share, and is not asked again meanwhile; one that cannot do it is not asked again. */
    @Test
    void aPhoneThatLeavesInfoUnansweredKeepsItsShare() {
        Fakes.Invite invite = invite("m=video 4000 RTP/AVP 96", "a=rtpmap:96 H264/90000");
        ShareSession session = invite.session().attached(ShareSession.class).orElseThrow();
        session.keyframeWanted();
        session.keyframeWanted();
        assertThat(invite.sent).hasSize(1);
        session.responded(invite, "INFO", 408);
        assertThat(share().state()).isEqualTo(ShareState.WAITING);
        session.keyframeWanted();
        assertThat(invite.sent).hasSize(2);
        session.responded(invite, "INFO", 415);
        session.keyframeWanted();
        assertThat(invite.sent).hasSize(2);
        session.ended(invite, new LegEnd.HungUp());
        assertThat(share().state()).as("its BYE counts").isEqualTo(ShareState.ENDED);
    }
}

package org.tombolo.gateway.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.media.hls.RewindMemory;
import org.tombolo.media.rtp.Packets;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.transcode.NoTranscoder;
import org.tombolo.media.webrtc.Candidates;
import org.tombolo.media.webrtc.WebRtcServer;
import org.tombolo.peer.Ports;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.LegEnd;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.TraceEvent;

/** GSMA IR.74, RFC 3264: an INVITE that offers video, with captured RTP on real sockets and SIP in memory. */
class ConvergenceGatewayTest {
    private static final String TO = "sip:alice@ims.localhost;transport=udp";
    private static final int PHONE_PORT = Ports.free(4);
    private static final int FIRST_RTP = Ports.free(6);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** As they come, and as ours go. */
    private static final Map<String, String> TAGS = Map.of(
            "*;+g.3gpp.cs-voice",
            "+g.3gpp.cs-voice",
            "*;+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gpp-application.ims.iari.gsma-is,urn%3Aurn-7%3A3gpp-application.ims.iari.gsma-vs\";require",
            "+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gpp-application.ims.iari.gsma-vs\"");

    private final Fakes.Sessions sessions = new Fakes.Sessions();
    private final Fakes.Counters metrics = new Fakes.Counters();
    private final InMemoryTrace trace = InMemoryTrace.ofOrdinarySize();
    private RtpReceiver receiver;
    private WebRtcServer webrtc;
    private ConvergenceGateway gateway;
    private DatagramSocket phone;
    private Recorder recorder;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        phone = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), PHONE_PORT));
        phone.setSoTimeout(5000);
        receiver = new RtpReceiver(InetAddress.getLoopbackAddress(), FIRST_RTP, FIRST_RTP + 5, 1);
        webrtc = new WebRtcServer(
                new WebRtcServer.Options("127.0.0.1", Candidates.of("127.0.0.1", "127.0.0.1", Ports.free()), 2, 1),
                Clock.systemUTC(),
                new SecureRandom(),
                metrics);
        recorder = Recordings.recorder(folder, metrics);
        gateway = gateway(Duration.ofMillis(1500), 2);
    }

    private ConvergenceGateway gateway(Duration silence, int most) {
        var options = new ConvergenceGateway.Options("127.0.0.1", "http://localhost:8080", silence, most);
        return new ConvergenceGateway(
                sessions,
                new MediaPlane(
                        receiver,
                        webrtc,
                        new RewindMemory(new RewindMemory.Limits(Duration.ofMinutes(1), 1 << 20, 1 << 20)),
                        Optional.empty(),
                        new NoTranscoder(),
                        new SecureRandom(),
                        recorder),
                options,
                trace,
                metrics,
                Clock.systemUTC(),
                new SecureRandom());
    }

    @AfterEach
    void stop() {
        receiver.close();
        recorder.close();
        webrtc.close();
        phone.close();
    }

    private static String offer(String... more) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" + "m=video " + PHONE_PORT
                + " RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\n"
                + "a=rtcp:" + PHONE_PORT + "\r\n" + String.join("\r\n", more) + "\r\n";
    }

    private Fakes.Invite invite(String sdp) {
        return invite(TO, Optional.of(Body.text(Body.SDP, sdp)));
    }

    private Fakes.Invite invite(String uri, Optional<Body> body) {
        Fakes.Invite invite = new Fakes.Invite(sessions, uri, body);
        gateway.handle(invite);
        return invite;
    }

    private Share share() {
        return gateway.shares().list("", 1).get(0);
    }

    private ShareSession live(Fakes.Invite invite) {
        return invite.session().attached(ShareSession.class).orElseThrow();
    }

    private static int port(Fakes.Invite invite) {
        Matcher line = Pattern.compile("m=video (\\d+)").matcher(invite.answer());
        assertThat(line.find()).isTrue();
        return Integer.parseInt(line.group(1));
    }

    private void play(int port, int from, int to) throws IOException {
        List<byte[]> packets = Packets.captured("qcif-mode1.rtp");
        for (byte[] packet : packets.subList(from, Math.min(to, packets.size()))) {
            phone.send(new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
        }
    }

    private static List<String> boxes(Viewer viewer, int count) throws InterruptedException {
        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] chunk = viewer.next(SECOND).orElseThrow();
            kinds.add(new String(chunk, 4, 4, StandardCharsets.US_ASCII));
        }
        return kinds;
    }

    private void everythingIsGivenBack() {
        await().until(receiver::openPairs, pairs -> pairs == 0);
        assertThat(sessions.count()).isZero();
    }

    @Test
    void anOfferOfH264IsAnsweredAndWaitsForAPicture() {
        Fakes.Invite invite = invite(offer());
        assertThat(invite.status()).isEqualTo(200);
        assertThat(invite.answer()).contains("m=video", " RTP/AVP 96", "a=recvonly");
        assertThat(share().state()).isEqualTo(ShareState.WAITING);
        assertThat(share().id()).matches("[A-Za-z0-9_-]{22}");
        assertThat(share().from().text()).isEqualTo("sip:demo@ims.localhost");
        assertThat(share().to().text()).isEqualTo("sip:alice@ims.localhost");
        assertThat(share().watchUrl()).isEqualTo("http://localhost:8080/watch/" + share().id());
        assertThat(gateway.shares().watch(share().id())).isEmpty();
    }

    @Test
    void theFirstKeyFrameMakesItLiveAndAViewerSeesItAtOnce() throws Exception {
        Fakes.Invite invite = invite(offer());
        List<ShareState> states = new ArrayList<>();
        gateway.shares().subscribe(share().id(), share -> states.add(share.state()));
        play(port(invite), 0, 8);
        await().until(() -> share().state() == ShareState.LIVE);
        Viewer viewer = gateway.shares().watch(share().id()).orElseThrow();
        assertThat(viewer.codecs()).isEqualTo("avc1.42C00C");
        assertThat(boxes(viewer, 2)).containsExactly("ftyp", "moof");
        play(port(invite), 8, 12);
        assertThat(boxes(viewer, 2)).containsOnly("moof");
        live(invite).ended(invite, new LegEnd.HungUp());
        await().until(() -> viewer.next(Duration.ZERO).isEmpty() && viewer.over());
        assertThat(states).containsExactly(ShareState.LIVE, ShareState.ENDED);
        assertThat(share().reason()).isEqualTo("the sender ended the share");
        everythingIsGivenBack();
        assertThat(trace.timeline(invite.session().id()))
                .extracting(TraceEvent::summary)
                .contains("first packet", "first key frame", "share is ended: the sender ended the share");
    }

    @Test
    void silenceEndsItByBye() throws Exception {
        Fakes.Invite invite = invite(offer());
        play(port(invite), 0, 8);
        await().until(() -> share().state() == ShareState.ENDED);
        assertThat(invite.sent).last().asString().startsWith("BYE").contains("no video for 1 s");
        everythingIsGivenBack();
    }

    @Test
    void theApiEndsItByBye() {
        Fakes.Invite invite = invite(offer());
        assertThat(gateway.shares().end(share().id())).isTrue();
        assertThat(gateway.shares().end(share().id())).isFalse();
        assertThat(gateway.shares().end("nothing")).isFalse();
        assertThat(invite.sent).hasSize(1);
        assertThat(share().state()).isEqualTo(ShareState.ENDED);
        everythingIsGivenBack();
    }

    @Test
    void aViewerWhoLeavesReleasesHerselfAlone() throws Exception {
        Fakes.Invite invite = invite(offer());
        play(port(invite), 0, 8);
        await().until(() -> share().state() == ShareState.LIVE);
        try (Viewer viewer = gateway.shares().watch(share().id()).orElseThrow()) {
            assertThat(viewer.over()).isFalse();
        }
        assertThat(share().state()).isEqualTo(ShareState.LIVE);
        assertThat(receiver.openPairs()).isEqualTo(1);
    }

    /** RFC 3264 8.4. */
    @Test
    void holdSuspendsSilenceAndResumeGoesOn() throws Exception {
        Fakes.Invite invite = invite(offer());
        play(port(invite), 0, 8);
        ShareSession session = live(invite);
        session.reoffered(invite, Optional.of(Body.text(Body.SDP, offer("a=inactive"))));
        assertThat(invite.reofferReplies.get(0).status()).isEqualTo(200);
        assertThat(invite.reofferReplies.get(0).body().orElseThrow().text()).contains("a=inactive", "o=tombolo");
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .until(() -> share().state() == ShareState.LIVE);
        session.reoffered(invite, Optional.of(Body.text(Body.SDP, offer("a=sendonly"))));
        assertThat(invite.reofferReplies.get(1).body().orElseThrow().text()).contains("a=recvonly");
        await().until(() -> share().state() == ShareState.ENDED);
    }

    @Test
    void aReOfferThatWeCannotTakeChangesNothing() {
        Fakes.Invite invite = invite(offer());
        live(invite).reoffered(invite, Optional.of(Body.text(Body.SDP, offer().replace("H264", "H261"))));
        live(invite).reoffered(invite, Optional.empty());
        assertThat(invite.reofferReplies).extracting(reply -> reply.status()).containsExactly(488, 200);
        assertThat(invite.reofferReplies.get(1).body())
                .isEqualTo(invite.replies.get(0).body());
        assertThat(share().state()).isEqualTo(ShareState.WAITING);
    }

    /** RFC 4585 6.3.1 where the phone announced it. */
    @Test
    void aLossAsksForAKeyFrameOverRtcp() throws Exception {
        Fakes.Invite invite = invite(offer("a=rtcp-fb:96 nack pli"));
        play(port(invite), 0, 8);
        play(port(invite), 10, 12);
        byte[] feedback = new byte[200];
        DatagramPacket packet = new DatagramPacket(feedback, feedback.length);
        phone.receive(packet);
        assertThat(packet.getLength()).isGreaterThan(12);
        assertThat(feedback[packet.getLength() - 11] & 0xFF).isEqualTo(206);
        assertThat(invite.sent).isEmpty();
    }

    /** RFC 5168 where it did not. */
    @Test
    void aLossAsksForAKeyFrameByInfo() throws Exception {
        Fakes.Invite invite = invite(offer());
        play(port(invite), 0, 8);
        play(port(invite), 10, 12);
        await().until(() -> !invite.sent.isEmpty());
        assertThat(invite.sent.get(0)).startsWith("INFO").contains("<picture_fast_update/>");
    }

    @Test
    void audioIsReceivedBesideTheVideo() {
        Fakes.Invite invite = invite(offer("m=audio " + (PHONE_PORT + 2) + " RTP/AVP 0 101"));
        assertThat(invite.answer()).contains("m=audio", "a=rtpmap:0 PCMU/8000");
        assertThat(receiver.openPairs()).isEqualTo(2);
        live(invite).ended(invite, new LegEnd.HungUp());
        everythingIsGivenBack();
    }

    @Test
    void whatWeCannotTakeIsRefusedWithAWarning() {
        Fakes.Invite invite = invite(offer().replace("H264", "H261"));
        assertThat(invite.status()).isEqualTo(488);
        assertThat(invite.replies.get(0).headers().get(0).value())
                .startsWith("305")
                .contains("H.264");
        assertThat(share().state()).isEqualTo(ShareState.REFUSED);
        assertThat(metrics.count("tombolo_errors_total[protocol, sdp, kind, unacceptable]"))
                .isEqualTo(1);
        assertThat(metrics.count("tombolo_shares_total[result, refused]")).isEqualTo(1);
        everythingIsGivenBack();
    }

    @Test
    void badInputGetsItsOwnError() {
        assertThat(invite("v=0\r\nm=video 99999 RTP/AVP 96").status()).isEqualTo(400);
        assertThat(invite(TO, Optional.of(Body.text("text/plain", "v=0"))).status())
                .isEqualTo(415);
        assertThat(invite("urn:service:sos", Optional.of(Body.text(Body.SDP, offer())))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void tooManySharesAreRefusedForNow() {
        invite(offer());
        invite(offer());
        Fakes.Invite third = invite(offer());
        assertThat(third.status()).isEqualTo(503);
        assertThat(third.replies.get(0).headers()).extracting(h -> h.name()).contains("Retry-After");
        await().until(receiver::openPairs, pairs -> pairs == 2);
        assertThat(metrics.count("tombolo_shares_total[result, overloaded]")).isEqualTo(1);
    }

    @Test
    void noPortsLeftIsTheSame() {
        invite(offer("m=audio " + (PHONE_PORT + 2) + " RTP/AVP 0"));
        Fakes.Invite second = invite(offer("m=audio " + (PHONE_PORT + 2) + " RTP/AVP 0"));
        assertThat(second.status()).isEqualTo(503);
        await().until(receiver::openPairs, pairs -> pairs == 2);
    }

    @Test
    void whoWantsToStayPrivateIsNotNamed() {
        Fakes.Invite invite = new Fakes.Invite(sessions, TO, Optional.of(Body.text(Body.SDP, offer())));
        invite.headers.put("Privacy", List.of("id"));
        gateway.handle(invite);
        assertThat(share().from().text()).isEqualTo("sip:anonymous@anonymous.invalid");
    }

    @Test
    void pagesOfSharesFollowOneAnother() {
        String first = ids(invite(offer()));
        String second = ids(invite(offer()));
        assertThat(gateway.shares().list("", 1)).extracting(Share::id).containsExactly(second);
        assertThat(gateway.shares().list(second, 5)).extracting(Share::id).containsExactly(first);
        assertThat(gateway.shares().list(first, 5)).isEmpty();
        assertThat(gateway.shares().list("unknown", 5)).isEmpty();
    }

    private String ids(Fakes.Invite invite) {
        assertThat(invite.status()).isEqualTo(200);
        return share().id();
    }

    @Test
    void videoIsToldFromOtherOffers() {
        assertThat(ConvergenceGateway.wants(new Fakes.Invite(sessions, TO, Optional.of(Body.text(Body.SDP, offer())))))
                .isTrue();
        String audio = "v=0\r\nm=audio 4000 RTP/AVP 0\r\n";
        assertThat(ConvergenceGateway.wants(new Fakes.Invite(sessions, TO, Optional.of(Body.text(Body.SDP, audio)))))
                .isFalse();
        assertThat(ConvergenceGateway.wants(new Fakes.Invite(sessions, TO, Optional.empty())))
                .isFalse();
    }

    /** GSMA IR.74, IR.84: the tag in Contact or Accept-Contact. */
    @Test
    void videoShareIsToldByItsFeatureTag() {
        for (Map.Entry<String, String> tag : TAGS.entrySet()) {
            Fakes.Invite asks = new Fakes.Invite(sessions, TO, Optional.empty());
            asks.headers.put("Accept-Contact", List.of(tag.getKey()));
            assertThat(ConvergenceGateway.wants(asks)).isTrue();
            gateway.handle(asks);
            assertThat(asks.replies.get(0).headers())
                    .extracting(Header::name, Header::value)
                    .contains(tuple("Contact", tag.getValue()));
            asks.end("");
        }
    }

    @Test
    void optionsThatAskForMoreAreForThePhone() {
        String both =
                "*;+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gpp-application.ims.iari.gsma-vs,urn%3Aurn-7%3A3gpp-application.ims.iari.gsma-is\"";
        assertThat(asksAlone("*;+g.3gpp.cs-voice", "<sip:a@b>;+g.3gpp.cs-voice;video"))
                .isTrue();
        assertThat(asksAlone(both, "<sip:a@b>")).isFalse();
        assertThat(asksAlone("*;+g.3gpp.cs-voice", "<sip:a@b>;+g.3gpp.cs-voice;+g.oma.sip-im"))
                .isFalse();
        assertThat(asksAlone("*;video", "<sip:a@b>")).isFalse();
    }

    private boolean asksAlone(String acceptContact, String contact) {
        Fakes.Invite request = new Fakes.Invite(sessions, TO, Optional.empty());
        request.headers.put("Accept-Contact", List.of(acceptContact));
        request.headers.put("Contact", List.of(contact));
        return VideoShare.aloneIn(request);
    }

    /** RFC 3261 13.2.1, RFC 3264 5: the 2xx offers, the ACK answers. */
    @Test
    void theOfferMayBeLeftToUs() throws Exception {
        Fakes.Invite invite = invite(TO, Optional.empty());
        assertThat(invite.answer()).contains("m=video", "a=recvonly", "packetization-mode=1");
        play(port(invite), 0, 8);
        live(invite).acknowledged(invite, Optional.of(Body.text(Body.SDP, offer())));
        await().until(() -> {
            play(port(invite), 0, 8);
            return share().state() == ShareState.LIVE;
        });
        live(invite).ended(invite, new LegEnd.HungUp());
        everythingIsGivenBack();
    }

    @Test
    void anOfferOfOursThatIsNotAnsweredEndsTheShare() {
        Fakes.Invite invite = invite(TO, Optional.empty());
        live(invite).acknowledged(invite, Optional.empty());
        assertThat(invite.sent).last().asString().startsWith("BYE").contains("no video was agreed on");
        assertThat(share().state()).isEqualTo(ShareState.ENDED);
        everythingIsGivenBack();
    }

    /** RFC 3264 8.2. */
    @Test
    void aPhoneThatTakesTheVideoAwayHasEndedTheShare() {
        Fakes.Invite invite = invite(offer());
        String audio = offer().replaceFirst("m=video \\d+", "m=video 0");
        live(invite).reoffered(invite, Optional.of(Body.text(Body.SDP, audio)));
        assertThat(invite.reofferReplies.get(0).status()).isEqualTo(200);
        assertThat(invite.reofferReplies.get(0).body().orElseThrow().text()).contains("m=video 0 ");
        assertThat(share().state()).isEqualTo(ShareState.ENDED);
        assertThat(share().reason()).isEqualTo("the sender stopped the video");
        assertThat(invite.sent).isEmpty();
        ((Fakes.Session) invite.session()).later.forEach(Runnable::run);
        assertThat(invite.sent).last().asString().startsWith("BYE");
        everythingIsGivenBack();
    }

    @Test
    void rfc3323_4_2_aSharerWhoWantsPrivacyIsAnonymous() {
        Fakes.Invite hidden = new Fakes.Invite(sessions, TO, Optional.of(Body.text(Body.SDP, offer())));
        hidden.headers.put("Privacy", List.of("header; User"));
        gateway.handle(hidden);
        assertThat(share().from().text()).isEqualTo("sip:anonymous@anonymous.invalid");
        hidden.end("");
    }

    @Test
    void rfc3323_4_2_aSharerWhoAsksForNoPrivacyIsShown() {
        Fakes.Invite shown = new Fakes.Invite(sessions, TO, Optional.of(Body.text(Body.SDP, offer())));
        shown.headers.put("Privacy", List.of("none"));
        gateway.handle(shown);
        assertThat(share().from().text()).isNotEqualTo("sip:anonymous@anonymous.invalid");
        shown.end("");
    }
}

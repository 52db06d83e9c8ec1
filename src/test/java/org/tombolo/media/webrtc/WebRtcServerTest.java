package org.tombolo.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.media.sdp.H264Profile;
import org.tombolo.media.sdp.WebRtcFragment;
import org.tombolo.media.sdp.WebRtcOffer;
import org.tombolo.media.stun.Stun;
import org.tombolo.media.stun.StunKey;
import org.tombolo.media.stun.StunMessage;
import org.tombolo.media.stun.StunWriter;
import org.tombolo.metrics.prometheus.PrometheusMetrics;
import org.tombolo.peer.Ports;

/** The one port as the wire sees it, up to DTLS; what flows behind it is {@link WebRtcIT}'s. */
class WebRtcServerTest {
    private static final Pattern STRANGERS = Pattern.compile("kind=\"stranger\",protocol=\"webrtc\"} ([0-9.E]+)");

    private static final H264Profile BASELINE = new H264Profile(H264Profile.Kind.CONSTRAINED_BASELINE, 31);

    private final AtomicLong nanos = new AtomicLong();
    private final PrometheusMetrics metrics = new PrometheusMetrics();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private WebRtcServer server;
    private DatagramSocket browser;
    private int port;

    @BeforeEach
    void start() throws IOException {
        start("127.0.0.1");
    }

    private void start(String bind) throws IOException {
        port = Ports.free();
        server = new WebRtcServer(
                new WebRtcServer.Options(bind, Candidates.of(bind, bind, port), 2, 2),
                Clock.systemUTC(),
                nanos::get,
                new SecureRandom(),
                metrics);
        browser = new DatagramSocket(new InetSocketAddress(bind, 0));
        browser.setSoTimeout(5000);
    }

    @AfterEach
    void stop() {
        browser.close();
        server.close();
        metrics.close();
    }

    static String offer() throws IOException {
        try (var in = WebRtcOffer.class.getResourceAsStream("chromium-recvonly.sdp")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private WebRtcResult offer(String sdp) {
        WebRtcMedia media = new WebRtcMedia(server.relay(90_000), BASELINE, Optional.empty(), () -> {});
        return server.offer(sdp, media, new WebRtcListener() {
            @Override
            public void connected(String how) {}

            @Override
            public void ended(String id, String why, String summary) {
                ended.add(why);
            }
        });
    }

    /** What a browser knows of us from the answer. */
    private record Session(WebRtcConnection connection, String ufrag, String password) {
        static Session of(WebRtcConnection connection, String sdp) {
            return new Session(connection, value(sdp, "ice-ufrag"), value(sdp, "ice-pwd"));
        }

        private static String value(String sdp, String name) {
            Matcher found = Pattern.compile("a=" + name + ":(\\S+)").matcher(sdp);
            assertThat(found.find()).as(sdp).isTrue();
            return found.group(1);
        }

        StunWriter check(String remote) {
            return new StunWriter(Stun.BINDING_REQUEST, new byte[12])
                    .with(Stun.USERNAME, ufrag + ":" + remote)
                    .with(Stun.PRIORITY, new byte[4]);
        }

        StunWriter check() {
            return check("PacT");
        }

        StunKey key() {
            return new StunKey(password);
        }
    }

    private Session session() throws IOException {
        WebRtcResult.Accepted accepted = (WebRtcResult.Accepted) offer(offer());
        return Session.of(accepted.connection(), accepted.answer());
    }

    private void send(byte[] datagram) throws IOException {
        InetAddress to = browser.getLocalAddress();
        browser.send(new DatagramPacket(datagram, datagram.length, to, port));
    }

    private StunMessage ask(byte[] request) throws IOException {
        send(request);
        DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
        browser.receive(answer);
        return StunMessage.parse(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()))
                .orElseThrow();
    }

    private static byte[] controlling(Session session) {
        return session.check()
                .with(Stun.ICE_CONTROLLING, new byte[8])
                .with(Stun.USE_CANDIDATE, new byte[0])
                .signed(session.key())
                .finish();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void answersChecksOfTheirOwnFamily(String bind) throws IOException {
        stop();
        start(bind);
        Session session = session();
        StunMessage answer = ask(controlling(session));
        assertThat(answer.type()).isEqualTo(Stun.BINDING_SUCCESS);
        assertThat(answer.isSignedBy(session.key())).isTrue();
        byte[] expected = new StunWriter(Stun.BINDING_SUCCESS, new byte[12])
                .mapped((InetSocketAddress) browser.getLocalSocketAddress())
                .signed(session.key())
                .finish();
        assertThat(answer.value(Stun.XOR_MAPPED_ADDRESS))
                .isEqualTo(StunMessage.parse(ByteBuffer.wrap(expected))
                        .orElseThrow()
                        .value(Stun.XOR_MAPPED_ADDRESS));
    }

    private static int code(StunMessage error) {
        assertThat(error.type()).isEqualTo(Stun.BINDING_ERROR);
        ByteBuffer value = error.value(Stun.ERROR_CODE).orElseThrow();
        return value.get(2) * 100 + value.get(3);
    }

    @Test
    void refusesByTheCodesOfStunAndIce() throws IOException {
        Session session = session();
        // RFC 8489 9.1.3
        assertThat(code(ask(session.check().finish()))).isEqualTo(400);
        assertThat(code(ask(session.check().signed(new StunKey("x".repeat(22))).finish())))
                .isEqualTo(401);
        assertThat(code(ask(session.check("else").signed(session.key()).finish())))
                .isEqualTo(401);
        // RFC 8489 6.3.1
        assertThat(code(ask(
                        session.check().with(0x7FFF, "?").signed(session.key()).finish())))
                .isEqualTo(420);
        // RFC 8445 7.3.1.1
        StunMessage conflict = ask(session.check()
                .with(Stun.ICE_CONTROLLED, new byte[8])
                .signed(session.key())
                .finish());
        assertThat(code(conflict)).isEqualTo(487);
        assertThat(conflict.isSignedBy(session.key())).isTrue();
    }

    /** Whoever shows no password gets few answers, and whoever names no session gets none. */
    @Test
    void isNobodysReflector() throws IOException {
        Session session = session();
        byte[] forged = session.check().signed(new StunKey("x".repeat(22))).finish();
        browser.setSoTimeout(300);
        int answers = 0;
        for (int i = 0; i < 200; i++) {
            send(forged);
        }
        try {
            for (DatagramPacket answer = new DatagramPacket(new byte[1500], 1500); ; answers++) {
                browser.receive(answer);
            }
        } catch (SocketTimeoutException e) {
            assertThat(answers).isLessThanOrEqualTo(50);
        }
        send(new StunWriter(Stun.BINDING_REQUEST, new byte[12])
                .with(Stun.USERNAME, "nobody:here")
                .finish());
        send(new byte[] {22, (byte) 0xFE, (byte) 0xFD, 0});
        send(new byte[] {(byte) 0x80, (byte) 200, 0, 1, 0, 0, 0, 0});
        send(new byte[0]);
        Assertions.assertThatThrownBy(() -> browser.receive(new DatagramPacket(new byte[1500], 1500)))
                .isInstanceOf(SocketTimeoutException.class);
        await().until(metrics::scrape, text -> text.contains("kind=\"stranger\",protocol=\"webrtc\"} 3.0"));
    }

    /** Hellos, checks and media from an address that no session knows: counted, not answered, and a session goes on. */
    @Test
    void aFloodOfStrangersIsCountedAndNobodyNotices() throws IOException {
        Session session = session();
        byte[] hello = new byte[200];
        System.arraycopy(new byte[] {22, (byte) 0xFE, (byte) 0xFD}, 0, hello, 0, 3);
        byte[] check = new StunWriter(Stun.BINDING_REQUEST, new byte[12])
                .with(Stun.USERNAME, "nobody:here")
                .finish();
        try (DatagramSocket stranger = new DatagramSocket(0, browser.getLocalAddress())) {
            for (int i = 0; i < 2000; i++) {
                byte[] datagram = i % 2 == 0 ? hello : check;
                stranger.send(new DatagramPacket(datagram, datagram.length, browser.getLocalAddress(), port));
                if (i % 500 == 499) {
                    ask(controlling(session));
                }
            }
            stranger.setSoTimeout(100);
            Assertions.assertThatThrownBy(() -> stranger.receive(new DatagramPacket(new byte[1500], 1500)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(server.find(session.connection().id())).isPresent();
        // A receive buffer that was full has dropped some before they came to be counted.
        await().until(
                        metrics::scrape,
                        text -> STRANGERS
                                .matcher(text)
                                .results()
                                .anyMatch(count -> Double.parseDouble(count.group(1)) > 500));
    }

    /** RFC 7675 5.1: 30 seconds without a valid check, and nothing is sent any more. */
    @Test
    void consentExpires() throws IOException {
        Session session = session();
        ask(controlling(session));
        nanos.addAndGet(Duration.ofSeconds(15).toNanos());
        ask(controlling(session));
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(server.find(session.connection().id())).isPresent();
        nanos.addAndGet(Duration.ofSeconds(27).toNanos());
        await().until(() -> !ended.isEmpty());
        assertThat(server.find(session.connection().id())).isEmpty();
    }

    @Test
    void whoNeverComesIsForgotten() throws IOException {
        Session session = session();
        nanos.addAndGet(Duration.ofSeconds(21).toNanos());
        await().until(() -> ended, words -> words.equals(List.of("ICE: no valid check came")));
        assertThat(server.find(session.connection().id())).isEmpty();
        assertThat(metrics.scrape()).contains("tombolo_webrtc_connections 0.0");
    }

    @Test
    void takesSoManyAndAgainWhenOneIsGone() throws IOException {
        Session first = session();
        session();
        assertThat(offer(offer()))
                .isInstanceOfSatisfying(
                        WebRtcResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(WebRtcResult.Reason.FULL));
        first.connection().close("left");
        await().until(() -> server.find(first.connection().id()).isEmpty());
        assertThat(offer(offer())).isInstanceOf(WebRtcResult.Accepted.class);
    }

    /** RFC 8445 9: both sessions are answered until a check of the new one has chosen a way. */
    @Test
    void startsIceAnew() throws Exception {
        Session old = session();
        ask(controlling(old));
        WebRtcFragment fragment = WebRtcFragment.parse("a=ice-ufrag:newU\r\na=ice-pwd:newPassword0123456789x\r\n");
        Session fresh =
                Session.of(old.connection(), old.connection().update(fragment).orElseThrow());
        assertThat(fresh.ufrag())
                .isNotEqualTo(old.ufrag())
                .isEqualTo(old.connection().iceSession());
        assertThat(ask(controlling(old)).type()).isEqualTo(Stun.BINDING_SUCCESS);
        byte[] check = fresh.check("newU")
                .with(Stun.USE_CANDIDATE, new byte[0])
                .signed(fresh.key())
                .finish();
        assertThat(ask(check).type()).isEqualTo(Stun.BINDING_SUCCESS);
        browser.setSoTimeout(300);
        Assertions.assertThatThrownBy(() -> ask(controlling(old))).isInstanceOf(SocketTimeoutException.class);
        WebRtcFragment candidates =
                WebRtcFragment.parse("a=ice-ufrag:newU\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n");
        assertThat(old.connection().update(candidates)).as("no restart").isEmpty();
    }

    @Test
    void saysWhatIsWrongWithAnOffer() {
        assertThat(offer("nonsense"))
                .isEqualTo(new WebRtcResult.Refused(
                        WebRtcResult.Reason.MALFORMED, "SDP: the description does not start with v=0"));
    }

    @Test
    void refusesWhatItCannotSend() throws IOException {
        assertThat(offer(offer().replace("H264", "H265")))
                .isInstanceOfSatisfying(
                        WebRtcResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(WebRtcResult.Reason.NOTHING_IN_COMMON));
    }

    /** A second gateway on the machine must not get half of the first one's packets. */
    @Test
    void doesNotShareItsPort() {
        Assertions.assertThatThrownBy(() -> new WebRtcServer(
                        new WebRtcServer.Options("127.0.0.1", Candidates.of("127.0.0.1", "127.0.0.1", port), 2, 2),
                        Clock.systemUTC(),
                        new SecureRandom(),
                        metrics))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("UDP port " + port);
    }
}

package org.tombolo.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.peer.Browser;
import org.tombolo.peer.Rtp;

/** Chromium watches what ffmpeg sends; OpenSSL speaks DTLS. */
class WebRtcIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String PAGE = """
            <!doctype html><video id="video" autoplay muted playsinline></video><script>
            const state = { ice: '', at: 0, shown: 0 };
            async function watch(change) {
              const started = performance.now();
              const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
              window.peer = peer;
              peer.addTransceiver('video', { direction: 'recvonly' });
              peer.addTransceiver('audio', { direction: 'recvonly' });
              peer.ontrack = (event) => { video.srcObject = event.streams[0]; };
              peer.onconnectionstatechange = () => { state.ice = peer.connectionState; };
              video.requestVideoFrameCallback(() => { state.shown = performance.now() - started; });
              await peer.setLocalDescription();
              const answer = await fetch('offer', { method: 'POST', body: peer.localDescription.sdp });
              const text = await answer.text();
              state.id = answer.headers.get('Location');
              if (!answer.ok) { state.ice = text; return; }
              await peer.setRemoteDescription({ type: 'answer', sdp: text });
            }
            async function inbound(kind = 'video') {
              for (const [, one] of await window.peer.getStats()) if (one.type === 'inbound-rtp' && one.kind === kind) return one;
            }
            </script>""";

    private static Browser browser;
    private static HttpServer http;
    private static volatile Broadcast broadcast;
    private static volatile int candidatePort;

    @TempDir
    static Path folder;

    private static final List<String> ended = new CopyOnWriteArrayList<>();
    private static final List<String> connected = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start();
        http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        http.createContext("/", WebRtcIT::handle);
        http.setExecutor(Executors.newSingleThreadExecutor());
        http.start();
    }

    @AfterAll
    static void stop() {
        browser.close();
        http.stop(0);
    }

    @BeforeEach
    void nothing() {
        ended.clear();
        connected.clear();
    }

    @AfterEach
    void close() {
        browser.open("about:blank");
        broadcast.close();
    }

    private static void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String sdp = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int status = 200;
            String body = PAGE;
            if (exchange.getRequestMethod().equals("POST")) {
                WebRtcResult result = broadcast.offer(sdp, new WebRtcListener() {
                    @Override
                    public void connected(String how) {
                        connected.add(how);
                    }

                    @Override
                    public void ended(String id, String why, String summary) {
                        ended.add(why + ": " + summary);
                    }
                });
                if (result instanceof WebRtcResult.Accepted accepted) {
                    body = candidatePort == 0
                            ? accepted.answer()
                            : accepted.answer().replaceAll(" \\d+ typ host", " " + candidatePort + " typ host");
                    exchange.getResponseHeaders()
                            .set("Location", accepted.connection().id());
                } else {
                    status = 422;
                    body = ((WebRtcResult.Refused) result).words();
                }
            }
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    private static void open() {
        browser.open("http://127.0.0.1:" + http.getAddress().getPort() + "/");
        browser.script("watch()");
    }

    private static Rtp camera(int group) throws IOException {
        Rtp camera = Rtp.h264("127.0.0.1", broadcast.rtpPort(), 96, "320x240", 25, group, Duration.ofSeconds(60));
        await().atMost(LONG).until(() -> broadcast.live());
        return camera;
    }

    /** Encrypted by the better profile, as H.264 of the phone's own profile, and all given back when the browser goes. */
    @Test
    void chromiumShowsThePictures() throws IOException {
        broadcast = new Broadcast("127.0.0.1", 10);
        try (Rtp camera = camera(25)) {
            open();
            await().atMost(LONG).until(() -> frames() > 50);
            assertThat(connected).singleElement().asString().endsWith("AEAD_AES_128_GCM");
            assertThat(inbound("packetsLost")).isZero();
            assertThat(inbound("frameWidth")).isEqualTo(320);
            assertThat(String.valueOf(browser.script("return inbound().then((one) => one.codecId)")))
                    .contains("profile-level-id=42e01f");
            browser.script("window.peer.close()");
            await().atMost(LONG)
                    .until(
                            () -> ended,
                            words -> words.size() == 1
                                    && words.get(0).startsWith("the browser closed the connection: ")
                                    && words.get(0).contains("round trip"));
            assertThat(broadcast.metrics.scrape()).contains("tombolo_webrtc_connections 0.0");
        }
    }

    /** RFC 7741: GStreamer's VP8 as it is, in packets that have to be cut for the way to the browser. */
    @Test
    void chromiumShowsVp8() throws IOException {
        broadcast = new Broadcast("127.0.0.1", 10);
        String sender = "gst-launch-1.0 -q videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=25/1"
                + " ! vp8enc deadline=1 keyframe-max-dist=25 ! rtpvp8pay pt=97 mtu=4000 ! udpsink host=127.0.0.1 port=";
        try (Rtp camera = Rtp.of(sender + broadcast.vp8Port())) {
            await().atMost(LONG).until(() -> broadcast.live());
            open();
            await().atMost(LONG).until(() -> frames() > 50);
            assertThat(inbound("packetsLost")).isZero();
            assertThat(inbound("frameWidth")).isEqualTo(320);
            assertThat(String.valueOf(browser.script("return window.peer.currentRemoteDescription.sdp")))
                    .contains("VP8/90000")
                    .doesNotContain("H264");
        }
    }

    /** With a key frame each twelve seconds, who joins in between sees the picture from what was kept, and then in its time. */
    @Test
    void whoJoinsLateSeesThePictureAtOnce() throws IOException {
        broadcast = new Broadcast("127.0.0.1", 10);
        try (Rtp camera = camera(300)) {
            open(); // the first one pays for class loading on both sides
            await().atMost(LONG).until(() -> frames() > 75);
            open();
            await().atMost(LONG).until(() -> browser.number("return state.shown") > 0);
            assertThat(browser.number("return state.shown")).as("milliseconds").isLessThan(1000);
            assertThat(broadcast.keyframeRequests).hasValue(0);
            await().atMost(LONG).until(() -> frames() > 100);
            assertThat(inbound("jitterBufferDelay") / inbound("jitterBufferEmittedCount"))
                    .as("what was sent at once does not become delay")
                    .isLessThan(0.2);
        }
    }

    /** Generic NACK (RFC 4585 6.2.1): what the network loses comes again, so that the picture neither freezes nor needs a key frame. */
    @Test
    void whatIsLostComesAgain() throws IOException {
        broadcast = new Broadcast("127.0.0.1", 10);
        try (Rtp camera = camera(25);
                LossyRelay lossy = new LossyRelay(broadcast.address(), 10)) {
            candidatePort = lossy.port();
            open();
            await().atMost(LONG).until(() -> frames() > 100);
            assertThat(lossy.lost()).isGreaterThan(5);
            await().atMost(LONG).until(() -> inbound("nackCount") > 0 && inbound("packetsLost") < lossy.lost() / 2.0);
            assertThat(inbound("freezeCount")).isZero();
            browser.script("window.peer.close()");
            await().atMost(LONG).until(() -> !ended.isEmpty());
            assertThat(ended.get(0)).containsPattern(" packets, [1-9][0-9]* of them again");
        } finally {
            candidatePort = 0;
        }
    }

    /** Sound goes to the browser as the phone sent it, beside the picture on the same transport. */
    @Test
    void chromiumHearsThePhone() throws IOException {
        broadcast = new Broadcast("127.0.0.1", 10);
        try (Rtp camera = camera(25);
                Rtp microphone = Rtp.pcma("127.0.0.1", broadcast.audioPort(), Duration.ofSeconds(60))) {
            open();
            await().atMost(LONG).until(() -> frames() > 10);
            browser.script("video.muted = false"); // what is muted has no energy
            await().atMost(LONG).until(() -> audio("totalAudioEnergy") > 0.001 && audio("packetsReceived") > 50);
            assertThat(audio("packetsLost")).isZero();
        }
    }

    private static double audio(String figure) {
        return browser.number("return inbound('audio').then((one) => one?.[arguments[0]] ?? 0)", figure);
    }

    /** OpenSSL as the other side of DTLS: with the certificate that signalling named, and with another one. */
    @Test
    void openSslShakesHandsOnlyWithTheNamedCertificate() throws Exception {
        broadcast = new Broadcast("127.0.0.1", 10);
        try (Rtp camera = camera(25)) {
            OpenSsl ssl = OpenSsl.create(folder);
            String old = "SRTP_AES128_CM_SHA1_80";
            String both = old + ":SRTP_AEAD_AES_128_GCM";
            assertThat(ssl.connect(broadcast, ssl.fingerprint(), both))
                    .contains("SRTP Extension negotiated, profile=SRTP_AEAD_AES_128_GCM", "Cipher is ECDHE-ECDSA-");
            assertThat(ssl.connect(broadcast, ssl.fingerprint(), old)).contains("profile=" + old);
            assertThat(ssl.connect(broadcast, "AB" + ssl.fingerprint().substring(2), both))
                    .contains("alert bad certificate");
        }
    }

    private static double frames() {
        return browser.number("return video.getVideoPlaybackQuality().totalVideoFrames");
    }

    private static double inbound(String figure) {
        return browser.number("return inbound().then((one) => one[arguments[0]] ?? 0)", figure);
    }
}

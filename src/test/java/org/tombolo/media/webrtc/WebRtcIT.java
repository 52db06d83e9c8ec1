package org.tombolo.media.webrtc;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tombolo.peer.Browser;
import org.tombolo.peer.Rtp;

/** Chromium watches what ffmpeg sends. */
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
            async function inbound() {
              for (const [, one] of await window.peer.getStats()) if (one.type === 'inbound-rtp') return one;
            }
            </script>""";

    private static Browser browser;
    private static HttpServer http;
    private static volatile Broadcast broadcast;
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
                    body = accepted.answer();
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

    @Test
    void chromiumShowsThePictures() throws IOException {
        broadcast = new Broadcast("127.0.0.1", 10);
        try (Rtp camera = Rtp.h264("127.0.0.1", broadcast.rtpPort(), 96, "320x240", 25, Duration.ofSeconds(60))) {
            await().atMost(LONG).until(() -> broadcast.live());
            open();
            await().atMost(LONG).until(() -> browser.number("return state.shown") > 0);
            System.out.println("shown after " + browser.number("return state.shown"));
            await().atMost(LONG).until(() -> frames() > 50);
            System.out.println(connected + " " + browser.script("return inbound()"));
            browser.script("window.peer.close()");
            await().atMost(LONG).until(() -> !ended.isEmpty());
            System.out.println(ended);
        }
    }

    private static double frames() {
        return browser.number("return video.getVideoPlaybackQuality().totalVideoFrames");
    }
}

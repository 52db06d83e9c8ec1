package org.tombolo.gateway.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;
import org.tombolo.peer.Browser;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.NginxRtmp;
import org.tombolo.peer.Player;
import org.tombolo.peer.PortalClient;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Rtp;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.SippDialog;

/** One phone, all outputs at the same time, each taken by a player that is not ours. */
@ParameterizedClass
@EnumSource(Container.class)
class OutputsIT {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final int FRAMES = 45;
    private static final int ENDLESS = 100_000;
    private static final Duration LONGEST = Duration.ofSeconds(100);
    private static final String HEARD = "return document.getElementById('video').webkitAudioDecodedByteCount";
    private static final String DECODED =
            "return document.getElementById('video').getVideoPlaybackQuality().totalVideoFrames";

    /** No WebRTC, and a proxy that keeps an endless response to itself. */
    private static final String NOTHING_BUT_HLS = "delete window.RTCPeerConnection; const real = window.fetch;"
            + "window.fetch = (what, how) => String(what).endsWith('/live')"
            + " ? Promise.resolve(new Response(new ReadableStream({}), { headers: { 'X-Codecs': 'avc1.42E01E' } })) : real(what, how);";

    private static final Pattern PORT = Pattern.compile("(?m)^m=(video|audio) (?!40000|40002)([1-9][0-9]*) ");
    /** It takes PLI: an INFO that nobody answers would end the dialog (RFC 3261 12.2.1.2). */
    private static final String H264 =
            "m=video 40000 RTP/AVPF 96\r\na=rtpmap:96 H264/90000\r\na=rtcp-fb:96 nack pli\r\n"
                    + "a=fmtp:96 profile-level-id=42e01e;packetization-mode=1\r\na=sendonly\r\n";

    private static final String H263 =
            "m=video 40000 RTP/AVPF 98\r\na=rtpmap:98 H263-2000/90000\r\na=rtcp-fb:98 nack pli\r\na=sendonly\r\n";

    private final Container container;

    OutputsIT(Container container) {
        this.container = container;
    }

    @Test
    void everybodySeesThePhone() throws IOException {
        Path peers = Files.createDirectories(Path.of("target", "peers"));
        try (NginxRtmp server = NginxRtmp.start();
                Gateway gateway = Gateway.start(
                        container,
                        Files.createTempDirectory(peers, "outputs-"),
                        Map.of(
                                "tombolo.rtmp.push",
                                server.url(),
                                "tombolo.transcoder.videos",
                                "1",
                                "tombolo.transcoder.sounds",
                                "1"))) {
            PortalClient admin = PortalClient.signIn(gateway, "admin");
            try (Browser browser = Browser.start()) {
                signIn(browser, gateway);
                seen(gateway, server, admin, browser);
                transcoded(gateway, server, admin, browser);
            }
        }
    }

    private static void seen(Gateway gateway, NginxRtmp server, PortalClient admin, Browser browser)
            throws IOException {
        try (Sipp phone = phone(gateway, H264, "m=audio 40002 RTP/AVP 8\r\na=sendonly")) {
            Map<String, Integer> ports = answered(phone);
            try (Rtp camera = camera(ports.get("video"));
                    Rtp microphone = Rtp.pcma("127.0.0.1", ports.get("audio"), LONGEST)) {
                JsonNode links = links(admin);
                String id = links.path("id").asText();
                nobodyElseSeesIt(gateway, id, links);
                List<Player> players = new ArrayList<>(players(links));
                players.add(Player.ffmpeg(server.url() + "/" + id, "v", FRAMES));
                players.add(Player.ffmpeg(server.url() + "/" + id, "a", FRAMES));
                browser.open(gateway.url() + "/watch/" + id);
                awaitMoving(browser, "live");
                await(players);
                noPlaceIsLeft(gateway);
                goBack(browser);
                takeHls(browser, gateway, id);
                admin.delete("/api/v1/shares/" + id);
                watchAgain(browser);
                assertThat(camera).isNotSameAs(microphone);
            }
        }
    }

    /** The sound of this share has the only place: a phone of AMR that calls a page hears so, by SIP (RFC 3261 21.5.4). */
    private static void noPlaceIsLeft(Gateway gateway) throws IOException {
        String amr = SippDialog.sdp("m=audio 40004 RTP/AVP 97", "a=rtpmap:97 AMR/8000");
        try (InputStream page = PortalClient.signIn(gateway, "alice").listen("/api/v1/browser-calls/events");
                Sipp phone = SippDialog.of("sip:demo@ims.localhost", "sip:alice@ims.localhost")
                        .begin("INVITE", "", amr)
                        .expect(503)
                        .ackRefusal(false)
                        .to("127.0.0.1:" + gateway.sipPort())
                        .start()) {
            Sipp.Result result = phone.await(LONG);
            assertThat(result.ok()).as(result.toString()).isTrue();
            assertThat(String.join("\n", result.received()))
                    .contains("Retry-After: 10")
                    .containsPattern("Warning: 399 .*as much is transcoded as this gateway is set up for");
            assertThat(page).isNotNull();
        }
    }

    /** H.263 becomes H.264 once for all outputs: there is one place. Opus goes along in MP4 as it is, and is decoded with the picture. */
    private static void transcoded(Gateway gateway, NginxRtmp server, PortalClient admin, Browser browser)
            throws IOException {
        String opus = "m=audio 40002 RTP/AVP 97\r\na=rtpmap:97 opus/48000/2\r\na=sendonly";
        try (Sipp phone = phone(gateway, H263, opus)) {
            Map<String, Integer> ports = answered(phone);
            try (Rtp camera = Rtp.h263("127.0.0.1", ports.get("video"), LONGEST);
                    Rtp microphone = Rtp.opus("127.0.0.1", ports.get("audio"), LONGEST)) {
                JsonNode links = links(admin);
                String id = links.path("id").asText();
                List<Player> players = List.of(
                        Player.ffmpeg(links.path("progressive").asText(), "a", FRAMES),
                        Player.ffmpeg(links.path("progressive").asText(), "v", FRAMES),
                        Player.ffmpeg(links.path("hls").asText(), "a", FRAMES),
                        Player.ffmpeg(links.path("hls").asText(), "v", FRAMES),
                        Player.ffmpeg(server.url() + "/" + id, "v", FRAMES),
                        Player.ffmpeg(links.path("rtsp").asText(), "a", FRAMES));
                Runnable restore = browser.onEachPage("delete window.RTCPeerConnection");
                browser.open(gateway.url() + "/watch/" + id);
                restore.run();
                awaitMoving(browser, "live");
                awaitSound(browser);
                await(players);
                browser.find("[aria-label='Back 10 seconds']").click();
                awaitMoving(browser, "past");
                awaitSound(browser);
                removed(gateway, browser, links);
                assertThat(camera).isNotSameAs(microphone);
            }
        }
    }

    /** Whoever is removed is gone from all outputs at once, and none of her links lets her in again. */
    private static void removed(Gateway gateway, Browser browser, JsonNode links) throws IOException {
        browser.open(gateway.url() + "/watch/" + links.path("id").asText());
        awaitMoving(browser, "live");
        List<Player> players = List.of(
                Player.ffmpeg(links.path("live").asText(), "v", ENDLESS),
                Player.ffmpeg(links.path("rtsp").asText(), "v", ENDLESS, "-rtsp_transport", "tcp"));
        // By HLS nothing ends: the player is refused what comes next, and tries again for a while.
        try (Player refused = Player.ffmpeg(links.path("hls").asText(), "v", ENDLESS)) {
            assertThat(refused).isNotNull();
            Awaitility.await()
                    .atMost(LONG)
                    .until(
                            () -> browser.text(".viewers"),
                            text -> List.of("WebRTC", "HTTP", "HLS", "RTSP").stream()
                                    .allMatch(text::contains));
            browser.screenshot("watch-viewers");
            browser.find(".viewers button").click();
            awaitStage(browser, "forbidden");
            assertThat(browser.text("#veil")).contains("You have been removed");
            for (Player player : players) {
                player.awaitEnd(LONG);
            }
        } finally {
            players.forEach(Player::close);
        }
        String hls = links.path("hls").asText();
        assertThat(gateway.get(hls.substring(hls.indexOf("/hls/")))
                        .orElseThrow()
                        .statusCode())
                .isEqualTo(403);
        try (Player again = Player.ffmpeg(links.path("rtsp").asText(), "v", FRAMES)) {
            assertThatThrownBy(() -> again.await(LONG)).hasMessageContaining("403 Forbidden");
        }
    }

    private static Rtp camera(int port) throws IOException {
        return Rtp.h264("127.0.0.1", port, 96, "320x240", 15, LONGEST);
    }

    private static void await(List<Player> players) throws IOException {
        try {
            for (Player player : players) {
                player.await(LONG);
            }
        } finally {
            players.forEach(Player::close);
        }
    }

    private static void awaitSound(Browser browser) {
        double before = browser.number(HEARD);
        Awaitility.await("sound").atMost(LONG).until(() -> browser.number(HEARD) > before + 1000);
    }

    /** A link opens what it was made for; without one there is nothing to see. */
    private static void nobodyElseSeesIt(Gateway gateway, String id, JsonNode links) throws IOException {
        String other = "?" + links.path("live").asText().split("\\?", 2)[1];
        for (String path : List.of(
                "/hls/" + id + "/index.m3u8",
                "/hls/" + id + "/live.m3u8",
                "/hls/" + id + "/init0.mp4",
                "/media/" + id + ".mp4")) {
            assertThat(gateway.get(path).orElseThrow().statusCode()).as(path).isEqualTo(401);
            assertThat(gateway.get(path + other).orElseThrow().statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        String rtsp = links.path("rtsp").asText().split("\\?", 2)[0];
        try (Player stranger = Player.ffmpeg(rtsp, "v", FRAMES)) {
            assertThatThrownBy(() -> stranger.await(LONG)).hasMessageContaining("403 Forbidden");
        }
    }

    private static void signIn(Browser browser, Gateway gateway) throws IOException {
        browser.open(gateway.url() + "/signin");
        Awaitility.await().atMost(LONG).until(() -> browser.text("h1"), "Sign in"::equals);
        browser.find("#name").sendKeys("admin");
        browser.find("#password")
                .sendKeys(PortalClient.password(Path.of(gateway.setting("tombolo.data")), "admin"), Keys.ENTER);
        Awaitility.await().atMost(LONG).until(() -> browser.text("h1").startsWith("Hello"));
    }

    private static void goBack(Browser browser) {
        browser.find("[aria-label='Back 10 seconds']").click();
        awaitMoving(browser, "past");
        Awaitility.await()
                .atMost(LONG)
                .until(() -> browser.number("return Number(document.querySelector('input.timeline').max)") > 10);
        Awaitility.await()
                .atMost(LONG)
                .until(() ->
                        browser.number("return document.querySelector('input.timeline').max - video.currentTime") > 5);
        browser.script(
                "const line = document.querySelector('.timeline'); const { left, width } = line.getBoundingClientRect();"
                        + "line.dispatchEvent(new PointerEvent('pointermove', { clientX: left + width / 2 }))");
        Awaitility.await("a picture of that time").atMost(LONG).until(() ->
                (Boolean) browser.script("return document.querySelector('.thumbnail.seen video')?.readyState >= 2"));
        assertThat(browser.text(".thumbnail .time")).startsWith("\u22120:");
        browser.screenshot("watch-past");
        assertThat(new AxeBuilder().analyze(browser.driver()).getViolations())
                .extracting(Rule::getId)
                .isEmpty();
        browser.find("[aria-label='Go to now']").click();
        awaitMoving(browser, "live");
    }

    private static void takeHls(Browser browser, Gateway gateway, String id) {
        Runnable restore = browser.onEachPage(NOTHING_BUT_HLS);
        browser.open(gateway.url() + "/watch/" + id);
        restore.run();
        awaitMoving(browser, "live");
        Awaitility.await().atMost(LONG).until(() -> browser.text("#quality"), text -> text.contains("HLS"));
        browser.screenshot("watch-hls");
    }

    private static void watchAgain(Browser browser) {
        awaitStage(browser, "ended");
        browser.screenshot("watch-again");
        browser.find(".ways button").click();
        awaitMoving(browser, "past");
        browser.script("video.playbackRate = 8");
        awaitStage(browser, "ended");
    }

    private static void awaitStage(Browser browser, String state) {
        Awaitility.await("stage " + state)
                .atMost(LONG)
                .until(() -> browser.script("return document.getElementById('stage')?.dataset.state"), state::equals);
    }

    private static void awaitMoving(Browser browser, String state) {
        awaitStage(browser, state);
        double before = browser.number(DECODED);
        Awaitility.await("frames").atMost(LONG).until(() -> browser.number(DECODED) > before + 10);
        awaitStage(browser, state);
    }

    private static List<Player> players(JsonNode links) throws IOException {
        String rtsp = links.path("rtsp").asText();
        return List.of(
                Player.ffmpeg(links.path("live").asText(), "v", FRAMES),
                Player.ffmpeg(links.path("progressive").asText(), "v", FRAMES),
                Player.ffmpeg(links.path("hls").asText(), "v", FRAMES),
                Player.gstreamer(
                        "souphttpsrc location=URL ! hlsdemux", links.path("hls").asText(), FRAMES),
                Player.ffmpeg(rtsp, "v", FRAMES, "-rtsp_transport", "tcp"),
                Player.ffmpeg(rtsp, "v", FRAMES, "-rtsp_transport", "udp"),
                Player.ffmpeg(rtsp, "a", FRAMES, "-rtsp_transport", "tcp"),
                Player.gstreamer("rtspsrc location=URL protocols=tcp ! application/x-rtp,media=video", rtsp, FRAMES),
                Player.gstreamer("rtspsrc location=URL protocols=udp ! application/x-rtp,media=video", rtsp, FRAMES));
    }

    private static Sipp phone(Gateway gateway, String video, String audio) throws IOException {
        return Sipp.scenario("invite-uac.xml")
                .to("127.0.0.1:" + gateway.sipPort())
                .listen("127.0.0.1", Ports.free())
                .with("from", "sip:demo@ims.localhost")
                .with("to", "sip:alice@ims.localhost")
                .with("media", video + audio)
                .with("hold", "100000")
                .start();
    }

    private static Map<String, Integer> answered(Sipp phone) {
        return Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> ports(phone), found -> found.size() == 2);
    }

    private static Map<String, Integer> ports(Sipp phone) throws IOException {
        Map<String, Integer> ports = new TreeMap<>();
        Matcher found = PORT.matcher(String.join("\n", phone.messages()));
        while (found.find()) {
            ports.put(found.group(1), Integer.valueOf(found.group(2)));
        }
        return ports;
    }

    private static JsonNode links(PortalClient admin) throws IOException {
        String id = Awaitility.await()
                .atMost(LONG)
                .until(
                        () -> admin.get("/api/v1/shares?limit=1").path("items").path(0),
                        share -> share.path("state").asText().equals("live"))
                .path("id")
                .asText();
        return ((ObjectNode) admin.post("/api/v1/shares/" + id + "/links", Map.of())).put("id", id);
    }
}

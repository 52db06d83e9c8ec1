package org.tombolo.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;
import org.tombolo.peer.Baresip;
import org.tombolo.peer.Browser;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Linphone;
import org.tombolo.peer.MsrpPeer;
import org.tombolo.peer.Phone;
import org.tombolo.peer.PortalClient;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Rtp;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.Standalone;
import org.tombolo.peer.XmppClient;

/** The portal as users meet it: Chromium, the gateway in its container, and real phones. */
@ParameterizedClass
@EnumSource(Container.class)
class PortalGatewayIT {
    private static final Duration LONG = Duration.ofSeconds(40);

    /** The gateway's answer; the offer of the scenario names port 40000. */
    private static final Pattern PORT = Pattern.compile("(?m)^m=video (?!40000)([1-9][0-9]*) ");

    /** Candidates lead nowhere. */
    private static final String NO_UDP = "const set = RTCPeerConnection.prototype.setRemoteDescription;"
            + "RTCPeerConnection.prototype.setRemoteDescription = function (answer) {"
            + " return set.call(this, { type: 'answer', sdp: answer.sdp.replace(/ \\d+ typ host/g, ' 9 typ host') }); };";

    /** As baresip tells that it is registered, with how many phones of the same user. */
    private static final Pattern BOUND = Pattern.compile("\\d+ bindings?]");

    private static Browser browser;

    private final Standalone standalone;
    private final Gateway gateway;

    PortalGatewayIT(Container container) {
        standalone = Standalone.in(container);
        gateway = standalone.gateway();
    }

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @BeforeEach
    void nobodySignedIn() {
        browser.open("about:blank");
        browser.driver().executeCdpCommand("Network.clearBrowserCookies", Map.of());
        browser.errors();
    }

    @Test
    void showsAPhonesVideoToWhomItWasSentAndToNobodyElse() throws IOException {
        PortalClient alice = PortalClient.signIn(gateway, "alice");
        alice.put("/api/v1/gallery/choices", Map.of("keepShares", true));
        try (Sipp phone = videoPhone()) {
            signIn("alice");
            await().atMost(LONG).until(() -> !browser.all(".share a").isEmpty());
            String link = browser.find(".share a").getDomProperty("href");
            browser.open(link);
            awaitStage("waiting");
            try (Rtp camera = Rtp.h264("127.0.0.1", answeredPort(phone), 96, "320x240", 15, Duration.ofSeconds(60))) {
                awaitStage("live");
                assertPicturesMove();
                awaitText("#quality", "WebRTC");
                awaitText("#quality", "kb/s");
                browser.screenshot("gateway-watch");
                // Late, on a network that lets no UDP through: the picture comes over HTTP.
                Runnable restore = browser.onEachPage(NO_UDP);
                browser.open(link);
                restore.run();
                awaitStage("live");
                assertPicturesMove();
                awaitText("#quality", "HTTP stream");
                browser.screenshot("gateway-watch-http");
                awaitStage("ended");
            }
            assertThat(browser.errors())
                    .filteredOn(error -> error.contains("Content Security Policy") || error.contains("Uncaught"))
                    .isEmpty();
            alice.put("/api/v1/gallery/choices", Map.of("keepShares", false));
            playsTheRecording();
            sendsTheRecording();
            nobodySignedIn();
            signIn("bob");
            browser.open(link);
            awaitStage("missing");
            browser.open(gateway.url() + "/gallery");
            await().atMost(LONG).until(() -> !browser.all(".empty").isEmpty());
            browser.screenshot("gateway-gallery-empty");
        }
    }

    /** RFC 8628: the code on the TV is confirmed by alice elsewhere; arrow keys choose, OK plays by HLS, the sharer removes her. */
    @Test
    void aTvIsPairedByItsCodeAndPlaysByHls() throws IOException {
        browser.size(1920, 1080);
        try (Sipp phone = videoPhone();
                Rtp camera = Rtp.h264("127.0.0.1", answeredPort(phone), 96, "320x240", 15, Duration.ofSeconds(60))) {
            browser.open(gateway.url() + "/tv");
            await().atMost(LONG).until(() -> browser.text("#code").matches("[B-Z]{4}-[B-Z]{4}"));
            browser.screenshot("tv-pairing");
            PortalClient.signIn(gateway, "alice")
                    .post("/api/v1/tv/codes/" + browser.text("#code"), Map.of("allow", true));
            await().atMost(LONG)
                    .until(() -> !browser.all("li.live[aria-current=true]").isEmpty());
            browser.type(Keys.ARROW_RIGHT, Keys.ARROW_LEFT, Keys.ARROW_DOWN, Keys.ARROW_UP);
            browser.screenshot("tv-list");
            browser.type(Keys.ENTER);
            await().atMost(LONG)
                    .until(() -> ((Number) browser.script("return document.getElementById('video')"
                                            + ".getVideoPlaybackQuality().totalVideoFrames"))
                                    .intValue()
                            > 30);
            browser.screenshot("tv-player");
            PortalClient admin = PortalClient.signIn(gateway, "admin");
            String share = admin.get("/api/v1/shares?limit=1")
                    .path("items")
                    .path(0)
                    .path("id")
                    .asText();
            String viewers = "/api/v1/shares/" + share + "/viewers";
            assertThat(admin.get(viewers).toString()).contains("\"id\":\"alice\"", "hls");
            admin.delete(viewers + "/alice");
            awaitText("#veil", "does not show it to you any more");
            assertThat(camera).isNotNull();
        } finally {
            browser.size(1280, 900);
        }
        assertThat(browser.errors())
                .filteredOn(error -> error.contains("Content Security Policy") || error.contains("Uncaught"))
                .isEmpty();
    }

    @Test
    void aTvIsAllowedOrRefusedOnAPage() throws IOException {
        signIn("alice");
        JsonNode codes = PortalClient.signIn(gateway, "bob").post("/api/v1/tv/codes", Map.of());
        browser.open(gateway.url() + "/pair?code=" + codes.path("userCode").asText());
        await().atMost(LONG).until(() -> !browser.all("#code").isEmpty());
        browser.screenshot("pair");
        browser.find(".pair .button").click();
        awaitText(".done", "The TV is paired");
        JsonNode session = PortalClient.signIn(gateway, "bob")
                .post(
                        "/api/v1/tv/session",
                        Map.of("deviceCode", codes.path("deviceCode").asText()));
        assertThat(session.path("name").asText()).isEqualTo("alice");
        assertThat(session.path("scopes").toString()).isEqualTo("[\"shares:read\"]");
    }

    /** In the gallery: it knows its length, and goes to where it is told; deleted, it can be had back. */
    private void playsTheRecording() {
        browser.open(gateway.url() + "/gallery");
        await().atMost(LONG).until(() -> !browser.all(".thing .length").isEmpty());
        assertThat(new AxeBuilder().analyze(browser.driver()).getViolations())
                .extracting(Rule::getId)
                .isEmpty();
        browser.screenshot("gateway-gallery");
        browser.find(".window").sendKeys(Keys.ENTER);
        await().atMost(LONG).until(() -> film("currentTime > 0.5 && film.duration > 5 && film.duration < 60"));
        browser.driver().executeScript("document.getElementById('film').currentTime = film.duration - 2");
        await().atMost(LONG).until(() -> film("ended || film.currentTime > film.duration - 1.8"));
        assertThat(film("webkitDecodedFrameCount > 10")).isTrue();
        browser.screenshot("gateway-gallery-film");
        browser.find(".lightbox").sendKeys(Keys.ESCAPE);
        browser.find(".window").sendKeys(Keys.DELETE);
        await().atMost(LONG).until(() -> browser.all(".thing").isEmpty());
        browser.find(".toast button").click();
        await().atMost(LONG).until(() -> !browser.all(".thing").isEmpty());
    }

    /** To bob, whose phone is off at first, and takes files then; once more, and taken back. */
    private void sendsTheRecording() throws IOException {
        sendTo("nobody");
        awaitText("#send-error", "country code");
        browser.type(Keys.ESCAPE);
        sendTo("+15550002");
        awaitText(".sent", "tried again by itself");
        browser.screenshot("gateway-gallery-waiting");
        int port = Ports.free();
        try (MsrpPeer peer = MsrpPeer.start(Optional.empty())) {
            peer.tell("listen");
            String file = "m=message 9 TCP/MSRP *\r\na=recvonly\r\na=accept-types:*\r\na=path:"
                    + peer.event("listening").path("path").asText() + "\r\na=setup:passive\r\n";
            try (Phone phone = Phone.listening(port, file)) {
                Standalone.registerChatPhone(gateway, "bob", "127.0.0.1:" + port, 600);
                awaitText(".sent", "The phone has the file");
                assertThat(peer.event("received").path("type").asText()).isEqualTo("video/mp4");
                assertThat(phone.got("INVITE")).isTrue();
                Standalone.registerChatPhone(gateway, "bob", "127.0.0.1:" + port, 0);
            }
        }
        sendTo("+15550002");
        awaitText(".sent", "tried again by itself");
        browser.find(".sent .button").click();
        awaitText(".sent", "It was taken back");
        assertThat(new AxeBuilder().analyze(browser.driver()).getViolations())
                .extracting(Rule::getId)
                .isEmpty();
        browser.screenshot("gateway-gallery-sent");
    }

    private void sendTo(String address) {
        browser.find(".thing .ways .button").click();
        await().atMost(LONG).until(() -> !browser.all("#send-to").isEmpty());
        browser.find("#send-to").clear();
        browser.find("#send-to").sendKeys(address);
        browser.find(".ask .button").click();
    }

    private boolean film(String state) {
        return Boolean.TRUE.equals(browser.driver()
                .executeScript(
                        "const film = document.getElementById('film'); return Boolean(film && film." + state + ")"));
    }

    /** Shares with alice until it hangs up, half a minute after the answer. */
    private Sipp videoPhone() throws IOException {
        return Sipp.scenario("invite-uac.xml")
                .to(standalone.address())
                .listen("127.0.0.1", Ports.free())
                .with("from", "sip:demo@ims.localhost")
                .with("to", "sip:alice@ims.localhost")
                .with("hold", "30000")
                // A viewer who joins late makes the gateway ask for a keyframe, here by INFO (RFC 5168).
                .add("-default_behaviors", "all,-abortunexp")
                .start();
    }

    private static int answeredPort(Sipp phone) {
        String answer = await().atMost(LONG)
                .ignoreExceptions()
                .until(
                        () -> String.join("\n", phone.messages()),
                        text -> PORT.matcher(text).find());
        Matcher found = PORT.matcher(answer);
        found.find();
        return Integer.parseInt(found.group(1));
    }

    @Test
    void followsARealCallFromRingingToHangingUp() throws IOException {
        try (Baresip alice = phone("alice", 440);
                Baresip bob = phone("bob", 880)) {
            signIn("alice");
            browser.open(gateway.url() + "/calls");
            awaitText("h1", "Calls");
            // The page may have filled in the number of her last call.
            browser.find("#mine").sendKeys(Keys.chord(Keys.CONTROL, "a"), "+15550001");
            browser.find("#other").sendKeys(Keys.chord(Keys.CONTROL, "a"), "+15550002", Keys.ENTER);
            awaitText(".what", "Ringing your phone");
            alice.await("CALL_INCOMING");
            alice.accept();
            awaitText(".what", "Ringing +15550002");
            bob.await("CALL_INCOMING");
            bob.accept();
            awaitText(".what", "Connected");
            await().atMost(LONG).until(() -> browser.text("#clock").equals("0:01"));
            browser.screenshot("gateway-call");
            bob.hangUp();
            awaitText(".what", "Call ended");
            awaitText(".progress .quiet", "Somebody hung up.");
        }
    }

    /** Whom she lets watch is invited, taken out, and back again; by keyboard, in light and dark, on a phone, too. */
    @Test
    void showsWhatBelongsToAUserAndWhoHerGuestsAre() throws IOException {
        signIn("alice");
        browser.find(".me .who").click();
        awaitText("h1", "alice");
        awaitText("main", "alice@" + Standalone.DOMAIN);
        browser.find("#name").sendKeys("bob", Keys.ENTER);
        awaitText("[data-guest=bob]", "bob");
        assertAccessible("gateway-me");
        browser.find("[data-guest=bob] button").sendKeys(Keys.ENTER);
        await().atMost(LONG).until(() -> browser.all("[data-guest]").isEmpty());
        browser.find(".toast:last-child button").click();
        awaitText("[data-guest=bob]", "bob");
        PortalClient.signIn(gateway, "alice").delete("/api/v1/guests/bob");
    }

    /** Staff find a person by an address, and what went over the wires; others are told that they are none. */
    @Test
    void showsStaffWhatHappenedToAPerson() throws IOException {
        PortalClient.signIn(gateway, "alice")
                .post("/api/v1/calls", Map.of("caller", "+15550001", "callee", "+15550098"));
        signIn("admin");
        browser.open(gateway.url() + "/care?party=%2B15550098");
        awaitText("section[aria-labelledby=calls]", "+15550001 → +15550098");
        assertAccessible("gateway-care");
        browser.find("section[aria-labelledby=calls] a").click();
        awaitText("main", "call +15550001 -> +15550098");
        PortalClient admin = PortalClient.signIn(gateway, "admin");
        JsonNode association = admin.post(
                "/api/admin/v1/associations",
                Map.of("ims", "sip:erin@" + Standalone.DOMAIN, "web", "web:bob", "service", "VIDEO"));
        browser.open(gateway.url() + "/care");
        browser.find("#party").sendKeys("sip:erin@" + Standalone.DOMAIN, Keys.ENTER);
        awaitText("section[aria-labelledby=identities]", "bob");
        awaitText("section[aria-labelledby=calls]", "No calls");
        awaitText("section[aria-labelledby=messages]", "No messages");
        assertThat(browser.driver().getCurrentUrl()).contains("?party=sip%3Aerin");
        admin.delete("/api/admin/v1/associations/" + association.path("id").asText());
        nobodySignedIn();
        signIn("alice");
        browser.open(gateway.url() + "/care");
        awaitText("h1", "Care is for the staff");
    }

    private void assertAccessible(String name) {
        for (boolean dark : new boolean[] {false, true}) {
            browser.dark(dark);
            browser.screenshot(name + (dark ? "-dark" : ""));
            assertThat(new AxeBuilder().analyze(browser.driver()).getViolations())
                    .extracting(Rule::getId)
                    .isEmpty();
        }
        browser.dark(false);
        browser.size(360, 740);
        browser.screenshot(name + "-phone");
        assertThat(browser.number("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(360);
        browser.size(1280, 900);
    }

    @Test
    void drawsTheLadderOfARegistration() throws IOException {
        try (Baresip bob = phone("bob", 880)) {
            signIn("admin");
            browser.open(gateway.url() + "/admin#sessions");
            await().atMost(LONG).until(() -> !browser.all(".list-head .chip").isEmpty());
            browser.find(".list-head .chip").click();
            await().atMost(LONG).until(() -> browser.text(".session-list").contains("REGISTER"));
            browser.find(".session-list button").click();
            await().atMost(LONG).until(() -> browser.all(".rung").size() > 1);
            browser.screenshot("gateway-ladder");
            browser.find("#tab-metrics").click();
            await().atMost(LONG).until(() -> browser.all(".figure-card").size() == 6);
            browser.find("#tab-health").click();
            await().atMost(LONG).until(() -> browser.text(".parts").contains("Database"));
        }
    }

    @Test
    void showsWhereEachMessageIsInBothNetworks() throws Exception {
        signIn("alice");
        browser.open(gateway.url() + "/messages");
        awaitText("h1", "Messages");
        try (XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony")) {
            juliet.sendRaw("<message to='alice@ims.localhost' type='chat' id='where-1'><body>where are you?</body>"
                    + "<request xmlns='urn:xmpp:receipts'/><markable xmlns='urn:xmpp:chat-markers:0'/></message>");
            awaitState("accepted");
            try (Linphone alice =
                    Linphone.reading("alice", Standalone.DOMAIN, standalone.password("alice"), standalone.address())) {
                alice.awaitRegistered();
                awaitState("delivered");
                juliet.await(m -> m.hasExtension("received", "urn:xmpp:receipts"));
                alice.read();
                awaitState("displayed");
                juliet.await(m -> m.hasExtension("displayed", "urn:xmpp:chat-markers:0"));
                alice.message("sip:juliet@localhost", "here");
                awaitState("sent");
                var here = juliet.await(m -> "here".equals(m.getBody()));
                assertThat(here.hasExtension("request", "urn:xmpp:receipts")).isTrue();
                juliet.sendRaw("<message to='alice@ims.localhost' type='chat'><received xmlns='urn:xmpp:receipts' id='"
                        + here.getStanzaId() + "'/></message>");
                alice.awaitLog("to DeliveredToUser");
                awaitState("delivered");
                juliet.sendRaw("<message to='alice@ims.localhost' type='chat'><displayed"
                        + " xmlns='urn:xmpp:chat-markers:0' id='" + here.getStanzaId() + "'/></message>");
                alice.awaitLog("to Displayed");
                awaitState("displayed");
                browser.screenshot("gateway-messages");
                juliet.send("where-2", "alice@ims.localhost", "x".repeat(1300));
                awaitState("policy");
                awaitText(".message .reason", "policy-violation");
            }
            showsMessagesOfASession(juliet);
        }
        assertThat(browser.errors())
                .filteredOn(error -> error.contains("Content Security Policy") || error.contains("Uncaught"))
                .isEmpty();
        nobodySignedIn();
        signIn("bob");
        browser.open(gateway.url() + "/messages");
        awaitText("h1", "Messages");
        await().atMost(LONG).until(() -> browser.all(".waiting").isEmpty());
        assertThat(browser.text("main")).doesNotContain("alice");
    }

    /** Alice's other phone chats by MSRP (RFC 7573). */
    private void showsMessagesOfASession(XmppClient juliet) throws Exception {
        try (MsrpPeer messages = MsrpPeer.start(Optional.empty())) {
            messages.tell("listen");
            String media = "m=message 9 TCP/MSRP *\r\na=accept-types:text/plain\r\na=path:"
                    + messages.event("listening").path("path").asText() + "\r\na=setup:passive";
            try (Sipp phone = Sipp.scenario("invite-uac.xml")
                    .to(standalone.address())
                    .listen("127.0.0.1", Ports.free())
                    .with("from", "sip:alice@" + Standalone.DOMAIN)
                    .with("to", "sip:juliet@localhost")
                    .with("media", media)
                    .with("hold", "3000")
                    .start()) {
                messages.event("hello");
                messages.tell("send", "name", "session", "text", "in a session", "success", true);
                var said = juliet.await(m -> "in a session".equals(m.getBody()));
                awaitState("sent");
                juliet.sendRaw("<message to='alice@ims.localhost' type='chat'><received xmlns='urn:xmpp:receipts' id='"
                        + said.getStanzaId() + "'/></message>");
                awaitState("delivered");
                browser.screenshot("gateway-messages-session");
                assertThat(phone.await(Duration.ofSeconds(30)).ok()).isTrue();
            }
        }
    }

    /** The newest message is shown in this state. */
    private static void awaitState(String state) {
        await("message to be shown as " + state)
                .atMost(LONG)
                .until(
                        () -> browser.script("return document.querySelector('.message .badge')?.dataset.state"),
                        state::equals);
    }

    private Baresip phone(String name, int hertz) throws IOException {
        Baresip phone = Baresip.start(
                new Baresip.Account(name, Standalone.DOMAIN, standalone.password(name), standalone.address()),
                name,
                hertz);
        // Its event may come before anybody listens.
        await().atMost(LONG).until(() -> BOUND.matcher(phone.output()).find());
        return phone;
    }

    private void signIn(String name) throws IOException {
        browser.open(gateway.url() + "/signin");
        awaitText("h1", "Sign in");
        browser.find("#name").sendKeys(name);
        browser.find("#password").sendKeys(PortalClient.password(standalone.data(), name), Keys.ENTER);
        awaitText("h1", "Hello, " + name);
    }

    private static void assertPicturesMove() {
        await().atMost(LONG).until(() -> frames() > 5);
        double before = frames();
        String picture = pixels();
        await().atMost(LONG).until(() -> frames() > before + 10 && !pixels().equals(picture));
    }

    private static double frames() {
        return browser.number("return document.getElementById('video').getVideoPlaybackQuality().totalVideoFrames");
    }

    private static String pixels() {
        return String.valueOf(
                browser.script(
                        "const c = document.createElement('canvas'); c.width = 64; c.height = 36; const g = c.getContext('2d');"
                                + "g.drawImage(document.getElementById('video'), 0, 0, 64, 36); return [...g.getImageData(0, 0, 64, 36).data].join()"));
    }

    private static void awaitStage(String state) {
        await().atMost(LONG)
                .until(() -> browser.script("return document.getElementById('stage')?.dataset.state"), state::equals);
    }

    private static void awaitText(String css, String expected) {
        await().atMost(LONG).until(() -> browser.text(css), text -> text.contains(expected));
    }
}

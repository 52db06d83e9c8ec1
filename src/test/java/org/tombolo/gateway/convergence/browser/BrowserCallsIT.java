package org.tombolo.gateway.convergence.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;
import org.tombolo.peer.Baresip;
import org.tombolo.peer.Browser;
import org.tombolo.peer.Container;
import org.tombolo.peer.PortalClient;
import org.tombolo.peer.Standalone;
import org.tombolo.peer.Tone;

/** Alice in Chromium, with a camera and no phone, and Bob with baresip: each decodes the other's pictures and hears her tone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserCallsIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int PHONE_TONE = 440;
    private static final int PAGE_TONE = 660;

    /** The strongest frequency of what the page plays, 0 for silence. */
    private static final String HEARD = """
            const sound = document.getElementById('remote').srcObject;
            if (!window.ear || window.ear.sound !== sound) {
              const context = new AudioContext({ sampleRate: 16000 });
              const scale = context.createAnalyser();
              scale.fftSize = 2048;
              context.createMediaStreamSource(sound).connect(scale);
              window.ear = { sound, scale, bins: new Uint8Array(1024) };
            }
            window.ear.scale.getByteFrequencyData(window.ear.bins);
            const most = Math.max(...window.ear.bins);
            return most < 60 ? 0 : window.ear.bins.indexOf(most) * 16000 / 2048;
            """;

    /** For Chromium's noise suppression, a tone is noise. */
    private static final String TONE_IS_NO_NOISE = """
            const devices = navigator.mediaDevices;
            if (devices) {
              const get = devices.getUserMedia.bind(devices);
              const sound = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
              devices.getUserMedia = (asked) => get({ ...asked, audio: asked.audio && sound });
            }
            """;

    private final Standalone standalone = Standalone.in(Container.RESTCOMM);
    private Baresip bob;
    private Browser alice;

    @BeforeAll
    void start() throws IOException {
        Path tone = Files.createTempDirectory("tombolo-tone").resolve("tone.wav");
        Tone.write(tone, PAGE_TONE);
        bob = phone("pcmu/8000/1", "h264");
        alice = Browser.withCamera(tone);
        alice.onEachPage(TONE_IS_NO_NOISE);
        alice.open(url("/signin"));
        awaitText("h1", "Sign in");
        alice.find("#name").sendKeys("alice");
        alice.find("#password").sendKeys(PortalClient.password(standalone.data(), "alice"), Keys.ENTER);
        awaitText("h1", "Hello, alice");
    }

    private Baresip phone(String sound, String pictures) throws IOException {
        Baresip phone = Baresip.start(
                new Baresip.Account(
                        "bob", Standalone.DOMAIN, standalone.password("bob"), standalone.address(), sound, pictures),
                PHONE_TONE);
        phone.awaitRegistered();
        return phone;
    }

    @AfterAll
    void stop() throws IOException {
        alice.close();
        bob.close();
    }

    @BeforeEach
    void fresh() {
        alice.open(url("/share"));
        awaitText("h1", "Video to a phone");
        alice.errors();
        bob.forget();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(alice.errors())
                .filteredOn(error -> error.contains("Content Security Policy") || error.contains("Uncaught"))
                .isEmpty();
        await().atMost(LONG)
                .until(() -> standalone
                        .gateway()
                        .get("/metrics")
                        .orElseThrow()
                        .body()
                        .contains("tombolo_browser_calls_active 0"));
    }

    private String url(String path) {
        return standalone.gateway().url() + path;
    }

    private void share(String to) {
        alice.find("#to").sendKeys(Keys.chord(Keys.CONTROL, "a"), to, Keys.ENTER);
    }

    @Test
    void thePageShowsItsCameraAndThePhoneDecodesIt() throws IOException {
        share("bob");
        bob.await("CALL_INCOMING");
        awaitState("ringing");
        alice.screenshot("share-ringing");
        bob.accept();
        awaitState("live");
        bothHear();
        await().atMost(LONG).until(bob::sees);
        looksWell("share-live");
        alice.find("#pause").click();
        awaitText(".screen", "Video paused");
        alice.find("#pause").click();
        bob.command("hold", "");
        awaitState("held");
        alice.screenshot("share-held");
        bob.command("resume", "");
        awaitState("live");
        alice.find("#stop").click();
        bob.await("CALL_CLOSED");
        awaitText(".progress .quiet", "You have ended it.");
    }

    @Test
    void aPhoneCallsAndTheWindowThatAnswersHasSoundAndPicturesBothWays() throws IOException {
        String first = alice.driver().getWindowHandle();
        alice.driver().switchTo().newWindow(WindowType.TAB);
        alice.open(url("/"));
        awaitText("h1", "Hello, alice");
        bob.dial("sip:alice@ims.localhost");
        bob.await("CALL_RINGING");
        awaitText(".bell", "wants a video call");
        alice.screenshot("call-bell");
        alice.driver().switchTo().window(first);
        awaitText(".bell", "bob@ims.localhost");
        alice.find(".bell .button").click();
        bob.await("CALL_ESTABLISHED");
        awaitState("live");
        bothHear();
        await().atMost(LONG).until(bob::sees);
        await().atMost(LONG)
                .until(() -> alice.number("return document.getElementById('remote').videoWidth") == 176
                        && alice.number("return document.getElementById('remote').currentTime") > 0.5);
        alice.screenshot("call-answered");
        alice.driver().switchTo().window(second(first));
        await().atMost(LONG).until(() -> alice.all(".bell").isEmpty());
        alice.driver().close();
        alice.driver().switchTo().window(first);
        bob.hangUp();
        awaitText(".progress .quiet", "The other one has hung up.");
    }

    private String second(String first) {
        return alice.driver().getWindowHandles().stream()
                .filter(window -> !window.equals(first))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatComesToNothingIsSaidInWords() throws IOException {
        share("bob");
        bob.await("CALL_INCOMING");
        bob.hangUp();
        awaitText(".progress .quiet", "in another call");
        share("+15550003");
        awaitText(".progress .quiet", "switched off, or out of reach");
        share("nobody");
        awaitText(".notice", "nobody here has the number, address or name nobody");
        alice.screenshot("share-refused");
        alice.script("navigator.mediaDevices.getUserMedia = () =>"
                + " Promise.reject(new DOMException('no', 'NotAllowedError'))");
        share("bob");
        awaitText(".notice", "The browser may not use the camera");
        bob.forget();
        bob.dial("sip:alice@ims.localhost");
        awaitText(".bell", "wants a video call");
        alice.find(".bell .danger").click();
        assertThat(bob.await("CALL_CLOSED").path("param").asText()).contains("603");
        bob.forget();
        bob.dial("sip:alice@ims.localhost");
        awaitText(".bell", "wants a video call");
        bob.hangUp();
        await().atMost(LONG).until(() -> alice.all(".bell").isEmpty());
    }

    /** baresip's AMR is octet-aligned, its H.263 that of RFC 2190. */
    @Test
    void aPhoneOfAmrAndH263SeesTheScreenAndBothHear() throws IOException {
        bob.close();
        bob = phone("amr/8000/1", "h263");
        try {
            alice.find("[name=source][value=screen]").click();
            share("bob");
            bob.await("CALL_INCOMING");
            bob.accept();
            awaitState("live");
            bothHear();
            await().atMost(LONG).until(bob::sees);
            assertThat(bob.command("audio_debug", "")).contains("decode: AMR 8000Hz");
            assertThat(bob.command("video_debug", "")).contains("H263");
            alice.screenshot("share-screen");
            assertThat(alice.number("return document.getElementById('preview').videoWidth"))
                    .as("the screen, which is larger than the camera's picture")
                    .isGreaterThan(640);
            alice.find("#swap").click();
            await().atMost(LONG)
                    .until(() -> alice.number("return document.getElementById('preview').videoWidth") == 640);
            alice.find("#stop").click();
            bob.await("CALL_CLOSED");
        } finally {
            bob.close();
            bob = phone("pcmu/8000/1", "h264");
        }
    }

    private void bothHear() {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(alice.number(HEARD)).isCloseTo(PHONE_TONE, Offset.offset(20.0)));
        await().atMost(LONG).untilAsserted(() -> assertThat(bob.heard()).isCloseTo(PAGE_TONE, Offset.offset(20)));
    }

    /** In light and dark and on a phone, and for whoever does not see it. */
    private void looksWell(String name) {
        alice.screenshot(name + "-light");
        alice.dark(true);
        accessible(name + "-dark");
        alice.size(360, 740);
        alice.dark(false);
        alice.screenshot(name + "-phone");
        assertThat(alice.number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
        alice.size(1280, 900);
    }

    private void accessible(String name) {
        await().atMost(LONG)
                .until(
                        () -> Boolean.TRUE.equals(
                                alice.script(
                                        "return document.getAnimations().every(a => a.effect.getTiming().iterations === Infinity || a.playState === 'finished')")));
        alice.screenshot(name);
        List<String> violations = new AxeBuilder()
                .analyze(alice.driver()).getViolations().stream()
                        .map(rule -> rule.getId() + " " + rule.getNodes().get(0).getHtml() + " "
                                + rule.getNodes().get(0).getFailureSummary())
                        .toList();
        assertThat(violations).as(name).isEmpty();
    }

    private void awaitState(String state) {
        await("state " + state)
                .atMost(LONG)
                .until(() -> alice.script("return document.querySelector('.what')?.dataset.callState"), state::equals);
    }

    private void awaitText(String css, String expected) {
        await().atMost(LONG).until(() -> alice.text(css), text -> text.contains(expected));
    }
}

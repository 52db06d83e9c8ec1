package org.tombolo.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.tombolo.peer.Browser;
import org.tombolo.peer.Container;
import org.tombolo.peer.Linphone;
import org.tombolo.peer.PortalClient;
import org.tombolo.peer.Standalone;

/** The chat page as users meet it: two of them in Chromium, a phone, and Prosody with the configuration of {@code deploy/run.sh}. */
class ChatPageIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String ALICE = "alice@web.localhost";
    private static final List<String> MARKS = List.of("waiting", "sent", "delivered", "displayed");
    private static final String BOB = "bob@web.localhost";

    /** A WebSocket that does not get through. */
    private static final String NO_WEBSOCKET = "window.WebSocket = class { constructor() { setTimeout(() => {"
            + " this.onerror?.(new Event('error')); this.onclose?.(new CloseEvent('close', { code: 1006 })); }); }"
            + " send() {} close() {} };";

    /** A page that nobody looks at, in a browser that may show notifications. */
    private static final String HIDDEN = "window.told = []; window.Notification = class extends EventTarget { static"
            + " permission = 'granted'; constructor(title, { body }) { super(); told.push(title + ': ' + body); } close()"
            + " {} }; Object.defineProperty(document, 'hidden', { get: () => true });";

    private static Standalone standalone;
    private static Browser alice;
    private static Browser bob;

    @TempDir
    private Path files;

    @BeforeAll
    static void start() throws IOException {
        standalone = Standalone.own(Container.RESTCOMM);
        alice = signedIn("alice");
        bob = signedIn("bob");
    }

    @AfterAll
    static void stop() {
        alice.close();
        bob.close();
    }

    @BeforeEach
    void fresh() {
        for (Browser browser : List.of(alice, bob)) {
            browser.size(1280, 900);
            browser.dark(false);
            browser.errors();
        }
    }

    @AfterEach
    void noPolicyViolated() {
        for (Browser browser : List.of(alice, bob)) {
            assertThat(browser.errors())
                    .filteredOn(error -> error.contains("Content Security Policy") || error.contains("Uncaught"))
                    .isEmpty();
        }
    }

    private static Browser signedIn(String name) throws IOException {
        Browser browser = Browser.start();
        browser.open(standalone.gateway().url() + "/signin?next=chat");
        awaitText(browser, "h1", "Sign in");
        browser.find("#name").sendKeys(name);
        browser.find("#password").sendKeys(PortalClient.password(standalone.data(), name), Keys.ENTER);
        awaitOnline(browser, "websocket");
        return browser;
    }

    @Test
    void twoPeopleFindEachOtherAndSeeWhatBecameOfTheirMessages() throws IOException {
        open(alice, "");
        open(bob, "");
        alice.find("#find").sendKeys("bob", Keys.ENTER);
        await().atMost(LONG).until(() -> !alice.all(".found button").isEmpty());
        assertThat(alice.text(".found")).contains(BOB, "Chat");
        alice.find(".found button").click();
        write(alice, "Good morrow, cousin");
        awaitMark(alice, "Good morrow, cousin", "delivered");
        awaitText(bob, "[data-address='" + ALICE + "']", "Good morrow, cousin");
        assertThat(bob.text("[data-address='" + ALICE + "'] .unread")).isEqualTo("1");
        bob.find("[data-address='" + ALICE + "']").click();
        awaitMessage(bob, "hers", "Good morrow, cousin");
        awaitMark(alice, "Good morrow, cousin", "displayed");
        bob.find("#text").sendKeys("Is the day so young?");
        awaitText(alice, ".typing", "bob is typing");
        bob.find("#text").sendKeys(Keys.ENTER);
        awaitMessage(alice, "hers", "Is the day so young?");
        sendsAPicture();
    }

    private void sendsAPicture() throws IOException {
        Path picture = picture();
        await().atMost(LONG).until(() -> alice.find(".write .plain").isEnabled());
        alice.find("#file").sendKeys(picture.toString());
        awaitPicture(bob);
        awaitPicture(alice);
        alice.screenshot("chat");
        bob.screenshot("chat-other");
    }

    private static void awaitPicture(Browser browser) {
        await().atMost(LONG)
                .until(
                        () -> browser.number("return document.querySelector('.file img')?.naturalWidth ?? 0"),
                        w -> w == 320);
    }

    private Path picture() throws IOException {
        BufferedImage image = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(new Color(0x0b6072));
        canvas.fillRect(0, 0, 320, 200);
        canvas.setColor(new Color(0xe8cf9c));
        canvas.fillOval(60, 90, 200, 60);
        canvas.dispose();
        Path file = files.resolve("Tombolo at noon.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @Test
    void xep0153_nameAndPictureThatOneGivesHerselfAreSeenByTheOther() throws IOException {
        open(alice, BOB);
        open(bob, ALICE);
        // Friends, so that her presence, which announces the picture, reaches him.
        write(alice, "See my new picture");
        awaitMessage(bob, "hers", "See my new picture");
        alice.find("button.own").click();
        await().atMost(LONG).until(() -> alice.find("#own-name").isDisplayed());
        alice.find("#own-name").sendKeys(Keys.chord(Keys.CONTROL, "a"), "Alice of the Tombolo");
        alice.find("dialog.profile input[type=file]").sendKeys(picture().toString());
        alice.find("dialog.profile .ways .button:not(.plain)").click();
        awaitText(alice, "button.own", "Alice of the Tombolo");
        open(bob, ALICE);
        awaitText(bob, "[data-address='" + ALICE + "']", "Alice of the Tombolo");
        await().atMost(LONG)
                .until(
                        () -> bob.number("return document.querySelector(\"[data-address='" + ALICE
                                + "'] .face img\")?.naturalWidth ?? 0"),
                        w -> w == 128);
        bob.screenshot("chat-faces");
    }

    @Test
    void aPhoneAndTheBrowserTalkBothWays() throws IOException {
        try (Linphone phone = Linphone.sharing(
                standalone.gateway().url() + "/files",
                "demo",
                Standalone.DOMAIN,
                standalone.password("demo"),
                standalone.address())) {
            phone.awaitRegistered();
            open(alice, "");
            alice.find("#find").sendKeys("+15550003", Keys.ENTER);
            await().atMost(LONG).until(() -> !alice.all(".found button").isEmpty());
            alice.find(".found button").click();
            write(alice, "Are you there?");
            phone.awaitLog("Are you there?");
            awaitMark(alice, "Are you there?", "sent");
            phone.message("sip:alice@ims.localhost", "On the phone");
            awaitMessage(alice, "hers", "On the phone");

            Path picture = picture();
            alice.find("#file").sendKeys(picture.toString());
            byte[] octets = Files.readAllBytes(picture);
            assertThat(phone.fetch(picture.getFileName().toString(), octets.length))
                    .isEqualTo(octets);
            Path reply = Files.copy(picture, files.resolve("reply.png"));
            phone.file("sip:alice@ims.localhost", reply);
            await().atMost(LONG)
                    .until(
                            () -> alice.number("return document.querySelector('.hers .file img')?.naturalWidth ?? 0"),
                            w -> w == 320);
        }
    }

    @Test
    void aMessageThatCannotBeDeliveredSaysSoAndMarkupStaysText() {
        open(alice, "nobody@ims.localhost");
        write(alice, "<img src=x onerror=alert(1)><b>hello</b>");
        awaitMark(alice, "<img src=x onerror=alert(1)><b>hello</b>", "failed");
        assertThat(alice.text(".failure")).startsWith("Not delivered").contains("Send again");
        assertThat(alice.all(".message img, .message b")).isEmpty();
    }

    @Test
    void whatIsWrittenWhileTheServerIsAwayGoesOutLater() throws IOException {
        open(bob, ALICE);
        open(alice, BOB);
        standalone.prosody().stop();
        try {
            awaitText(alice, ".away", "The chat server cannot be reached");
            write(alice, "Written in the dark");
            awaitMark(alice, "Written in the dark", "waiting");
            alice.find("#text").sendKeys("Half a sen");
            alice.screenshot("chat-away");
            alice.driver().navigate().refresh();
            awaitMark(alice, "Written in the dark", "waiting");
            await().atMost(LONG)
                    .until(() -> "Half a sen".equals(alice.find("#text").getDomProperty("value")));
        } finally {
            standalone.prosody().start();
        }
        alice.script("document.querySelector('.away button')?.click()");
        bob.script("document.querySelector('.away button')?.click()");
        awaitMessage(bob, "hers", "Written in the dark");
        awaitMark(alice, "Written in the dark", "displayed");
        assertThat(bob.all(".message.hers .text").stream()
                        .filter(e -> e.getText().equals("Written in the dark")))
                .hasSize(1);
        alice.find("#text").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        standalone.gateway().awaitReady();
    }

    @Test
    void whereNoWebSocketGetsThroughBoshDoes() {
        Runnable restore = bob.onEachPage(NO_WEBSOCKET);
        try {
            bob.open(standalone.gateway().url() + "/chat#" + ALICE);
            bob.driver().navigate().refresh();
            awaitOnline(bob, "bosh");
            write(bob, "By the long way");
            awaitMark(bob, "By the long way", "sent");
        } finally {
            restore.run();
        }
        open(alice, BOB);
        // It came while nobody looked: out of the archive.
        awaitMessage(alice, "hers", "By the long way");
    }

    @Test
    void whoLooksElsewhereIsToldByTheBrowser() {
        Runnable restore = bob.onEachPage(HIDDEN);
        try {
            open(bob, ALICE);
            open(alice, BOB);
            write(alice, "Look here");
            await().atMost(LONG)
                    .until(
                            () -> String.valueOf(bob.script("return window.told.join()")),
                            told -> told.contains("Look here"));
            awaitMark(alice, "Look here", "delivered");
            assertThat(mark(alice, "Look here")).as("nobody has seen it").isEqualTo("delivered");
            assertThat(bob.driver().getTitle()).startsWith("(1)");
        } finally {
            restore.run();
        }
    }

    @Test
    void aKeyboardIsEnoughAndThePageIsAccessible() {
        open(alice, BOB);
        write(alice, "Seen by all");
        awaitMark(alice, "Seen by all", "sent");
        check("light");
        alice.dark(true);
        check("dark");
        alice.dark(false);
        alice.size(360, 740);
        check("phone");
        assertThat(alice.number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
        alice.find(".back").sendKeys(Keys.ENTER);
        await().atMost(LONG).until(() -> alice.find("#find").isDisplayed());
        check("phone-list");
        alice.tabTo("[data-address='" + BOB + "']");
        alice.type(Keys.ENTER);
        await().atMost(LONG)
                .until(() -> Boolean.TRUE.equals(alice.script("return document.activeElement.id === 'text'")));
        alice.type("By the keyboard", Keys.ENTER);
        awaitMark(alice, "By the keyboard", "sent");
    }

    private static void check(String name) {
        await().atMost(LONG)
                .until(() -> (Boolean)
                        alice.script("return document.getAnimations().every(a => a.effect.getTiming().iterations"
                                + " === Infinity || a.playState === 'finished')"));
        alice.screenshot("chat-" + name);
        assertThat(new AxeBuilder().analyze(alice.driver()).getViolations())
                .as(name)
                .map(rule -> rule.getId() + " " + rule.getNodes().get(0).getHtml() + " "
                        + rule.getNodes().get(0).getFailureSummary())
                .isEmpty();
    }

    /** The chat page anew, with a conversation. */
    private static void open(Browser browser, String address) {
        browser.open("about:blank");
        browser.open(standalone.gateway().url() + "/chat" + (address.isEmpty() ? "" : "#" + address));
        awaitOnline(browser, "websocket");
    }

    private static void awaitOnline(Browser browser, String transport) {
        await().atMost(LONG)
                .until(() ->
                        !browser.all(".chat[data-transport=" + transport + "]").isEmpty());
    }

    private static void write(Browser browser, String text) {
        await().atMost(LONG).until(() -> !browser.all("#text").isEmpty());
        browser.find("#text").sendKeys(text, Keys.ENTER);
    }

    /** A mark, or one further on: the other side may be quick. */
    private static void awaitMark(Browser browser, String text, String state) {
        await("mark of " + text)
                .atMost(LONG)
                .until(
                        () -> mark(browser, text),
                        seen -> seen.equals(state)
                                || MARKS.indexOf(state) > 0 && MARKS.indexOf(seen) > MARKS.indexOf(state));
    }

    private static String mark(Browser browser, String text) {
        return String.valueOf(browser.script(
                "return [...document.querySelectorAll('.message.mine')].filter(m =>"
                        + " m.querySelector('.text')?.textContent === arguments[0]).pop()?.dataset.state",
                text));
    }

    private static void awaitMessage(Browser browser, String whose, String text) {
        await(text)
                .atMost(LONG)
                .until(() -> browser.all(".message." + whose + " .text").stream()
                        .anyMatch(e -> e.getText().equals(text)));
    }

    private static void awaitText(Browser browser, String css, String expected) {
        await().atMost(LONG).until(() -> browser.text(css), text -> text.contains(expected));
    }
}

package org.tombolo.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.tombolo.peer.Browser;

/** The pages in a real browser, under a context path, over a gateway whose states the tests set. */
class PortalIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String SHARE = "q7Xw2LmB0aZtk3Jd9QmXw0";

    private static FakeGateway gateway;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        gateway = new FakeGateway("/tombolo", 0);
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        browser.close();
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        // A page that still polls would be sent to sign in, too.
        browser.open("about:blank");
        gateway.signOut();
        gateway.noShares();
        gateway.noCalls();
        browser.open(gateway.url("/signin"));
        browser.script("localStorage.clear()");
        browser.size(1280, 900);
        browser.dark(false);
        browser.errors();
    }

    @AfterEach
    void noPolicyViolated() {
        assertThat(browser.errors())
                .filteredOn(error -> error.contains("Content Security Policy") || error.contains("Uncaught"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signin",
                "home",
                "home-empty",
                "watch-live",
                "watch-held",
                "watch-waiting",
                "watch-ended",
                "watch-missing",
                "calls",
                "calls-ringing",
                "calls-connected",
                "calls-failed",
                "share",
                "share-bell",
                "messages",
                "webhooks",
                "webhooks-call",
                "admin-health",
                "admin-associations",
                "admin-clients",
                "admin-sessions",
                "admin-ladder",
                "admin-table",
                "admin-metrics",
                "admin-refused"
            })
    void pageIsAccessibleInLightAndDarkAndFitsAPhone(String page) {
        visit(page);
        check(page + "-light");
        browser.dark(true);
        check(page + "-dark");
        browser.size(360, 740);
        browser.dark(false);
        check(page + "-phone");
        assertThat(browser.number("return document.documentElement.scrollWidth"))
                .as("width of %s", page)
                .isLessThanOrEqualTo(360);
    }

    private void check(String name) {
        settled();
        browser.screenshot(name);
        List<Rule> violations = new AxeBuilder().analyze(browser.driver()).getViolations();
        assertThat(violations)
                .as(name)
                .map(rule -> rule.getId() + " " + rule.getNodes().get(0).getHtml() + " "
                        + rule.getNodes().get(0).getFailureSummary())
                .isEmpty();
    }

    /** Colours that are still on their way have no contrast to speak of. */
    private void settled() {
        await().atMost(LONG)
                .until(
                        () -> (Boolean)
                                browser.script(
                                        "return document.getAnimations().every(a => a.effect.getTiming().iterations === Infinity || a.playState === 'finished')"));
    }

    private void visit(String page) {
        if (page.equals("signin")) {
            awaitText("h1", "Sign in");
            return;
        }
        prepare(page);
        signIn(page.equals("admin-refused") ? "alice" : page.startsWith("admin") ? "admin" : "alice");
        String[] part = page.split("-", 2);
        switch (part[0]) {
            case "watch" -> watch(part[1]);
            case "calls" -> calls(part.length > 1 ? part[1] : "");
            case "share" -> share(part.length > 1);
            case "messages" -> {
                browser.open(gateway.url("/messages"));
                await().atMost(LONG).until(() -> browser.all(".message").size() == 4);
            }
            case "webhooks" -> webhooks(part.length > 1);
            case "admin" -> admin(part[1]);
            default ->
                await().atMost(LONG)
                        .until(() -> !browser.all(".share-grid li, .empty").isEmpty());
        }
    }

    private void prepare(String page) {
        if (page.equals("home")) {
            gateway.share(SHARE, "live");
            gateway.share("w7Xw2LmB0aZtk3Jd9QmXw0", "waiting");
            gateway.share("e7Xw2LmB0aZtk3Jd9QmXw0", "ended");
        } else if (page.startsWith("calls")) {
            gateway.call("c1", "+15550001", "+15550002", "disconnected", "hangUp");
            gateway.call("c2", "+15550001", "+15550003", "failed", "calleeNoAnswer");
        }
    }

    private void watch(String state) {
        boolean plays = state.equals("live") || state.equals("held");
        if (!state.equals("missing")) {
            gateway.share(SHARE, plays ? "live" : state);
        }
        browser.open(gateway.url("/watch/" + SHARE));
        awaitState(plays ? "live" : state);
        if (plays) {
            await().atMost(LONG).until(() -> frames() > 25);
        }
        if (state.equals("held")) {
            gateway.hold(SHARE, true);
            awaitState("held");
        }
    }

    private void calls(String state) {
        if (state.isEmpty()) {
            browser.open(gateway.url("/calls"));
            await().atMost(LONG).until(() -> browser.all(".recent li").size() == 2);
            return;
        }
        gateway.call("c9", "+15550001", "+15550002", "callingCallee", "");
        browser.open(gateway.url("/calls"));
        awaitText(".what", "Ringing +15550002");
        if (state.equals("connected")) {
            gateway.call("c9", "+15550001", "+15550002", "connected", "");
            awaitText(".what", "Connected");
        } else if (state.equals("failed")) {
            gateway.call("c9", "+15550001", "+15550002", "failed", "calleeNoAnswer");
            awaitText(".progress .quiet", "+15550002 did not answer.");
        }
    }

    private void share(boolean rings) {
        browser.open(gateway.url("/share"));
        awaitText(".what", "Nothing is shared");
        if (rings) {
            gateway.ring("ringing");
            awaitText(".bell", "+15550003");
        }
    }

    private void webhooks(boolean call) {
        browser.open(gateway.url("/webhooks"));
        await().atMost(LONG).until(() -> browser.all(".call-list li").size() == 4);
        if (call) {
            browser.find(".secret .button").click();
            awaitText(".key", "whsec_");
            browser.find(".call-list button").click();
            await().atMost(LONG).until(() -> browser.all(".event").size() == 3);
            browser.find(".event .more").click();
            awaitText(".event pre", "call_a.1");
        }
    }

    private void admin(String area) {
        String tab = area.equals("ladder") || area.equals("table") ? "sessions" : area;
        browser.open(gateway.url("/admin") + "#" + tab);
        switch (area) {
            case "health" ->
                await().atMost(LONG).until(() -> browser.all(".parts li").size() == 4);
            case "associations" ->
                await().atMost(LONG).until(() -> browser.all("tbody tr").size() >= 5);
            case "clients" -> {
                await().atMost(LONG).until(() -> browser.all("tbody tr").size() >= 2);
                browser.script("document.querySelector('td.acts button').click()");
                await().atMost(LONG).until(() -> browser.all(".quota input").size() == 4);
            }
            case "metrics" ->
                await().atMost(LONG).until(() -> browser.all(".course polyline").size() == 6);
            case "refused" -> awaitText("h1", "This place is for administrators");
            default -> sessions(area);
        }
    }

    private void sessions(String view) {
        await().atMost(LONG).until(() -> browser.all(".session-list button").size() == 4);
        if (view.equals("sessions")) {
            return;
        }
        browser.find(".session-list button").click();
        await().atMost(LONG).until(() -> browser.all(".rung").size() == 12);
        if (view.equals("table")) {
            browser.find(".switch button:last-child").click();
            await().atMost(LONG).until(() -> browser.all(".scroll tbody tr").size() == 12);
        } else {
            browser.script("document.querySelector('.rung').dispatchEvent(new MouseEvent('click', {bubbles: true}))");
            await().atMost(LONG).until(() -> browser.text(".detail pre").contains("Call-ID"));
        }
    }

    @Test
    void signsInAndCallsWithTheKeyboardAlone() {
        browser.open(gateway.url("/calls"));
        await().atMost(LONG).until(() -> browser.driver().getCurrentUrl().contains("/signin?next=calls"));
        awaitText("h1", "Sign in");
        browser.tabTo("#name");
        browser.type("alice", Keys.TAB, "wrong", Keys.ENTER);
        awaitText(".notice strong", "That name and password do not belong together.");
        browser.type(FakeGateway.PASSWORD, Keys.ENTER);
        awaitText("h1", "Calls");
        browser.tabTo("#mine");
        browser.type("555", Keys.TAB, "+1 555 0002", Keys.ENTER);
        awaitText("#mine-error", "A number starts with");
        browser.selectAll();
        browser.type("+1 555 0001", Keys.ENTER);
        awaitText(".what", "Getting ready");
        gateway.call("call-1", "+15550001", "+15550002", "callingCaller", "");
        awaitText(".what", "Ringing your phone");
        gateway.call("call-1", "+15550001", "+15550002", "callingCallee", "");
        awaitText(".what", "Ringing +15550002");
        gateway.call("call-1", "+15550001", "+15550002", "connected", "");
        awaitText(".what", "Connected");
        await().atMost(LONG).until(() -> browser.text("#clock").equals("0:01"));
        browser.tabTo(".progress .danger");
        browser.type(Keys.ENTER);
        awaitText(".what", "Call ended");
        awaitText(".progress .quiet", "Somebody hung up. The call lasted 0:0");
    }

    @Test
    void sendsAnEventAgainWithTheKeyboardAlone() {
        signIn("alice");
        browser.open(gateway.url("/webhooks#call_a"));
        awaitText(".event:nth-child(3) .badge", "Waiting");
        browser.tabTo(".event:nth-child(3) .button");
        browser.type(Keys.ENTER);
        awaitText(".toast", "The event is on its way again.");
        awaitText(".event:nth-child(3) .badge", "Delivered");
    }

    @Test
    void aCallWhoseProgressWasCutOffIsFollowedFromWhereItStopped() {
        signIn("alice");
        gateway.call("c9", "+15550001", "+15550002", "callingCaller", "");
        browser.open(gateway.url("/calls"));
        awaitText(".what", "Ringing your phone");
        gateway.call("c9", "+15550001", "+15550002", "callingCallee", "");
        awaitText(".what", "Ringing +15550002");
        gateway.cutStreams();
        awaitText(".progress .quiet", "The live progress was interrupted");
        gateway.call("c9", "+15550001", "+15550002", "connected", "");
        gateway.call("c9", "+15550001", "+15550002", "disconnected", "hangUp");
        gateway.mend();
        awaitText(".what", "Call ended");
        assertThat(gateway.resumed()).contains("2");
    }

    @Test
    void refusedCallSaysWhy() {
        signIn("alice");
        browser.open(gateway.url("/calls?to=%2B15559999"));
        awaitText("h1", "Calls");
        browser.tabTo("#mine");
        browser.type("+15550001", Keys.ENTER);
        awaitText(".notice", "+15559999 is not a number of this network");
    }

    @Test
    void showsMovingPicturesToEverybodyWhoJoinsAndTellsTheEnd() {
        signIn("alice");
        gateway.share(SHARE, "waiting");
        browser.open(gateway.url("/watch/" + SHARE));
        awaitState("waiting");
        gateway.share(SHARE, "live");
        awaitState("live");
        assertPicturesMove();

        // Late: another visit while the share goes on.
        browser.open(gateway.url("/watch/" + SHARE));
        awaitState("live");
        assertPicturesMove();

        gateway.share(SHARE, "ended");
        awaitState("ended");
        awaitText(".veil .what", "This share has ended");
        await().atMost(LONG).until(() -> gateway.video().viewers() == 0);
    }

    @Test
    void staysNearTheLiveEdgeAndKeepsLittleBehindIt() {
        watchLive();
        await().atMost(LONG).until(() -> browser.number("return video.currentTime - video.buffered.start(0)") > 5);
        await().during(Duration.ofSeconds(6))
                .atMost(Duration.ofSeconds(12))
                .until(() -> browser.number("return video.buffered.end(0) - video.currentTime") < 1);
        assertThat(browser.number("return video.buffered.end(0) - video.buffered.start(0)"))
                .isLessThan(12);
    }

    @Test
    void comesBackByItselfAfterALostConnection() {
        watchLive();
        browser.offline(true);
        gateway.video().cut();
        awaitState("lost");
        browser.screenshot("watch-lost-light");
        browser.offline(false);
        awaitState("live");
        assertPicturesMove();
    }

    @Test
    void playsByKeyboard() {
        watchLive();
        browser.type(" ");
        awaitState("paused");
        settled();
        browser.screenshot("watch-paused-light");
        browser.type("l");
        awaitState("live");
        assertPicturesMove();
        browser.type("f");
        await().atMost(LONG).until(() -> (Boolean) browser.script("return document.fullscreenElement === stage"));
        browser.type("f");
        await().atMost(LONG).until(() -> (Boolean) browser.script("return document.fullscreenElement === null"));
        browser.type("m");
        assertThat(browser.script("return video.muted")).isEqualTo(false);
    }

    @Test
    void addsAnAssociationAndTakesARemovalBack() {
        signIn("admin");
        browser.open(gateway.url("/admin#associations"));
        await().atMost(LONG).until(() -> browser.all("tbody tr").size() == 5);
        browser.tabTo("#ims");
        browser.type("carol", Keys.TAB, "web:carol", Keys.ENTER);
        awaitText(".notice", "neither a SIP address nor a telephone number");
        browser.script("document.getElementById('ims').value = ''");
        browser.find("#ims").sendKeys("sip:carol@ims.localhost", Keys.ENTER);
        await().atMost(LONG).until(() -> browser.all("tbody tr").size() == 6);
        browser.find("tbody tr:last-child .act button").click();
        await().atMost(LONG).until(() -> browser.all("tbody tr").size() == 5);
        browser.script("[...document.querySelectorAll('.toast button')].at(-1).click()");
        await().atMost(LONG).until(() -> browser.all("tbody tr").size() == 6);
        browser.script("document.querySelector('tbody tr:last-child .act button').click()");
        await().atMost(LONG).until(() -> browser.all("tbody tr").size() == 5);
    }

    @Test
    void registersAClientLimitsItAndRemovesItByKeyboard() {
        signIn("admin");
        browser.open(gateway.url("/admin#clients"));
        await().atMost(LONG).until(() -> !browser.all(".clients tbody tr").isEmpty());
        int before = browser.all(".clients tbody tr").size();
        browser.tabTo("#name");
        browser.type(Keys.ENTER);
        awaitText("#name-hint", "Please fill this in.");
        browser.type("Press office", Keys.TAB, Keys.TAB, " ", Keys.ENTER);
        awaitText(".fresh", "secret_");
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("secret-title");
        assertThat(browser.text(".clients tbody tr:last-child"))
                .contains("Press office")
                .contains("admin");
        browser.type(Keys.TAB, Keys.TAB, Keys.ENTER);
        await().atMost(LONG).until(() -> browser.all(".fresh").isEmpty());
        browser.find(".clients tbody tr:last-child td.acts button").sendKeys(Keys.ENTER);
        browser.type("3", Keys.ENTER);
        awaitText("#toasts", "Quotas of Press office are set.");
        browser.type(Keys.ENTER);
        awaitText("#quota-active-use", "1 of 3");
        browser.type(Keys.ESCAPE);
        browser.find(".clients tbody tr:last-child td.acts button:last-child").sendKeys(Keys.ENTER);
        awaitText("dialog", "Press office is forgotten");
        browser.type(Keys.ENTER);
        await().atMost(LONG).until(() -> browser.all(".clients tbody tr").size() == before);
    }

    @Test
    void findsASessionByItsCallIdAndWalksItsLadderByKeyboard() {
        signIn("admin");
        browser.open(gateway.url("/admin#sessions"));
        await().atMost(LONG).until(() -> !browser.all(".session-list button").isEmpty());
        browser.tabTo("#callId");
        browser.type("nobody", Keys.ENTER);
        awaitText(".pick h2", "No session has the Call-ID “nobody”");
        browser.selectAll();
        browser.type("a84b4c76e66710@127.0.0.1", Keys.ENTER);
        await().atMost(LONG).until(() -> browser.all(".rung").size() == 12);
        browser.tabTo(".rung");
        browser.type(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER);
        awaitText(".detail pre", "<message from='alice@ims.localhost'");
    }

    @Test
    void aPhoneThatComesBackFromHoldIsSeenAgain() {
        watchLive();
        gateway.hold(SHARE, true);
        awaitState("held");
        awaitText("#veil", "On hold");
        gateway.hold(SHARE, false);
        awaitState("live");
        assertPicturesMove();
    }

    private void watchLive() {
        signIn("alice");
        gateway.share(SHARE, "live");
        browser.open(gateway.url("/watch/" + SHARE));
        awaitState("live");
        assertPicturesMove();
    }

    private void assertPicturesMove() {
        await().atMost(LONG).until(() -> frames() > 5);
        double before = frames();
        String picture = pixels();
        await().atMost(LONG).until(() -> frames() > before + 20 && !pixels().equals(picture));
    }

    private static double frames() {
        return browser.number("return document.getElementById('video').getVideoPlaybackQuality().totalVideoFrames");
    }

    /** The picture now, small. */
    private static String pixels() {
        return String.valueOf(
                browser.script(
                        "const c = document.createElement('canvas'); c.width = 64; c.height = 36; const g = c.getContext('2d');"
                                + "g.drawImage(document.getElementById('video'), 0, 0, 64, 36); return [...g.getImageData(0, 0, 64, 36).data].join()"));
    }

    private void signIn(String name) {
        awaitText("h1", "Sign in");
        browser.find("#name").sendKeys(name);
        browser.find("#password").sendKeys(FakeGateway.PASSWORD, Keys.ENTER);
        awaitText("h1", "Hello, " + name);
    }

    private static void awaitState(String state) {
        await().atMost(LONG)
                .until(() -> browser.script("return document.getElementById('stage')?.dataset.state"), state::equals);
    }

    private static void awaitText(String css, String expected) {
        await().atMost(LONG)
                .until(() -> browser.text(css), text -> text.startsWith(expected) || text.contains(expected));
    }
}

package org.tombolo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.tombolo.peer.Browser;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.PortalClient;

/** What an operator does: a stock Tomcat with the container's jars, our archive copied into webapps. */
class StockTomcatIT {
    /** A page without one of its parts, or with a fault; not the 401 and 404 that the API answers with reason. */
    private static final Pattern BROKEN = Pattern.compile("\\.js|\\.css|\\.svg|Content Security Policy|Uncaught");

    @TempDir
    static Path directory;

    @BeforeAll
    static void assemble() throws IOException, InterruptedException {
        Path log = directory.resolve("assemble.log");
        int code = new ProcessBuilder("deploy/containers/tomcat.sh", tomcat().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(code).as(Files.readString(log)).isZero();
    }

    private static Path tomcat() {
        return directory.resolve("tomcat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tombolo.war", "tombolo.sar"})
    void anArchiveInWebappsIsServedUnderItsName(String archive) throws IOException {
        Path copy = tomcat().resolve("webapps").resolve(archive);
        Files.copy(Path.of("target", archive), copy);
        List<String> command = List.of(
                "env",
                "CATALINA_OPTS=" + Container.QUICK_START,
                tomcat().resolve("bin/catalina.sh").toString(),
                "run");
        try (Gateway gateway = Gateway.launch(command, directory.resolve(archive), Map.of())) {
            Awaitility.await("readiness, log " + gateway.output())
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> gateway.health("/tombolo").contains("\"sip\":{\"status\":\"up\""));
            // What the launcher does not bring is missing, and nothing else is.
            assertThat(gateway.health("/tombolo"))
                    .contains("\"transcoder\":{\"status\":\"absent\"", "\"database\":{\"status\":\"up\"");
            pagesFindTheirParts(gateway.url() + "/tombolo", gateway);
        } finally {
            Files.delete(copy);
            new ProcessBuilder("rm", "-rf", tomcat().resolve("webapps/tombolo").toString()).start();
        }
    }

    /** Styles, scripts, API and links of the pages under their path, as a browser resolves them. */
    private static void pagesFindTheirParts(String portal, Gateway gateway) throws IOException {
        String password = PortalClient.password(Path.of(gateway.setting("tombolo.data")), "alice");
        try (Browser browser = Browser.start()) {
            browser.open(portal + "/signin?next=calls");
            awaitHeading(browser, "Sign in");
            browser.find("#name").sendKeys("alice");
            browser.find("#password").sendKeys(password, Keys.ENTER);
            awaitHeading(browser, "Calls");
            assertThat(browser.driver().getCurrentUrl()).isEqualTo(portal + "/calls");
            browser.open(portal + "/watch/there-is-no-such-share");
            Awaitility.await().until(() -> browser.text(".veil .what").contains("There is no such share"));
            browser.find(".veil a.button").click();
            awaitHeading(browser, "Hello, alice");
            assertThat(browser.driver().getCurrentUrl()).isEqualTo(portal + "/");
            assertThat(browser.errors())
                    .filteredOn(error -> BROKEN.matcher(error).find())
                    .isEmpty();
        }
    }

    private static void awaitHeading(Browser browser, String expected) {
        Awaitility.await().until(() -> browser.text("h1"), heading -> heading.startsWith(expected));
    }
}

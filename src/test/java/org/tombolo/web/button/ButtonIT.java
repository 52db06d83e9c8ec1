package org.tombolo.web.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.selenium.AxeBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.tombolo.gateway.interaction.Parties.Habit;
import org.tombolo.peer.Browser;
import org.tombolo.web.camara.CallServer;

/** The sample directory on an origin of its own, in a real browser, with the button of a gateway on another. */
class ButtonIT {
    @TempDir
    static Path data;

    private static CallServer server;
    private static HttpServer shop;
    private static HttpServer evil;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        server = new CallServer(data);
        server.parties.set("+15550002", Habit.RINGS);
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String page = Files.readString(Path.of("deploy/demo/directory/index.html"))
                .replace("GATEWAY", server.base())
                .replace("KEY", key());
        for (HttpServer site : new HttpServer[] {shop, evil}) {
            site.createContext("/", exchange -> {
                byte[] html = page.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
                exchange.sendResponseHeaders(200, html.length);
                exchange.getResponseBody().write(html);
                exchange.close();
            });
            site.start();
        }
        browser = Browser.start();
    }

    private static String key() throws Exception {
        String body = "{\"name\":\"Shop\",\"scopes\":[],\"button\":{\"origins\":[\"" + origin(shop)
                + "\"],\"callees\":[\"+15550002\",\"+15550003\"]}}";
        return new ObjectMapper()
                .readTree(server.send(server.request("/api/admin/v1/clients", server.bearerOf("admin"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build())
                        .body())
                .at("/client/button/key")
                .asText();
    }

    private static String origin(HttpServer site) {
        return "http://localhost:" + site.getAddress().getPort();
    }

    @AfterAll
    static void stop() {
        browser.close();
        shop.stop(0);
        evil.stop(0);
        server.close();
    }

    @Test
    void aVisitorIsCalledWithTheKeyboardAlone() {
        browser.open(origin(shop) + "/");
        await().until(() -> part("button.open").startsWith("Call the front desk"));
        assertThat(new AxeBuilder().analyze(browser.driver()).getViolations()).isEmpty();
        browser.screenshot("button-light");
        browser.script("document.querySelector('tombolo-call').shadowRoot.querySelector('.open').focus()");
        browser.type(Keys.ENTER);
        browser.type("555", Keys.ENTER);
        await().until(() -> part(".state").contains("country code"));
        browser.script("document.querySelector('tombolo-call').shadowRoot.querySelector('input').select()");
        browser.type("+1 555 0001", Keys.ENTER);
        await().until(() -> part(".state").contains("Calling the other side"));
        browser.dark(true);
        browser.screenshot("button-dark");
        browser.dark(false);
        server.parties.hangUp("+15550001");
        await().until(() -> part(".state").contains("The call has ended"));
        assertThat(browser.script("return document.querySelector('tombolo-call').getAttribute('state')"))
                .isEqualTo("disconnected");
    }

    @Test
    void aPageThatStoleTheKeyCallsNobody() {
        browser.open(origin(evil) + "/");
        await().until(() -> part("button.open").startsWith("Call the front desk"));
        browser.script("document.querySelector('tombolo-call').shadowRoot.querySelector('.open').click()");
        browser.type("+15550009", Keys.ENTER);
        await().until(() -> part(".state").contains("may not be used by pages of " + origin(evil)));
    }

    private static String part(String css) {
        return String.valueOf(
                browser.script("return document.querySelector('tombolo-call')?.shadowRoot?.querySelector('" + css
                        + "')?.textContent ?? ''"));
    }
}

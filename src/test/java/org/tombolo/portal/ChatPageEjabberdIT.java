package org.tombolo.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.tombolo.peer.Browser;
import org.tombolo.peer.Container;
import org.tombolo.peer.Ejabberd;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.PortalClient;
import org.tombolo.peer.SipPeer;
import org.tombolo.peer.SipPeer.Message;
import org.tombolo.peer.XmppClient;
import org.tombolo.peer.XmppServer;
import org.tombolo.web.token.ChatKey;

/**
 * The chat page behind an IMS core and on ejabberd: WebSocket (RFC 7395) with the credential of decision 35, and BOSH (XEP-0206),
 * in Chromium.
 */
class ChatPageEjabberdIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String NO_WEBSOCKET = "window.WebSocket = class { constructor() { setTimeout(() => {"
            + " this.onerror?.(new Event('error')); this.onclose?.(new CloseEvent('close', { code: 1006 })); }); }"
            + " send() {} close() {} };";

    private static Path data;
    private static Ejabberd server;
    private static SipPeer core;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        data = Files.createTempDirectory(Files.createDirectories(Path.of("target", "peers")), "ejabberd-chat-");
        // The server reads the secret when it starts.
        ChatKey.open(data, Clock.systemUTC());
        server = Ejabberd.withPortalUsers(data.resolve("chat.jwk"));
        core = SipPeer.listening();
        gateway = Gateway.start(Container.RESTCOMM, data, settings());
        gateway.awaitReady();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        core.close();
        server.close();
    }

    @Test
    void rfc7395_twoPeopleTalkByWebSocketAndByBosh() throws IOException {
        Message whileAway = core.ask(
                "127.0.0.1:" + gateway.sipPort(),
                "MESSAGE",
                "sip:nurse@ims.test",
                "sip:bob@web.localhost",
                "While you were out",
                "Content-Type: text/plain");
        assertThat(whileAway.status()).isEqualTo(200);
        try (Browser alice = signedIn("alice", false);
                Browser bob = signedIn("bob", true)) {
            awaitOnline(alice, "websocket");
            awaitOnline(bob, "bosh");
            open(bob, "nurse@" + XmppServer.COMPONENT);
            awaitMessage(bob, "While you were out");
            open(alice, "bob@web.localhost");
            open(bob, "alice@web.localhost");
            awaitOnline(alice, "websocket");
            awaitOnline(bob, "bosh");
            write(alice, "By socket");
            awaitMessage(bob, "By socket");
            write(bob, "By requests");
            awaitMessage(alice, "By requests");
            alice.find("#file").sendKeys(picture().toString());
            await("picture")
                    .atMost(LONG)
                    .until(
                            () -> bob.number("return document.querySelector('.hers .file img')?.naturalWidth ?? 0"),
                            width -> width > 0);
            for (Browser browser : List.of(alice, bob)) {
                assertThat(browser.errors())
                        .filteredOn(error -> error.contains("Content Security Policy"))
                        .isEmpty();
            }
        }
    }

    @Test
    void rfc7315_4_1_whoIsFoundByHerNumberAnswersInTheSameConversation() throws IOException {
        String address = "127.0.0.1:" + gateway.sipPort();
        String nurse = "sip:nurse@ims.test";
        Message registered = core.ask(
                address,
                "REGISTER",
                nurse,
                nurse,
                "",
                "Event: registration",
                "Expires: 600",
                "P-Associated-URI: <" + nurse + ">, <tel:+15550042>");
        assertThat(registered.status()).isEqualTo(200);
        try (Browser alice = signedIn("alice", false)) {
            awaitOnline(alice, "websocket");
            alice.find("#find").sendKeys("+15550042", Keys.ENTER);
            await().atMost(LONG).until(() -> !alice.all(".found button").isEmpty());
            assertThat(alice.text(".found")).contains("nurse");
            alice.find(".found button").click();
            write(alice, "Any news?");
            Message message = core.awaitRequest("MESSAGE");
            assertThat(message.text()).startsWith("MESSAGE " + nurse + " SIP/2.0");
            assertThat(message.body()).endsWith("Any news?");
            core.respond(message, "200 OK");
            String us = message.header("From").replaceAll("[^<]*<([^>]+)>.*", "$1");
            assertThat(core.ask(address, "MESSAGE", nurse, us, "A courteous one", "Content-Type: text/plain")
                            .status())
                    .isEqualTo(200);
            awaitMessage(alice, "A courteous one");
            assertThat(alice.all("[data-address]").stream()
                            .filter(e -> String.valueOf(e.getDomAttribute("data-address"))
                                    .endsWith("@" + XmppServer.COMPONENT)))
                    .hasSize(1);
        }
    }

    /** Row 14: a second component of the same server, for another IMS domain. */
    @Test
    void usersOfAnotherImsDomainAreOfAnotherComponent() throws Exception {
        String address = "127.0.0.1:" + gateway.sipPort();
        assertThat(gateway.get("/health/ready").orElseThrow().body()).contains("xmpp:" + XmppServer.SECOND);
        assertThat(gateway.get("/metrics").orElseThrow().body())
                .contains("tombolo_xmpp_up{domain=\"" + XmppServer.SECOND + "\"} 1");
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "balcony")) {
            Message said = core.ask(
                    address,
                    "MESSAGE",
                    "sip:carol@second.test",
                    "sip:juliet@localhost",
                    "From elsewhere",
                    "Content-Type: text/plain");
            assertThat(said.status()).isEqualTo(200);
            assertThat(juliet.await(m -> "From elsewhere".equals(m.getBody()))
                            .getFrom()
                            .toString())
                    .isEqualTo("carol@" + XmppServer.SECOND);
            juliet.send("r1", "carol@" + XmppServer.SECOND, "And back");
            Message answered = core.awaitRequest("MESSAGE");
            assertThat(answered.text()).startsWith("MESSAGE sip:carol@second.test SIP/2.0");
            core.respond(answered, "200 OK");
        }
    }

    private static Path picture() throws IOException {
        Path file = data.resolve("noon.png").toAbsolutePath();
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        return file;
    }

    private static Map<String, String> settings() {
        String http = "http://127.0.0.1:" + server.httpPort();
        Map<String, String> settings = new HashMap<>(second());
        settings.putAll(Map.of(
                "tombolo.xmpp.port",
                String.valueOf(server.componentPort()),
                "tombolo.xmpp.domain",
                XmppServer.COMPONENT,
                "tombolo.xmpp.secret",
                XmppServer.SECRET,
                "tombolo.ims.domain",
                "ims.test",
                "tombolo.sip.outbound.proxy",
                "sip:" + core.address() + ";lr",
                "tombolo.sip.trusted.peers",
                "127.0.0.1",
                "tombolo.chat.websocket.url",
                "ws://127.0.0.1:" + server.httpPort() + "/ws",
                "tombolo.chat.bosh.url",
                http + "/bosh"));
        return settings;
    }

    private static Map<String, String> second() {
        return Map.of(
                "tombolo.xmpp.2.port",
                String.valueOf(server.secondComponentPort()),
                "tombolo.xmpp.2.domain",
                XmppServer.SECOND,
                "tombolo.xmpp.2.secret",
                XmppServer.SECOND_SECRET,
                "tombolo.xmpp.2.ims.domain",
                "second.test");
    }

    private static Browser signedIn(String name, boolean withoutWebSocket) throws IOException {
        Browser browser = Browser.start();
        if (withoutWebSocket) {
            browser.onEachPage(NO_WEBSOCKET);
        }
        browser.open(gateway.url() + "/signin?next=chat");
        await().atMost(LONG).until(() -> !browser.all("#name").isEmpty());
        browser.find("#name").sendKeys(name);
        browser.find("#password").sendKeys(PortalClient.password(data, name), Keys.ENTER);
        return browser;
    }

    private static void awaitOnline(Browser browser, String transport) {
        await(transport)
                .atMost(LONG)
                .until(() ->
                        !browser.all(".chat[data-transport=" + transport + "]").isEmpty());
    }

    private static void open(Browser browser, String address) {
        browser.open("about:blank");
        browser.open(gateway.url() + "/chat#" + address);
    }

    private static void write(Browser browser, String text) {
        await().atMost(LONG).until(() -> !browser.all("#text").isEmpty());
        browser.find("#text").sendKeys(text, Keys.ENTER);
    }

    private static void awaitMessage(Browser browser, String text) {
        await(text)
                .atMost(LONG)
                .until(() -> browser.all(".message.hers .text").stream()
                        .anyMatch(e -> e.getText().equals(text)));
    }
}

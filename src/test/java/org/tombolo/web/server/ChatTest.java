package org.tombolo.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.identity.Association.Service;

/** What the chat page asks of the gateway. */
class ChatTest {
    private static final String CREDENTIAL = "/api/v1/chat/credential";
    private static final String CONTACTS = "/api/v1/chat/contacts";

    @TempDir
    private static Path data;

    private static WebServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new WebServer(data);
        server.associations.add("tel:+15550002", "bob@web.xmpp.test", Service.MESSAGING);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> credential(Browser browser, String csrf) {
        return browser.send(server.request(CREDENTIAL, "X-CSRF-Token", csrf).POST(BodyPublishers.noBody()));
    }

    @Test
    void whoIsSignedInGetsACredentialForHerOwnAddress() {
        Browser alice = server.signIn("alice");
        HttpResponse<String> answer = credential(alice, alice.csrf());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body())
                .contains(
                        "\"address\":\"alice@web.xmpp.test\"",
                        "\"websocket\":\"wss://xmpp.test/ws\"",
                        "\"bosh\":\"https://xmpp.test/http-bind\"",
                        "\"files\":\"https://files.xmpp.test\"");
    }

    @Test
    void nobodyElseGetsOne() {
        Browser alice = server.signIn("alice");
        assertThat(credential(alice, "").statusCode()).isEqualTo(403);
        assertThat(server.send(server.request(CREDENTIAL).POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(401);
        HttpResponse<String> client =
                server.send(server.request(CREDENTIAL, "Authorization", "Bearer " + server.token("chat"))
                        .POST(BodyPublishers.noBody()));
        assertThat(client.statusCode()).isEqualTo(403);
        assertThat(client.body()).contains("signed in to the portal");
    }

    @Test
    void peopleAreFoundByTheWholeOfWhatTheyAreCalled() {
        Browser alice = server.signIn("alice");
        assertThat(alice.get(CONTACTS + "?q=%2B15550002").body())
                .contains(
                        "{\"address\":\"bob@web.xmpp.test\",\"name\":\"bob\",\"kind\":\"WEB\",\"ims\":\"tel:+15550002\"}")
                .contains("\"kind\":\"PHONE\"");
        assertThat(alice.get(CONTACTS + "?q=bo").body()).contains("\"items\":[]");
        assertThat(server.signIn("bob").get(CONTACTS + "?q=bob").body())
                .as("nobody finds herself")
                .contains("\"items\":[]");
        assertThat(alice.get(CONTACTS).statusCode()).isEqualTo(400);
        assertThat(alice.get(CONTACTS + "?q=" + "x".repeat(257)).statusCode()).isEqualTo(400);
    }

    @Test
    void guessingIsSlowedDown() {
        Browser admin = server.signIn("admin");
        for (int i = 0; i < 30; i++) {
            assertThat(admin.get(CONTACTS + "?q=name" + i).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = admin.get(CONTACTS + "?q=one-more");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(server.signIn("bob").get(CONTACTS + "?q=carol").statusCode()).isEqualTo(200);
    }

    @Test
    void thePageMayReachTheXmppServerAndNoOtherPageMay() {
        assertThat(policy("/chat"))
                .contains("connect-src 'self' wss://xmpp.test/ws https://xmpp.test/http-bind https://files.xmpp.test")
                .contains("img-src 'self' data: blob: https://files.xmpp.test;")
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
        assertThat(policy("/calls")).doesNotContain("xmpp.test");
    }

    private static String policy(String page) {
        HttpResponse<String> answer = server.get(page);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue("Content-Security-Policy").orElseThrow();
    }
}

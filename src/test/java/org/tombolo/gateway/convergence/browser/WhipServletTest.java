package org.tombolo.gateway.convergence.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.web.Caller;
import org.tombolo.web.Refusal;
import org.tombolo.web.media.WhipServlet;

/** WHIP as a client meets it (RFC 9725), in a real Servlet 3.0 container, with a phone that the test plays behind it. */
class WhipServletTest {
    private static final String SDP = "application/sdp";
    private static final String SHARE = PageScene.offer("sendonly", "sendonly");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Tomcat TOMCAT = new Tomcat();

    @TempDir
    static Path folder;

    private static PageScene scene;

    @BeforeAll
    static void start() throws IOException, LifecycleException {
        scene = new PageScene(1);
        scene.open();
        TOMCAT.setBaseDir(folder.toString());
        TOMCAT.setPort(0);
        TOMCAT.getConnector().setAttribute("address", "127.0.0.1");
        Context context = TOMCAT.addContext("/tombolo", folder.toString());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
        Tomcat.addServlet(context, "whip", new WhipServlet(scene.calls, WhipServletTest::caller));
        context.addServletMapping("/whip", "whip");
        context.addServletMapping("/whip/*", "whip");
        TOMCAT.start();
    }

    @AfterAll
    static void stop() throws LifecycleException {
        TOMCAT.stop();
        TOMCAT.destroy();
        scene.close();
    }

    @AfterEach
    void nobodyCalls() {
        scene.calls.endAll();
    }

    private static Caller caller(HttpServletRequest request) {
        return switch (Optional.ofNullable(request.getHeader("Cookie")).orElse("")) {
            case "alice" -> new Caller("alice", Optional.of(PageScene.ALICE), Set.of());
            case "token" -> new Caller("client", Optional.empty(), Set.of());
            default -> throw Refusal.of(401, "sign in, or send an access token");
        };
    }

    private static HttpResponse<String> send(String method, String path, String cookie, String type, String body)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + TOMCAT.getConnector().getLocalPort())
                .resolve(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Cookie", cookie)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String query) throws IOException, InterruptedException {
        return send("POST", "/tombolo/whip?" + query, "alice", SDP, SHARE);
    }

    @Test
    void rfc9725_4_2_createsASessionAndDeletesIt() throws Exception {
        HttpResponse<String> created = post("to=bob");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Content-Type").orElseThrow()).startsWith(SDP);
        assertThat(created.headers().firstValue("ETag")).isPresent();
        assertThat(created.body()).contains("a=recvonly").doesNotContain("a=send");
        String session = created.headers().firstValue("Location").orElseThrow();
        assertThat(session).matches("/tombolo/whip/[A-Za-z0-9_-]{24}");
        assertThat(send("PATCH", session, "", "application/trickle-ice-sdpfrag", "a=mid:0\r\n")
                        .statusCode())
                .as("RFC 9725 4.3.1: without If-Match")
                .isEqualTo(428);
        assertThat(send("DELETE", session, "", "", "").statusCode()).isEqualTo(200);
        assertThat(send("DELETE", session, "", "", "").statusCode()).isEqualTo(404);
        assertThat(scene.told()).endsWith("dialing", "refused cancelled");
    }

    @Test
    void rfc9725_4_2_theEndpointSaysWhatItTakes() throws Exception {
        HttpResponse<String> options = send("OPTIONS", "/tombolo/whip", "alice", "", "");
        assertThat(options.headers().firstValue("Accept-Post")).contains(SDP);
        assertThat(send("GET", "/tombolo/whip", "alice", "", "").statusCode()).isEqualTo(204);
        assertThat(send("PUT", "/tombolo/whip", "alice", SDP, SHARE).statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({
        "'', to=bob, application/sdp, 401",
        "token, to=bob, application/sdp, 403",
        "alice, to=bob, text/plain, 415",
        "alice, x=y, application/sdp, 400",
        "alice, to=bob&call=1, application/sdp, 400",
        "alice, to=nobody, application/sdp, 404",
        "alice, call=0123456789abcdef01234567, application/sdp, 410"
    })
    void whatCannotBeIsRefused(String cookie, String query, String type, int status) throws Exception {
        assertThat(send("POST", "/tombolo/whip?" + query, cookie, type, SHARE).statusCode())
                .isEqualTo(status);
    }

    @Test
    void whoIsInACallMakesNoOther() throws Exception {
        assertThat(post("to=bob").statusCode()).isEqualTo(201);
        HttpResponse<String> second = post("to=%2B15550009");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("you are in another call");
        assertThat(send("POST", "/tombolo/whip?to=bob", "alice", SDP, "nonsense")
                        .statusCode())
                .isEqualTo(400);
    }
}

package org.tombolo.web.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.convergence.Audience;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.ShareState;
import org.tombolo.gateway.convergence.Shares;
import org.tombolo.identity.TelNumber;
import org.tombolo.media.sdp.H264Profile;
import org.tombolo.media.sdp.WebRtcOffer;
import org.tombolo.media.transcode.OnDemand;
import org.tombolo.media.webrtc.Candidates;
import org.tombolo.media.webrtc.WebRtcListener;
import org.tombolo.media.webrtc.WebRtcMedia;
import org.tombolo.media.webrtc.WebRtcServer;
import org.tombolo.metrics.prometheus.PrometheusMetrics;
import org.tombolo.peer.Ports;
import org.tombolo.web.Refusal;

/** WHEP as a client meets it (draft-ietf-wish-whep-03), in a real Servlet 3.0 container, with a real WebRTC server behind it. */
class WhepServletTest {
    private static final String SDP = "application/sdp";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    private static final String LIVE = "L".repeat(22);
    private static final String RESTART = "a=ice-ufrag:newU\r\na=ice-pwd:newPassword0123456789x\r\n";

    @TempDir
    static Path folder;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final PrometheusMetrics METRICS = new PrometheusMetrics();
    private static final Tomcat TOMCAT = new Tomcat();
    private static WebRtcServer server;
    private static String offer;

    private static final Audience AUDIENCE = new Audience(Clock.systemUTC());

    @BeforeAll
    static void start() throws IOException, LifecycleException {
        try (var in = WebRtcOffer.class.getResourceAsStream("chromium-recvonly.sdp")) {
            offer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Candidates candidates = Candidates.of("127.0.0.1", "127.0.0.1", Ports.free());
        server = new WebRtcServer(
                new WebRtcServer.Options("127.0.0.1", candidates, 3, 1),
                Clock.systemUTC(),
                new SecureRandom(),
                METRICS);
        TOMCAT.setBaseDir(folder.toString());
        TOMCAT.setPort(0);
        TOMCAT.getConnector().setAttribute("address", "127.0.0.1");
        Context context = TOMCAT.addContext("/tombolo", folder.toString());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
        Tomcat.addServlet(
                context,
                "whep",
                new WhepServlet(shares(), (request, share) -> viewer(request.getHeader("Authorization"))));
        context.addServletMapping("/whep/*", "whep");
        TOMCAT.start();
    }

    @AfterAll
    static void stop() throws LifecycleException {
        TOMCAT.stop();
        TOMCAT.destroy();
        server.close();
        METRICS.close();
    }

    private static Optional<String> viewer(String authorization) {
        if (authorization == null) {
            throw Refusal.of(401, "sign in, or send an access token").with("WWW-Authenticate", "Bearer");
        }
        return Stream.of("alice", "carol")
                .filter(name -> authorization.equals("Bearer " + name))
                .findFirst();
    }

    private static Shares shares() {
        return (Shares) Proxy.newProxyInstance(
                Shares.class.getClassLoader(), new Class<?>[] {Shares.class}, (proxy, method, arguments) -> {
                    String id = (String) arguments[0];
                    return switch (method.getName()) {
                        case "find" -> share(id);
                        case "prepare" -> OnDemand.Answer.NOW;
                        case "watch" ->
                            Optional.of(server.offer((String) arguments[1], media(), new WebRtcListener() {
                                @Override
                                public void connected(String how) {}

                                @Override
                                public void ended(String session, String why, String summary) {}
                            }));
                        case "audience" -> Optional.of(AUDIENCE);
                        case "viewer" -> id.equals(LIVE) ? server.find((String) arguments[1]) : Optional.empty();
                        default -> throw new IllegalStateException(method.getName());
                    };
                });
    }

    private static WebRtcMedia media() {
        H264Profile profile = new H264Profile(H264Profile.Kind.CONSTRAINED_BASELINE, 31);
        return new WebRtcMedia(server.relay(90_000), profile, Optional.empty(), () -> {});
    }

    private static Optional<Share> share(String id) {
        ShareState state = switch (id.charAt(0)) {
            case 'L' -> ShareState.LIVE;
            case 'W' -> ShareState.WAITING;
            case 'E' -> ShareState.ENDED;
            default -> null;
        };
        TelNumber anybody = TelNumber.parse("tel:+15550001").orElseThrow();
        return Optional.ofNullable(state).map(s -> new Share(id, anybody, anybody, s, "", Instant.EPOCH, "http://x"));
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + TOMCAT.getConnector().getLocalPort())
                .resolve(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> join(String share, String body, String type) throws Exception {
        return send("POST", "/tombolo/whep/" + share, body, "Content-Type", type, "Authorization", "Bearer alice");
    }

    @Test
    void aSessionFromOfferToDelete() throws Exception {
        HttpResponse<String> made = join(LIVE, offer, SDP);
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Content-Type"))
                .hasValueSatisfying(t -> assertThat(t).startsWith(SDP));
        assertThat(made.headers().firstValue("Accept-Patch")).contains(FRAGMENT);
        assertThat(made.body()).contains("a=ice-lite", "a=setup:passive", "a=sendonly");
        String session = made.headers().firstValue("Location").orElseThrow();
        assertThat(session).startsWith("/tombolo/whep/" + LIVE + "/");
        assertThat(send("GET", session, "").statusCode()).isEqualTo(204);
        assertThat(send("PUT", session, "x").statusCode()).isEqualTo(405);
        assertThat(send("OPTIONS", session, "").headers().firstValue("Allow"))
                .hasValueSatisfying(a -> assertThat(a).contains("PATCH"));
        assertThat(send("DELETE", session, "").statusCode()).isEqualTo(200);
        await().until(() -> send("DELETE", session, "").statusCode() == 404);
        assertThat(METRICS.scrape()).contains("tombolo_webrtc_connections 0.0");
    }

    /** "HTTP PATCH Request Usage", "Trickle ICE", "ICE Restarts". */
    @Test
    void patchesOfIce() throws Exception {
        HttpResponse<String> made = join(LIVE, offer, SDP);
        String session = made.headers().firstValue("Location").orElseThrow();
        String tag = made.headers().firstValue("ETag").orElseThrow();
        String candidates = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=ice-ufrag:PacT\r\n"
                + "a=candidate:1 1 udp 2113937151 192.0.2.1 9 typ host\r\na=end-of-candidates\r\n";
        HttpResponse<String> trickled = patch(session, candidates, tag);
        assertThat(trickled.statusCode()).isEqualTo(204);
        assertThat(trickled.headers().firstValue("ETag")).isEmpty();
        assertThat(send("PATCH", session, candidates, "Content-Type", FRAGMENT).statusCode())
                .isEqualTo(428);
        assertThat(send("PATCH", session, candidates, "Content-Type", SDP, "If-Match", tag)
                        .statusCode())
                .isEqualTo(415);
        assertThat(patch(session, "nonsense", tag).statusCode()).isEqualTo(400);

        HttpResponse<String> restarted = patch(session, RESTART, "*");
        assertThat(restarted.statusCode()).isEqualTo(200);
        assertThat(restarted.headers().firstValue("Content-Type"))
                .hasValueSatisfying(t -> assertThat(t).startsWith(FRAGMENT));
        assertThat(restarted.headers().firstValue("ETag")).isPresent().isNotEqualTo(Optional.of(tag));
        assertThat(restarted.body()).contains("a=ice-lite", "a=ice-ufrag:", "a=candidate:1 1 udp");
        assertThat(patch(session, candidates, tag).statusCode()).isEqualTo(412);
        send("DELETE", session, "");
    }

    private static HttpResponse<String> patch(String session, String body, String match) throws Exception {
        return send("PATCH", session, body, "Content-Type", FRAGMENT, "If-Match", match);
    }

    @Test
    void theEndpointItself() throws Exception {
        assertThat(send("GET", "/tombolo/whep/" + LIVE, "").statusCode()).isEqualTo(204);
        HttpResponse<String> options = send("OPTIONS", "/tombolo/whep/" + LIVE, "");
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.headers().firstValue("Accept-Post")).contains(SDP);
        assertThat(send("DELETE", "/tombolo/whep/" + LIVE, "").statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({
        "WWWWWWWWWWWWWWWWWWWWWW, 409",
        "EEEEEEEEEEEEEEEEEEEEEE, 410",
        "nnnnnnnnnnnnnnnnnnnnnn, 404",
        "short, 404"
    })
    void sharesThatCannotBeWatched(String share, int status) throws Exception {
        HttpResponse<String> refused = join(share, offer, SDP);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.headers().firstValue("Content-Type"))
                .hasValueSatisfying(t -> assertThat(t).startsWith("application/problem+json"));
        assertThat(refused.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 409);
    }

    @Test
    void offersThatCannotBeTaken() throws Exception {
        assertThat(join(LIVE, offer, "text/plain").statusCode()).isEqualTo(415);
        assertThat(join(LIVE, "nonsense", SDP).statusCode()).isEqualTo(400);
        assertThat(join(LIVE, "x".repeat(70_000), SDP).statusCode()).isEqualTo(413);
        assertThat(join(LIVE, offer.replace("H264", "H265"), SDP).statusCode()).isEqualTo(422);
    }

    @Test
    void onlyForWhomTheShareIs() throws Exception {
        String path = "/tombolo/whep/" + LIVE;
        assertThat(send("POST", path, offer, "Content-Type", SDP).statusCode()).isEqualTo(401);
        assertThat(send("POST", path, offer, "Content-Type", SDP, "Authorization", "Bearer bob")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void whoIsRemovedLosesHerSessionAndGetsNoOther() throws Exception {
        String session = send(
                        "POST", "/tombolo/whep/" + LIVE, offer, "Content-Type", SDP, "Authorization", "Bearer carol")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(AUDIENCE.members()).extracting(Audience.Member::name).contains("carol");
        assertThat(AUDIENCE.remove("carol")).isTrue();
        await().until(() -> send("GET", session, "").statusCode() == 404);
        HttpResponse<String> refused =
                send("POST", "/tombolo/whep/" + LIVE, offer, "Content-Type", SDP, "Authorization", "Bearer carol");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("REMOVED");
        await().until(() -> METRICS.scrape().contains("tombolo_webrtc_connections 0.0"));
    }

    @Test
    void notMoreThanItCanServe() throws Exception {
        String[] sessions = new String[3];
        for (int i = 0; i < 3; i++) {
            sessions[i] =
                    join(LIVE, offer, SDP).headers().firstValue("Location").orElseThrow();
        }
        HttpResponse<String> full = join(LIVE, offer, SDP);
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.headers().firstValue("Retry-After")).isPresent();
        for (String session : sessions) {
            send("DELETE", session, "");
        }
        await().until(() -> METRICS.scrape().contains("tombolo_webrtc_connections 0.0"));
    }
}

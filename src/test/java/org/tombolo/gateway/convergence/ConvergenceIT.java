package org.tombolo.gateway.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.peer.Baresip;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.PortalClient;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Rtp;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.Standalone;

/** A phone's live video on its way to viewers, through the whole gateway: sipp or baresip, ffmpeg's RTP, fragmented MP4 over HTTP. */
@ParameterizedClass
@EnumSource(Container.class)
class ConvergenceIT {
    private static final String HOST = "127.0.0.1";
    private static final String ALICE = "sip:alice@ims.localhost";
    private static final String DEMO = "sip:demo@ims.localhost";
    private static final int PHONE = Ports.free();
    private static final Pattern VIDEO_PORT = Pattern.compile("m=video (\\d+)");

    private final Gateway gateway;
    private final HttpClient admin =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    ConvergenceIT(Container container) {
        gateway = Standalone.in(container).gateway();
    }

    @BeforeEach
    void signIn() throws Exception {
        String password = PortalClient.password(Path.of(gateway.setting("tombolo.data")), "admin");
        String credentials = new ObjectMapper().writeValueAsString(Map.of("name", "admin", "password", password));
        HttpResponse<String> session = admin.send(
                request("/api/v1/session")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(credentials))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(session.statusCode()).as(session.body()).isEqualTo(200);
    }

    @AfterEach
    void everyPortAndShareIsGivenBack() throws Exception {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> text("/metrics"), m -> m.contains("tombolo_shares_active 0"));
        String[] range = gateway.setting("tombolo.rtp.ports").split("-", 2);
        for (int port = Integer.parseInt(range[0]); port <= Integer.parseInt(range[1]); port++) {
            int tried = port;
            await("port " + port)
                    .atMost(Duration.ofSeconds(5))
                    .ignoreExceptions()
                    .until(() -> {
                        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), tried)).close();
                        return true;
                    });
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + path)).timeout(Duration.ofSeconds(20));
    }

    private String text(String path) throws IOException, InterruptedException {
        return admin.send(request(path).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private JsonNode newest() throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(text("/api/v1/shares?limit=1"))
                .path("items")
                .path(0);
    }

    private String awaitState(String state) {
        return await("share " + state + ", log " + gateway.output())
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> newest(), share -> share.path("state").asText().equals(state))
                .path("id")
                .asText();
    }

    private HttpResponse<InputStream> watch(String id) throws IOException, InterruptedException {
        return admin.send(request("/media/" + id + "/live").build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** Boxes of the byte stream, one after the other. */
    private static String box(DataInputStream in) throws IOException {
        int size = in.readInt();
        byte[] type = in.readNBytes(4);
        in.skipNBytes(size - 8L);
        return new String(type, java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static List<String> boxes(DataInputStream in, int count) throws IOException {
        List<String> boxes = new java.util.ArrayList<>();
        while (boxes.size() < count) {
            boxes.add(box(in));
        }
        return boxes;
    }

    private Sipp.Builder phone(String scenario) throws IOException {
        return Sipp.scenario(scenario)
                .to(HOST + ":" + gateway.sipPort())
                .with("to", ALICE)
                .with("from", DEMO)
                .listen(HOST, PHONE);
    }

    private int answeredPort(Sipp phone) {
        return await("answer, log " + gateway.output())
                .atMost(Duration.ofSeconds(20))
                .until(() -> port(phone), p -> p > 0);
    }

    private static int port(Sipp phone) throws IOException {
        return phone.messages().stream()
                .filter(m -> m.startsWith("received"))
                .map(VIDEO_PORT::matcher)
                .filter(Matcher::find)
                .map(m -> Integer.parseInt(m.group(1)))
                .findFirst()
                .orElse(0);
    }

    private static Rtp camera(int port, int seconds) throws IOException {
        return Rtp.h264(HOST, port, 96, "176x144", 15, Duration.ofSeconds(seconds));
    }

    @Test
    void picturesReachViewersUntilThePhoneSaysBye() throws Exception {
        try (Sipp phone = phone("invite-uac.xml").with("hold", "9000").start()) {
            int port = answeredPort(phone);
            String id = newest().path("id").asText();
            assertThat(newest().path("state").asText()).isEqualTo("waiting");
            assertThat(newest().path("watchUrl").asText()).isEqualTo(gateway.url() + "/watch/" + id);
            assertThat(watch(id).statusCode()).isEqualTo(409);
            try (Rtp camera = camera(port, 8)) {
                assertThat(awaitState("live")).isEqualTo(id);
                HttpResponse<InputStream> first = watch(id);
                assertThat(first.statusCode()).isEqualTo(200);
                assertThat(first.headers().firstValue("X-Codecs").orElse("")).startsWith("avc1.42");
                assertThat(first.headers().firstValue("Cache-Control")).contains("no-store");
                DataInputStream early = new DataInputStream(first.body());
                assertThat(boxes(early, 4)).containsExactly("ftyp", "moov", "moof", "mdat");
                boxes(early, 60);
                DataInputStream late = new DataInputStream(watch(id).body());
                assertThat(boxes(late, 40))
                        .startsWith("ftyp", "moov", "moof", "mdat")
                        .doesNotContain("free");
                late.close();
                assertThat(phone.await(Duration.ofSeconds(30)).ok()).isTrue();
                awaitState("ended");
                while (early.available() > 0) {
                    box(early);
                }
                assertThat(watch(id).statusCode()).isEqualTo(410);
                assertThat(camera).isNotNull();
            }
        }
    }

    @Test
    void aPhoneThatFallsSilentIsHungUp() throws Exception {
        try (Sipp phone = phone("video-until-bye.xml").start()) {
            try (Rtp camera = camera(answeredPort(phone), 2)) {
                awaitState("live");
                camera.await(Duration.ofSeconds(20));
            }
            Sipp.Result result = phone.await(Duration.ofSeconds(20));
            assertThat(result.ok()).as(result.toString()).isTrue();
            assertThat(result.received()).last().asString().contains("Reason: SIP;cause=200");
            awaitState("ended");
        }
    }

    @Test
    void aPhoneWithARealCodecIsSeen() throws Exception {
        var account = new Baresip.Account("demo", "ims.localhost", "", HOST + ":" + gateway.sipPort());
        try (Baresip phone = Baresip.start(account, 440)) {
            phone.dial(ALICE);
            phone.await("CALL_ESTABLISHED");
            String id = awaitState("live");
            try (DataInputStream in = new DataInputStream(watch(id).body())) {
                assertThat(boxes(in, 30)).startsWith("ftyp", "moov", "moof", "mdat");
            }
            phone.hangUp();
            awaitState("ended");
        }
    }

    @Test
    void whoIsNotSignedInSeesNothing() throws Exception {
        try (Sipp phone = phone("invite-uac.xml").with("hold", "1000").start()) {
            answeredPort(phone);
            String id = newest().path("id").asText();
            HttpClient stranger = HttpClient.newHttpClient();
            var path = request("/media/" + id + "/live").build();
            assertThat(stranger.send(path, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
            phone.await(Duration.ofSeconds(20));
        }
    }
}

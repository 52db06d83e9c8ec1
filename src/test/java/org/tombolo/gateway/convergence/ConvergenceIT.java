package org.tombolo.gateway.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.CookieManager;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
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
import org.tombolo.peer.SippDialog;
import org.tombolo.peer.Standalone;

/** A phone's live video on its way to viewers, through the whole gateway: sipp or baresip, ffmpeg's RTP, fragmented MP4 over HTTP. */
@ParameterizedClass
@EnumSource(Container.class)
class ConvergenceIT {
    private static final String HOST = "127.0.0.1";
    private static final String ALICE = "sip:alice@ims.localhost";
    private static final String DEMO = "sip:demo@ims.localhost";
    private static final String GSMA_VS = "urn%3Aurn-7%3A3gpp-application.ims.iari.gsma-vs";
    private static final int PHONE = Ports.free();
    private static final Pattern VIDEO_PORT = Pattern.compile("m=video (\\d+)");
    private static final Pattern AUDIO_PORT = Pattern.compile("m=audio (\\d+)");

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
                    .pollDelay(Duration.ZERO)
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
        return port(phone, VIDEO_PORT);
    }

    private static int port(Sipp phone, Pattern line) throws IOException {
        return phone.messages().stream()
                .filter(m -> m.startsWith("received"))
                .map(line::matcher)
                .filter(Matcher::find)
                .map(m -> Integer.parseInt(m.group(1)))
                .findFirst()
                .orElse(0);
    }

    private static Rtp camera(int port, int seconds) throws IOException {
        return Rtp.h264(HOST, port, 96, "176x144", 15, Duration.ofSeconds(seconds));
    }

    @Test
    void rfc3312_12_aPhoneIsAnsweredWhenItsPreconditionsAreMet() throws Exception {
        Sipp.Result phone = Sipp.scenario("precondition.xml")
                .to(HOST + ":" + gateway.sipPort())
                .listen(HOST, Ports.free())
                .with("from", DEMO)
                .with("to", ALICE)
                .run();
        assertThat(phone.ok()).as(phone.toString()).isTrue();
        List<String> answers =
                phone.received().stream().filter(m -> m.contains("m=video ")).toList();
        assertThat(answers.get(0)).startsWith("SIP/2.0 183 ").contains("a=curr:qos remote none", "a=conf:qos remote");
        assertThat(answers.get(1)).contains("UPDATE").contains("a=curr:qos remote sendrecv");
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

    /** A phone that says these things one after the other, and what it must hear. */
    private record Case(SippDialog phone, List<String> hears) {}

    private static SippDialog dialog() {
        return SippDialog.of(DEMO, ALICE);
    }

    private static String video(int type, String direction) {
        return SippDialog.sdp(video("m=video 40000 RTP/AVP", type, direction));
    }

    private static String video(String line, int type, String direction) {
        return line + " " + type + "\na=rtpmap:" + type + " H264/90000\na=fmtp:" + type
                + " profile-level-id=42e01e;packetization-mode=" + type % 2 + "\na=rtcp-fb:* nack pli\na=" + direction;
    }

    private static SippDialog begun(String headers) {
        return dialog().begin("INVITE", headers, video(96, "sendonly"))
                .expect(200)
                .ack("");
    }

    private static Map<String, Case> cases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put(
                "RFC 3264 8.4: hold by re-INVITE, and back by UPDATE (RFC 3311) in another codec; then sound beside it",
                new Case(
                        begun("")
                                .send("INVITE", "", video(96, "inactive"))
                                .expect(200)
                                .ack("")
                                .send("UPDATE", "", video(97, "sendonly"))
                                .expect(200)
                                .send("INVITE", "", video(97, "sendonly") + "\nm=audio 40002 RTP/AVP 8\na=sendonly")
                                .expect(200)
                                .ack("")
                                .bye(),
                        List.of(
                                "RTP/AVP 96[^=]*=.*a=recvonly",
                                "a=inactive",
                                "RTP/AVP 97.*a=recvonly",
                                "m=audio [1-9]")));
        cases.put(
                "RFC 4028 8, 9: 422, the phone refreshes by UPDATE",
                new Case(
                        dialog().begin("INVITE", "Supported: timer\nSession-Expires: 60", video(96, "sendonly"))
                                .expect(422)
                                .ackRefusal(false)
                                .begin(
                                        "INVITE",
                                        "Supported: timer\nSession-Expires: 90;refresher=uac\nMin-SE: 90",
                                        video(96, "sendonly"))
                                .expect(200)
                                .ack("")
                                .send("UPDATE", "Supported: timer\nSession-Expires: 100;refresher=uac", "")
                                .expect(200)
                                .bye(),
                        List.of(
                                "Min-SE: 90",
                                "Session-Expires: 90;refresher=uac",
                                "Session-Expires: 100;refresher=uac")));
        cases.put(
                "RFC 4028 9: the phone leaves the refreshes to us",
                new Case(
                        begun("Supported: timer\nSession-Expires: 1800;refresher=uas")
                                .bye(),
                        List.of("Session-Expires: 1800;refresher=uas")));
        cases.put(
                "RFC 3262: reliability that is required of what we do not say",
                new Case(begun("Require: 100rel").bye(), List.of("Allow: .*UPDATE")));
        cases.put(
                "RFC 3311 5.2: glare: our offer is not answered yet",
                new Case(
                        begun("")
                                .send("INVITE", "", "")
                                .expect(200)
                                // The first INVITE's once more: no answer to what the second was answered with.
                                .ackOf(1, "")
                                .send("UPDATE", "", video(96, "sendonly"))
                                .expect(491)
                                .ackOf(2, video(96, "sendonly"))
                                .bye(),
                        List.of("491")));
        cases.put(
                "RFC 3261 9.2: CANCEL comes too late for the INVITE and a re-INVITE",
                new Case(
                        dialog().begin("INVITE", "", video(96, "sendonly"))
                                .expect(200)
                                .cancel(false)
                                .expectEnd()
                                .ack("")
                                .send("INVITE", "", video(96, "inactive"))
                                .expect(200)
                                .cancel(true)
                                .expectEnd()
                                .ack("")
                                .bye(),
                        List.of("a=inactive")));
        cases.put(
                "RFC 3261 13.2.1: the offer is left to us, beside a call (IR.74)",
                new Case(
                        dialog().begin(
                                        "INVITE",
                                        "Contact: <sip:demo@[local_ip]:[local_port]>;+g.3gpp.cs-voice\n"
                                                + "Accept-Contact: *;+g.3gpp.cs-voice",
                                        "")
                                .expect(200)
                                .ack(video(96, "sendonly"))
                                .bye(),
                        List.of("Contact: .*;\\+g\\.3gpp\\.cs-voice", "m=video [1-9].*a=recvonly")));
        cases.put(
                "RFC 3264 8.2: the video is taken away",
                new Case(
                        begun("")
                                .send("INVITE", "", SippDialog.sdp(video("m=video 0 RTP/AVP", 96, "sendonly")))
                                .expect(200)
                                .ack("")
                                .answer("BYE"),
                        List.of("m=video 0 ")));
        cases.put(
                "IR.84: OPTIONS asks for video share outside a call",
                new Case(
                        dialog().begin("OPTIONS", "Accept-Contact: *;+g.3gpp.iari-ref=\"" + GSMA_VS + "\"", "")
                                .expect(200),
                        List.of("Contact: .*;\\+g\\.3gpp\\.iari-ref=\"" + GSMA_VS + "\"", "m=video 0 ", "H264")));
        return cases;
    }

    /** All at the same time, each a dialog of its own. */
    @Test
    void phonesMaySayWhatTheyLike() throws Exception {
        Map<String, Sipp> phones = new LinkedHashMap<>();
        Map<String, Case> cases = cases();
        try {
            for (Map.Entry<String, Case> one : cases.entrySet()) {
                phones.put(
                        one.getKey(),
                        one.getValue()
                                .phone()
                                .to(HOST + ":" + gateway.sipPort())
                                .start());
            }
            SoftAssertions all = new SoftAssertions();
            for (Map.Entry<String, Sipp> one : phones.entrySet()) {
                Sipp.Result result = one.getValue().await(Duration.ofSeconds(20));
                String heard = String.join("\n", result.received());
                all.assertThat(result.ok()).as(one.getKey() + result).isTrue();
                for (String words : cases.get(one.getKey()).hears()) {
                    all.assertThat(Pattern.compile(words, Pattern.DOTALL)
                                    .matcher(heard)
                                    .find())
                            .as(one.getKey() + ": " + words + "\n" + heard)
                            .isTrue();
                }
            }
            all.assertAll();
        } finally {
            phones.values().forEach(Sipp::close);
        }
    }

    @Test
    void aPhoneWithH263AndAmrIsSeenMovingAndHeard() throws Exception {
        String media = "m=audio 40002 RTP/AVP 97\na=rtpmap:97 AMR/8000\na=fmtp:97 octet-align=1\na=sendonly\n"
                + "m=video 40000 RTP/AVP 98\na=rtpmap:98 H263-2000/90000\na=sendonly";
        try (Sipp phone = phone("invite-uac.xml")
                .with("media", media)
                .with("hold", "4000")
                .start()) {
            int video = answeredPort(phone);
            try (Rtp camera = Rtp.h263AndAmr(HOST, video, port(phone, AUDIO_PORT), Duration.ofSeconds(10))) {
                String id = awaitState("live");
                HttpResponse<InputStream> live = await("transcoder, log " + gateway.output())
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> watch(id), answer -> answer.statusCode() == 200);
                assertThat(live.headers().firstValue("X-Codecs").orElse(""))
                        .startsWith("avc1.42C0")
                        .endsWith(",mp4a.40.2");
                Path file = Files.createTempFile("h263", ".mp4");
                try (DataInputStream in = new DataInputStream(live.body());
                        OutputStream out = Files.newOutputStream(file)) {
                    copyBoxes(in, out, 120);
                }
                assertThat(said(
                                "ffprobe",
                                "-v",
                                "error",
                                "-show_entries",
                                "stream=codec_name,width",
                                "-of",
                                "csv=p=0",
                                file))
                        .contains("h264,352", "aac");
                String pictures = said("ffmpeg", "-v", "error", "-i", file, "-map", "0:v", "-f", "framemd5", "-");
                assertThat(pictures.lines()
                                .filter(line -> line.startsWith("0,"))
                                .map(line -> line.substring(line.lastIndexOf(',')))
                                .distinct())
                        .as("different pictures")
                        .hasSizeGreaterThan(10);
                assertThat(said("ffmpeg", "-hide_banner", "-i", file, "-af", "volumedetect", "-vn", "-f", "null", "-"))
                        .containsPattern("max_volume: -[0-9]{1,2}\\.[0-9] dB");
                assertThat(admin.send(
                                        request("/media/" + id + "/poster.jpg").build(),
                                        HttpResponse.BodyHandlers.ofByteArray())
                                .body())
                        .startsWith(0xFF, 0xD8);
                Files.delete(file);
                assertThat(camera).isNotNull();
            }
            phone.await(Duration.ofSeconds(20));
        }
    }

    private static void copyBoxes(DataInputStream in, OutputStream out, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            int size = in.readInt();
            out.write(ByteBuffer.allocate(4).putInt(size).array());
            out.write(in.readNBytes(size - 4));
        }
    }

    private static String said(Object... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Arrays.stream(command).map(Object::toString).toList())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
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

package org.tombolo.gateway.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.peer.Container;
import org.tombolo.peer.Linphone;
import org.tombolo.peer.MsrpPeer;
import org.tombolo.peer.Phone;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.Standalone;
import org.tombolo.web.token.Issuer;

/** Pushes on the wire: to sipp, to a SIP phone with an MSRP endpoint of its own, and to Linphone. */
class PushIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String ALICE = "+15550001";
    private static final String BOB = "+15550002";

    private static final Standalone standalone = Standalone.in(Container.RESTCOMM);

    // ---- by MSRP

    @Test
    void rfc5547_aFileGoesToAPhoneThatTakesItAlsoBesideACall() throws Exception {
        byte[] picture = picture();
        int port = Ports.free();
        int other = Ports.free();
        try (MsrpPeer peer = MsrpPeer.start(Optional.empty())) {
            peer.tell("listen");
            String file = "m=message 9 TCP/MSRP *\r\na=recvonly\r\na=accept-types:image/png\r\na=path:"
                    + peer.event("listening").path("path").asText() + "\r\na=setup:passive\r\n";
            try (Phone alice = Phone.listening(port, "m=audio 40002 RTP/AVP 0\r\n", file);
                    Phone bob = Phone.listening(other)) {
                standalone.registerChatPhone("127.0.0.1:" + port, 600);
                register("bob", other, 600);
                String call = calls().call("");
                calls().awaitStatus(call, "connected");
                String upload = json(
                                201,
                                request("/media/uploads?name=the%20rose.png")
                                        .header("Content-Type", "image/png")
                                        .POST(BodyPublishers.ofByteArray(picture)))
                        .path("id")
                        .asText();
                JsonNode push = push(Map.of("to", ALICE, "call", call, "type", "image", "upload", upload));
                assertThat(push.path("from").asText()).isEqualTo(BOB);
                assertThat(push.path("file").path("size").asInt()).isEqualTo(picture.length);
                String events = text("/api/v1/pushes/" + push.path("id").asText() + "/events");
                assertThat(events)
                        .contains(
                                "\"status\":\"accepted\"",
                                "\"status\":\"sending\"",
                                "event: progress",
                                "\"percent\":100")
                        .contains("\"status\":\"delivered\",\"detail\":\"reported\",\"way\":\"msrp\"");
                assertThat(peer.event("received").path("sha256").asText()).isEqualTo(sha256(picture));
                assertThat(alice.requests())
                        .anyMatch(r -> r.contains("a=file-selector:name:\"the rose.png\" type:image/png size:"));
                assertThat(calls().status(call)).as("the call goes on").isEqualTo("connected");
                String list = calls().get(call).path("pushes").asText();
                assertThat(json(200, request(list).GET()).path("items").findValuesAsText("id"))
                        .containsExactly(push.path("id").asText());
                json(204, request("/api/v1/calls/" + call).DELETE());
                await().until(() -> bob.got("BYE"));
                register("bob", other, 0);
                standalone.registerChatPhone("127.0.0.1:" + port, 0);
            }
            assertThat(peer.violations()).isEmpty();
        }
    }

    // ---- by message

    @Test
    void rfc3428_aTextWaitsForItsPhoneAndALinkOpensAFile() throws Exception {
        Standalone.forgetPhones(standalone.gateway(), "bob");
        String id = push(Map.of("from", ALICE, "to", BOB, "type", "text", "text", "Your parcel waits"))
                .path("id")
                .asText();
        await().until(() -> status(id).equals("waiting"));
        byte[] report = "%PDF-1.7".getBytes(StandardCharsets.US_ASCII);
        String upload = json(
                        201,
                        request("/media/uploads?name=report.pdf")
                                .header("Content-Type", "application/pdf")
                                .POST(BodyPublishers.ofByteArray(report)))
                .path("id")
                .asText();
        String file = push(Map.of("from", ALICE, "to", BOB, "type", "file", "upload", upload))
                .path("id")
                .asText();
        int port = Ports.free();
        try (Sipp bob = Sipp.scenario("message-uas.xml")
                .listen("127.0.0.1", port)
                .calls(2)
                .start()) {
            register("bob", port, 600);
            List<String> received = bob.await(Duration.ofSeconds(20)).received();
            assertThat(received).hasSize(2);
            assertThat(received.get(0)).contains("Your parcel waits");
            String link = received.get(1).lines().reduce((a, b) -> b).orElseThrow();
            assertThat(received.get(1).length()).isLessThanOrEqualTo(1300);
            HttpResponse<String> opened =
                    HTTP.send(HttpRequest.newBuilder(URI.create(link)).build(), BodyHandlers.ofString());
            assertThat(opened.body()).isEqualTo("%PDF-1.7");
            assertThat(opened.headers().firstValue("Content-Disposition").orElse(""))
                    .contains("attachment", "report.pdf");
        }
        register("bob", port, 0);
        await().until(() -> status(id).equals("delivered") && status(file).equals("delivered"));
        json(409, request("/api/v1/pushes/" + id).DELETE());
    }

    @Test
    void rcc07_linphoneGetsADescriptionAndFetchesThePicture() throws Exception {
        byte[] picture = picture();
        String server = standalone.gateway().url() + "/files";
        try (Linphone bob =
                Linphone.sharing(server, "bob", Standalone.DOMAIN, standalone.password("bob"), standalone.address())) {
            bob.awaitRegistered();
            String upload = json(
                            201,
                            request("/media/uploads?name=lily.png")
                                    .header("Content-Type", "image/png")
                                    .POST(BodyPublishers.ofByteArray(picture)))
                    .path("id")
                    .asText();
            String id = push(Map.of("from", ALICE, "to", BOB, "type", "image", "upload", upload))
                    .path("id")
                    .asText();
            await().until(() -> status(id).equals("delivered"));
            assertThat(json(200, request("/api/v1/pushes/" + id).GET())
                            .path("way")
                            .asText())
                    .isEqualTo("rcs");
            assertThat(bob.fetch("lily.png", picture.length)).isEqualTo(picture);
        }
    }

    // ---- bad input

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'to':'+15550002','from':'+15550001','type':'text'} | 400 | text: is required",
                "{'to':'+15550002','from':'+15550001','type':'song','text':'a'} | 400 | type: must be",
                "{'to':'+15550002','type':'text','text':'a'} | 400 | from: is required",
                "{'to':'nobody','from':'+15550001','type':'text','text':'a'} | 422 | to: must be a number",
                "{'to':'+15550002','from':'+15550001','type':'text','text':'a','colour':'red'} | 400 | colour",
                "{'to':'+19005550001','from':'+15550001','type':'text','text':'a'} | 422 | nothing may be sent",
                "{'to':'+15550002','from':'+15550001','type':'text','text':'a','url':'https://a.example/'} | 400 | not all of them",
                "{'to':'+15550002','from':'+15550001','type':'link','url':'file:///etc/passwd'} | 422 | url: must be",
                "{'to':'+15550002','from':'+15550001','type':'link','url':'https://u:p@a.example/'} | 422 | url: must be",
                "{'to':'+15550002','from':'+15550001','type':'link'} | 400 | url: is required",
                "{'to':'+15550002','from':'+15550001','type':'image'} | 400 | one of gallery and upload",
                "{'to':'+15550002','from':'+15550001','type':'image','upload':'AAAAAAAAAAAAAAAAAAAAAA'} | 404 | upload: there is no",
                "{'to':'+15550002','from':'+15550001','type':'image','gallery':'AAAAAAAAAAAAAAAAAAAAAA'} | 404 | gallery: there is no",
                "{'to':'+15550002','from':'+15550001','type':'text','text':'a','expiresIn':0} | 400 | expiresIn: must be",
                "{'to':'+15550002','from':'+15550001','type':'text','text':'a','sink':'http://a.example/'} | 400 | sink: must be",
                "{'to':'+15550002','type':'text','text':'a','call':'call_nobody-0001'} | 404 | no such call",
                "{'to':'+15550002' | 400 | ",
            })
    void whatIsWrongIsSaidAsAProblem(String body, int status, String detail) throws Exception {
        HttpResponse<String> answer = HTTP.send(post(body.replace('\'', '"')), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains(detail == null ? "" : detail);
    }

    @Test
    void aKeyIsCarriedOutOnceAndAnotherScopeDoesNotDo() throws Exception {
        String body = "{\"to\":\"sip:nobody@ims.localhost\",\"from\":\"+15550001\",\"type\":\"text\",\"text\":\"a\"}";
        HttpRequest.Builder keyed = request("/api/v1/pushes")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "push-" + System.nanoTime());
        String first = json(202, keyed.copy().POST(BodyPublishers.ofString(body)))
                .path("id")
                .asText();
        assertThat(json(202, keyed.copy().POST(BodyPublishers.ofString(body)))
                        .path("id")
                        .asText())
                .isEqualTo(first);
        json(422, keyed.copy().POST(BodyPublishers.ofString(body.replace("\"a\"", "\"b\""))));
        await().until(() -> status(first).equals("refused"));
        HttpRequest unscoped = HttpRequest.newBuilder(
                        URI.create(standalone.gateway().url() + "/api/v1/pushes"))
                .header("Authorization", "Bearer " + token("calls:read"))
                .build();
        assertThat(HTTP.send(unscoped, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        json(404, request("/api/v1/pushes/push_nobody-0001").GET());
        json(400, request("/api/v1/pushes?status=lost").GET());
    }

    // ---- the gateway

    private static void register(String user, int port, int seconds) throws IOException {
        Standalone.register(standalone.gateway(), user, "127.0.0.1:" + port, "", seconds);
    }

    private static CallDriver calls() {
        return new CallDriver(standalone.gateway(), standalone.data());
    }

    private static JsonNode push(Map<String, String> wanted) throws Exception {
        HttpResponse<String> answer = HTTP.send(post(JSON.writeValueAsString(wanted)), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return JSON.readTree(answer.body());
    }

    private static HttpRequest post(String body) throws IOException {
        return request("/api/v1/pushes")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static String status(String id) throws Exception {
        return json(200, request("/api/v1/pushes/" + id).GET()).path("status").asText();
    }

    private static String text(String path) throws Exception {
        return HTTP.send(request(path).build(), BodyHandlers.ofString()).body();
    }

    private static JsonNode json(int status, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body().isEmpty() ? JSON.missingNode() : JSON.readTree(answer.body());
    }

    private static HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create(standalone.gateway().url() + path))
                .header(
                        "Authorization",
                        "Bearer " + token("calls:read", "calls:write", "pushes:create", "pushes:read"));
    }

    private static String token(String... scopes) throws IOException {
        return Issuer.open(standalone.data(), Clock.systemUTC()).issue("demo", Set.of(scopes));
    }

    private static String sha256(byte[] octets) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }

    /** A picture of many octets, and one that a codec can read. */
    private static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(500, 400, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(5547);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}

package org.tombolo.web.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.MovingClock;
import org.tombolo.config.TestSettings;
import org.tombolo.gateway.interconnection.file.ContentServer;
import org.tombolo.gateway.interconnection.file.ContentServer.Transaction;
import org.tombolo.gateway.interconnection.file.KeptFiles;
import org.tombolo.gateway.interconnection.file.PhoneUpload;
import org.tombolo.gateway.interconnection.file.SavedUpload;
import org.tombolo.gateway.interconnection.file.UploadStore;
import org.tombolo.storage.file.DirectoryStore;
import org.tombolo.store.jdbc.Database;
import org.tombolo.store.jdbc.JdbcUploads;

/** The content server of GSMA RCC.07 as a phone meets it, in a real Servlet 3.0 container. */
class UploadServletTest {
    private static final int MOST = 1000;
    private static final int TOTAL = 5000;
    private static final String BOUNDARY = "xYzZY";

    @TempDir
    static Path folder;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Tomcat TOMCAT = new Tomcat();
    private static final MovingClock CLOCK = new MovingClock(Instant.parse("2026-01-01T00:00:00Z"));
    private static Database database;
    private static ContentServer server;

    @BeforeAll
    static void start() throws IOException, LifecycleException {
        database = Database.open(TestSettings.in(folder));
        ContentServer content = opened();
        server = content;
        TOMCAT.setBaseDir(folder.toString());
        TOMCAT.setPort(0);
        TOMCAT.getConnector().setAttribute("address", "127.0.0.1");
        Context context = TOMCAT.addContext("", folder.toString());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
        Tomcat.addServlet(context, "uploads", new UploadServlet(content, UploadServletTest::judge, 2));
        context.addServletMapping("/files", "uploads");
        TOMCAT.start();
    }

    /** As a process does that starts. */
    private static ContentServer opened() throws IOException {
        UploadStore saved = new JdbcUploads(database.jdbi());
        Set<String> left = saved.all().stream().map(SavedUpload::id).collect(Collectors.toSet());
        DirectoryStore store =
                new DirectoryStore(folder.resolve("files"), TOTAL, Duration.ofDays(1), left, new SecureRandom(), CLOCK);
        return new ContentServer(
                new KeptFiles(store, file -> Optional.empty(), "https://g.test/files"),
                saved,
                MOST,
                Duration.ofMinutes(10),
                CLOCK);
    }

    private static UploadAccess.Verdict judge(javax.servlet.http.HttpServletRequest request) {
        String said = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        return said.startsWith("Digest good")
                ? new UploadAccess.Verdict.Allowed(said)
                : new UploadAccess.Verdict.Refused(401, "sign in", Map.of("WWW-Authenticate", "Digest realm=\"g\""));
    }

    @AfterAll
    static void stop() throws IOException, LifecycleException {
        TOMCAT.stop();
        TOMCAT.destroy();
        database.close();
    }

    private static int port() {
        return TOMCAT.getConnector().getLocalPort();
    }

    private static HttpResponse<String> post(BodyPublisher body, String authorization) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/files"))
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .header("Authorization", authorization)
                        .POST(body)
                        .build(),
                BodyHandlers.ofString());
    }

    private static String part(String name, String file, String type, String content) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + file
                + "\"\r\nContent-Type: " + type + "\r\n\r\n" + content + "\r\n";
    }

    private static HttpResponse<String> upload(String... parts) throws Exception {
        return post(BodyPublishers.ofString(String.join("", parts) + "--" + BOUNDARY + "--\r\n"), "Digest good");
    }

    @Test
    void rcc07_theFirstRequestIsEmptyAndToldWhetherMoreMayCome() throws Exception {
        HttpResponse<String> stranger = post(BodyPublishers.noBody(), "Digest bad");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("WWW-Authenticate")).contains("Digest realm=\"g\"");
        assertThat(post(BodyPublishers.noBody(), "Digest good").statusCode()).isEqualTo(204);
    }

    @Test
    void rcc07_theAnswerDescribesFileAndThumbnail() throws Exception {
        HttpResponse<String> answer = upload(
                part("Thumbnail", "t.jpg", "image/jpeg", "small"),
                part("File", "Capulet's \\\"rose\\\".png", "image/png", "a rose"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/vnd.gsma.rcs-ft-http+xml");
        assertThat(answer.body())
                .contains("<file-info type=\"thumbnail\"><file-size>5</file-size>")
                .contains("<file-size>6</file-size><file-name>Capulet's _rose_.png</file-name>")
                .contains("<content-type>image/png</content-type>")
                .containsPattern("until=\"20[0-9T:-]{17}Z\"");
        Matcher id = Pattern.compile("url=\"https://g.test/files/([A-Za-z0-9_-]{22})/Capulet")
                .matcher(answer.body());
        assertThat(id.find()).isTrue();
        assertThat(folder.resolve("files").resolve(id.group(1))).hasContent("a rose");
    }

    @Test
    void whatIsTooLargeIsToldSo() throws Exception {
        HttpResponse<String> answer = upload(part("File", "a.png", "image/png", "x".repeat(MOST + 1)));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("a file may have at most 1000 octets");
    }

    @Test
    void whatDoesNotSayHowLargeItIsIsCounted() throws Exception {
        String body = part("File", "a.png", "image/png", "x".repeat(MOST + 1)) + "--" + BOUNDARY + "--\r\n";
        InputStream stream = new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII));
        assertThat(post(BodyPublishers.ofInputStream(() -> stream), "Digest good")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void aFormThatDoesNotEndIsNotReadForEver() throws Exception {
        String body = part("Other", "a.png", "image/png", "x".repeat((int) UploadServlet.AROUND + MOST));
        InputStream stream = new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII));
        HttpResponse<String> answer = post(BodyPublishers.ofInputStream(() -> stream), "Digest good");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("the form does not end");
    }

    @Test
    void whatSaysThatItIsHugeIsNotWaitedFor() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("POST /files HTTP/1.1\r\nHost: g\r\nAuthorization: Digest good\r\n"
                                    + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000000000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void whatIsNoUploadIsABadRequest() throws Exception {
        assertThat(upload(part("Other", "a.png", "image/png", "x")).statusCode())
                .isEqualTo(400);
        assertThat(post(BodyPublishers.ofString("--" + BOUNDARY + "\r\nno end"), "Digest good")
                        .statusCode())
                .isBetween(400, 507);
    }

    // ---- what broke off --------------------------------------------------------------------------------------------

    private static HttpResponse<String> get(String query, String authorization) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/files?" + query))
                        .header("Authorization", authorization)
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> put(String tid, String range, String content) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/files?tid=" + tid))
                        .header("Authorization", "Digest good")
                        .header("Content-Type", "image/png")
                        .header("Content-Range", range)
                        .PUT(BodyPublishers.ofString(content))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String tid(String tid) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"tid\"\r\nContent-Type: text/plain\r\n"
                + "Content-Length: " + tid.length() + "\r\n\r\n" + tid + "\r\n";
    }

    private static String head(int size) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"File\"; filename=\"rose.png\"\r\n"
                + "Content-Type: image/png\r\nContent-Length: " + size + "\r\n\r\n";
    }

    /** A phone that sends the beginning of a form in one chunk (RFC 9112 7.1) and is gone. */
    private static void breaksOff(String beginning) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.getOutputStream()
                    .write(
                            ("POST /files HTTP/1.1\r\nHost: g\r\nAuthorization: Digest good\r\nTransfer-Encoding: chunked\r\n"
                                            + "Content-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\n\r\n"
                                            + Integer.toHexString(beginning.length()) + "\r\n" + beginning + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String kept(String description) throws IOException {
        Matcher id = Pattern.compile("url=\"https://g.test/files/([A-Za-z0-9_-]{22})/rose.png\"")
                .matcher(description);
        assertThat(id.find()).as(description).isTrue();
        return Files.readString(folder.resolve("files").resolve(id.group(1)));
    }

    @Test
    void rcc07_anUploadThatBrokeOffIsGoneOnWithWhereItEnded() throws Exception {
        // The line end may be the beginning of the delimiter, so it does not count.
        breaksOff(tid("t-1") + part("Thumbnail", "t.jpg", "image/jpeg", "small") + head(12) + "a red\r\n");
        await().untilAsserted(() -> assertThat(
                        get("tid=t-1&get_upload_info", "Digest good").body())
                .contains("<file-range start=\"0\" end=\"4\"/>", "<data url=\"https://g.test/files?tid=t-1\"/>"));
        assertThat(get("tid=t-1&get_download_info", "Digest good").statusCode()).isEqualTo(404);
        // somebody else does not know of it
        assertThat(get("tid=t-1&get_upload_info", "Digest good, but another one")
                        .statusCode())
                .isEqualTo(404);
        assertThat(get("tid=t-1&get_upload_info", "Digest bad").statusCode()).isEqualTo(401);

        HttpResponse<String> rest = put("t-1", "bytes 5-11/12", "\r\nroses");
        assertThat(rest.statusCode()).isEqualTo(200);
        assertThat(kept(rest.body())).isEqualTo("a red\r\nroses");
        assertThat(rest.body()).contains("<file-info type=\"thumbnail\">", "<content-type>image/png</content-type>");
        assertThat(get("tid=t-1&get_download_info", "Digest good").body()).isEqualTo(rest.body());
        assertThat(get("tid=t-1&get_upload_info", "Digest good").body()).contains("end=\"11\"");
    }

    @Test
    void rcc07_allOfAFileIsDescribedThoughTheFormBrokeOff() throws Exception {
        breaksOff(tid("t-2") + head(6) + "a rose\r\n--" + BOUNDARY);
        await().untilAsserted(() -> assertThat(
                        kept(get("tid=t-2&get_download_info", "Digest good").body()))
                .isEqualTo("a rose"));
    }

    @Test
    void rfc9110_14_5_aRestThatDoesNotFitIsRefused() throws Exception {
        breaksOff(tid("t-3") + head(12) + "a red");
        await().until(() -> get("tid=t-3&get_upload_info", "Digest good").statusCode() == 200);
        assertThat(put("t-3", "bytes 7-11/12", "roses").statusCode()).isEqualTo(416);
        assertThat(put("t-3", "bytes 5-11/12", "short").statusCode()).isEqualTo(400);
        assertThat(put("t-3", "bytes 11-5/12", "short").statusCode()).isEqualTo(400);
        assertThat(put("t-3", "bytes 5-9/*", "short").statusCode()).isEqualTo(400);
        assertThat(put("t-3", "bytes 5-9/1001", "short").statusCode()).isEqualTo(413);
        assertThat(put("unknown", "bytes 0-4/5", "short").statusCode()).isEqualTo(404);
        assertThat(get("tid=t-3", "Digest good").statusCode()).isEqualTo(400);
        // several parts, one of which comes once more
        assertThat(put("t-3", "bytes 5-6/12", " r").body()).isEmpty();
        assertThat(kept(put("t-3", "bytes 6-11/12", "rose 2").body())).isEqualTo("a red rose 2");
    }

    @Test
    void rcc07_whatNobodyComesBackForIsGivenUp() throws Exception {
        breaksOff(tid("t-4") + part("Thumbnail", "t.jpg", "image/jpeg", "small") + head(12) + "a red");
        await().until(() -> get("tid=t-4&get_upload_info", "Digest good").statusCode() == 200);
        CLOCK.move(Duration.ofMinutes(11));
        server.tidy();
        assertThat(get("tid=t-4&get_upload_info", "Digest good").statusCode()).isEqualTo(404);
        try (Stream<Path> files = Files.list(folder.resolve("files"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
        }
    }

    @Test
    void rcc07_anUploadIsGoneOnWithAfterARestart() throws Exception {
        breaksOff(tid("t-5") + part("Thumbnail", "t.jpg", "image/jpeg", "small") + head(11) + "a red");
        await().untilAsserted(() ->
                assertThat(get("tid=t-5&get_upload_info", "Digest good").body()).contains("end=\"4\""));
        Transaction transaction = new Transaction("Digest good", "t-5");

        ContentServer restarted = opened();
        PhoneUpload upload = restarted.find(transaction).orElseThrow();
        assertThat(upload.received()).isEqualTo(5);
        restarted.resume(upload, 5).write(ByteBuffer.wrap(" roses".getBytes(StandardCharsets.US_ASCII)));
        String description = new String(restarted.keep(upload), StandardCharsets.UTF_8);
        assertThat(kept(description)).isEqualTo("a red roses");
        assertThat(description).contains("<file-info type=\"thumbnail\">", "<content-type>image/png</content-type>");

        // and when the answer did not reach the phone
        ContentServer again = opened();
        PhoneUpload done = again.find(transaction).orElseThrow();
        assertThat(again.description(done)).contains(description.getBytes(StandardCharsets.UTF_8));
        assertThat(done.received()).isEqualTo(11);
    }

    @Test
    void rcc07_aRestartDoesNotKeepForLongerWhatNobodyComesBackFor() throws Exception {
        breaksOff(tid("t-6") + head(12) + "a red");
        await().until(() -> get("tid=t-6&get_upload_info", "Digest good").statusCode() == 200);
        CLOCK.move(Duration.ofMinutes(11));
        ContentServer restarted = opened();
        restarted.tidy();
        assertThat(restarted.find(new Transaction("Digest good", "t-6"))).isEmpty();
        assertThat(new JdbcUploads(database.jdbi()).all()).isEmpty();
        try (Stream<Path> files = Files.list(folder.resolve("files"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
        }
    }

    @Test
    void oneUserHasTwentyUploadsOpenAtMost() throws Exception {
        for (int i = 0; i < 21; i++) {
            String last = "b-" + i;
            breaksOff(tid(last) + head(12) + "a red");
            await().until(() ->
                    get("tid=" + last + "&get_upload_info", "Digest good").statusCode() == 200);
        }
        assertThat(get("tid=b-0&get_upload_info", "Digest good").statusCode()).isEqualTo(404);
        assertThat(get("tid=b-1&get_upload_info", "Digest good").statusCode()).isEqualTo(200);
    }
}

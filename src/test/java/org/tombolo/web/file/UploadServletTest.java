package org.tombolo.web.file;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.MultipartConfigElement;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.gateway.interconnection.file.ContentServer;
import org.tombolo.gateway.interconnection.file.KeptFiles;
import org.tombolo.storage.file.DirectoryStore;

/** The content server of GSMA RCC.07 as a phone meets it, in a real Servlet 3.0 container. */
class UploadServletTest {
    private static final int MOST = 1000;
    private static final int TOTAL = 5000;
    private static final String BOUNDARY = "xYzZY";

    @TempDir
    static Path folder;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Tomcat TOMCAT = new Tomcat();

    @BeforeAll
    static void start() throws IOException, LifecycleException {
        DirectoryStore store = new DirectoryStore(
                folder.resolve("files"), TOTAL, Duration.ofDays(1), Set.of(), new SecureRandom(), Clock.systemUTC());
        ContentServer server =
                new ContentServer(new KeptFiles(store, file -> Optional.empty(), "https://g.test/files"), MOST);
        TOMCAT.setBaseDir(folder.toString());
        TOMCAT.setPort(0);
        TOMCAT.getConnector().setAttribute("address", "127.0.0.1");
        Context context = TOMCAT.addContext("", folder.toString());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
        Wrapper wrapper = Tomcat.addServlet(context, "uploads", new UploadServlet(server, UploadServletTest::judge, 2));
        Path uploads = Files.createDirectories(folder.resolve("uploads"));
        wrapper.setMultipartConfigElement(
                new MultipartConfigElement(uploads.toString(), MOST, MOST + UploadServlet.AROUND, 100));
        context.addServletMapping("/files", "uploads");
        TOMCAT.start();
    }

    private static UploadAccess.Verdict judge(javax.servlet.http.HttpServletRequest request) {
        return "Digest good".equals(request.getHeader("Authorization"))
                ? new UploadAccess.Verdict.Allowed()
                : new UploadAccess.Verdict.Refused(401, "sign in", Map.of("WWW-Authenticate", "Digest realm=\"g\""));
    }

    @AfterAll
    static void stop() throws LifecycleException {
        TOMCAT.stop();
        TOMCAT.destroy();
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
}

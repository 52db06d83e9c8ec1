package org.tombolo.web.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
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
import org.tombolo.storage.ContentStore.Upload;
import org.tombolo.storage.StoredFile;
import org.tombolo.storage.file.DirectoryStore;

/** Files as a client meets them (RFC 9110), in a real Servlet 3.0 container. */
class FileServletTest {
    private static final String CONTENT = "0123456789";

    @TempDir
    static Path folder;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Tomcat TOMCAT = new Tomcat();
    private static StoredFile picture;
    private static StoredFile page;

    @BeforeAll
    static void start() throws IOException, LifecycleException {
        DirectoryStore store = new DirectoryStore(
                folder.resolve("files"), 1 << 20, Duration.ofDays(1), Set.of(), new SecureRandom(), Clock.systemUTC());
        picture = keep(store, "Capulet's \u00fcber.png", "image/png");
        page = keep(store, "page.html", "text/html");
        TOMCAT.setBaseDir(folder.toString());
        TOMCAT.setPort(0);
        TOMCAT.getConnector().setAttribute("address", "127.0.0.1");
        Context context = TOMCAT.addContext("/tombolo", folder.toString());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
        Tomcat.addServlet(context, "files", new FileServlet(store, 2));
        context.addServletMapping("/files/*", "files");
        TOMCAT.start();
    }

    private static StoredFile keep(DirectoryStore store, String name, String type) throws IOException {
        Upload upload = store.begin();
        upload.write(0, ByteBuffer.wrap(CONTENT.getBytes(StandardCharsets.US_ASCII)));
        return upload.keep(name, type, CONTENT.length());
    }

    @AfterAll
    static void stop() throws LifecycleException {
        TOMCAT.stop();
        TOMCAT.destroy();
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        return CLIENT.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + TOMCAT.getConnector().getLocalPort() + "/tombolo/files/" + path));
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void aPictureIsShownUnderItsName() throws Exception {
        HttpResponse<String> response = get(picture.id() + "/x.png");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(CONTENT);
        assertThat(header(response, "Content-Type")).isEqualTo("image/png");
        assertThat(header(response, "Content-Disposition"))
                .isEqualTo("inline; filename*=UTF-8''Capulet%27s%20%C3%BCber.png");
        assertThat(header(response, "Content-Security-Policy")).startsWith("sandbox");
        assertThat(get(picture.id() + "/x.png", "If-None-Match", header(response, "ETag"))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void aPageDoesNotRun() throws Exception {
        HttpResponse<String> response = get(page.id() + "/page.html");

        assertThat(header(response, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(response, "Content-Disposition")).startsWith("attachment;");
    }

    @Test
    void rfc9110_13_1_5_aBrokenDownloadGoesOnOnlyInTheSameFile() throws Exception {
        String etag = header(get(picture.id() + "/x"), "ETag");

        HttpResponse<String> rest = get(picture.id() + "/x", "Range", "bytes=4-", "If-Range", etag);
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.body()).isEqualTo("456789");
        HttpResponse<String> other = get(picture.id() + "/x", "Range", "bytes=4-", "If-Range", "\"other\"");
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).isEqualTo(CONTENT);
    }

    @Test
    void headHasNoContent() throws Exception {
        HttpResponse<String> response = CLIENT.send(
                request(picture.id() + "/x")
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Length")).isEqualTo("10");
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=2-4, 206, 234, bytes 2-4/10",
        "bytes=7-, 206, 789, bytes 7-9/10",
        "bytes=-3, 206, 789, bytes 7-9/10",
        "bytes=8-99, 206, 89, bytes 8-9/10",
        "bytes=-99, 206, 0123456789, bytes 0-9/10",
        "bytes=10-, 416, '', bytes */10",
        "bytes=-0, 416, '', bytes */10",
        "'bytes=0-1,3-4', 200, 0123456789, ''",
        "bytes=4-2, 200, 0123456789, ''",
        "lines=1-2, 200, 0123456789, ''",
        "bytes=-, 200, 0123456789, ''"
    })
    void rfc9110_14_ranges(String range, int status, String body, String contentRange) throws Exception {
        HttpResponse<String> response = get(picture.id() + "/x", "Range", range);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(body);
        assertThat(header(response, "Content-Range")).isEqualTo(contentRange);
    }

    @Test
    void whoDoesNotKnowTheIdGetsNothing() throws Exception {
        assertThat(get("AAAAAAAAAAAAAAAAAAAAAA/x").statusCode()).isEqualTo(404);
        assertThat(get("").statusCode()).isEqualTo(404);
        assertThat(get(picture.id()).statusCode()).isEqualTo(404);
    }
}

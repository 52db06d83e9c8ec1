package org.tombolo.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    @TempDir
    static Path data;

    private static WebServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new WebServer(data, "/tombolo", org.tombolo.web.events.EventStreams::new);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"/, index", "/calls, calls", "/admin, admin", "/signin, signin", "/watch/AbC_-09, watch"})
    void pagesHaveNamesOfTheirOwn(String path, String page) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("<title>" + page + "</title>");
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/watch/", "/watch", "/watch/a/b", "/watch/a.b", "/nothing"})
    void otherNamesAre404(String path) {
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }

    /** RFC 9110 13.1.2. */
    @Test
    void pageIsAskedForAgainAndComesOnlyWhenItChanged() {
        HttpResponse<String> first = server.get("/");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache");
        HttpResponse<String> second = server.get("/", "If-None-Match", tag);
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(server.get("/", "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/api/v1/session", "/nothing", "/health/live"})
    void everyResponseProtectsItself(String path) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe-inline");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(response.headers().firstValue("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void staticFilesComeFromTheContainerWithAnETag() {
        HttpResponse<String> response = server.get("/app.js");

        assertThat(response.body()).isEqualTo("export {};");
        assertThat(response.headers().firstValue("ETag")).isPresent();
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
    }
}

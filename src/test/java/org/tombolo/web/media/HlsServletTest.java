package org.tombolo.web.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.convergence.Audience;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.ShareState;
import org.tombolo.gateway.convergence.Shares;
import org.tombolo.identity.TelNumber;
import org.tombolo.media.hls.HlsStream;
import org.tombolo.media.hls.RewindMemory;
import org.tombolo.media.mp4.Fragment;
import org.tombolo.media.mp4.Init;
import org.tombolo.media.transcode.OnDemand;

/** HLS as a client meets it (RFC 8216, draft-pantos-hls-rfc8216bis), in a real Servlet 3.0 container. */
class HlsServletTest {
    private static final String LIVE = "L".repeat(22);
    private static final int RATE = 90_000;
    private static final int FRAME = RATE / 20;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Tomcat tomcat = new Tomcat();
    private final RewindMemory memory =
            new RewindMemory(new RewindMemory.Limits(Duration.ofSeconds(60), 1 << 20, 1 << 20));
    private final HlsStream stream = new HlsStream(memory, RATE, Clock.systemUTC(), () -> {});
    private final Audience audience = new Audience(Clock.systemUTC());
    private long time;

    @BeforeEach
    void start() throws LifecycleException {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setAttribute("address", "127.0.0.1");
        Context context = tomcat.addContext("/tombolo", folder.toString());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
        Wrapper servlet = Tomcat.addServlet(
                context,
                "hls",
                new HlsServlet(shares(), (request, share) -> Optional.of("alice"), Duration.ofSeconds(2)));
        servlet.setAsyncSupported(true);
        context.addServletMapping("/hls/*", "hls");
        tomcat.start();
        stream.init(new Init(new byte[] {7}, "avc1.42E01E", 176, 144));
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    private Shares shares() {
        return (Shares) Proxy.newProxyInstance(
                Shares.class.getClassLoader(), new Class<?>[] {Shares.class}, (proxy, method, arguments) -> {
                    String id = (String) arguments[0];
                    return switch (method.getName()) {
                        case "find" -> share(id);
                        case "audience" -> Optional.of(audience);
                        case "prepare" -> OnDemand.Answer.NOW;
                        case "hls" -> Optional.of(stream).filter(s -> id.equals(LIVE));
                        default -> throw new IllegalStateException(method.getName());
                    };
                });
    }

    private static Optional<Share> share(String id) {
        ShareState state = switch (id.charAt(0)) {
            case 'L' -> ShareState.LIVE;
            case 'W' -> ShareState.WAITING;
            case 'R' -> ShareState.REFUSED;
            default -> null;
        };
        TelNumber anybody = new TelNumber("+15550001");
        return Optional.ofNullable(state).map(s -> new Share(id, anybody, anybody, s, "", Instant.EPOCH, "http://x"));
    }

    private void play(double seconds) {
        long end = time + Math.round(seconds * RATE);
        for (; time < end; time += FRAME) {
            stream.fragment(new Fragment(new byte[10], Fragment.PICTURE, time % RATE == 0, time, FRAME));
        }
    }

    private CompletableFuture<HttpResponse<String>> ask(String path) {
        URI uri = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/tombolo/hls/" + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return ask(path).get();
    }

    @Test
    void everythingThatThePlaylistsNameIsThere() throws Exception {
        play(4.6);
        HttpResponse<String> first = get(LIVE + "/index.m3u8?t=abc");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).hasValue("application/vnd.apple.mpegurl");
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(first.body()).endsWith("live.m3u8?t=abc\n");
        String media = get(LIVE + "/live.m3u8?t=abc").body();
        assertThat(media).contains("seg1.m4s?t=abc", "part2.0.m4s?t=abc", "init0.mp4?t=abc");
        assertThat(get(LIVE + "/init0.mp4").body()).hasSize(1);
        assertThat(get(LIVE + "/seg1.m4s").body()).hasSize(500);
        assertThat(get(LIVE + "/part2.0.m4s").headers().firstValue("Content-Type"))
                .hasValue("video/mp4");
    }

    @Test
    void aTokenThatIsNoneDoesNotGetIntoAPlaylist() throws Exception {
        play(2.1);
        assertThat(get(LIVE + "/live.m3u8?t=%22%0A%23EXT").body())
                .doesNotContain("EXT\"")
                .contains("seg0.m4s\n");
    }

    @Test
    void aPlaylistWaitsForThePartThatIsAskedFor() throws Exception {
        play(2.1);
        CompletableFuture<HttpResponse<String>> playlist = ask(LIVE + "/live.m3u8?_HLS_msn=1&_HLS_part=4&t=abc");
        CompletableFuture<HttpResponse<String>> hinted = ask(LIVE + "/part1.3.m4s");
        await().pollDelay(Duration.ofMillis(300)).until(() -> !playlist.isDone() && !hinted.isDone());
        play(0.5);
        assertThat(hinted.get().statusCode()).isEqualTo(200);
        assertThat(playlist).isNotDone();
        play(0.5);
        assertThat(playlist.get().statusCode()).isEqualTo(200);
        assertThat(playlist.get().body()).contains("part1.4.m4s?t=abc");
    }

    @Test
    void theFirstPlaylistWaitsForTheFirstSegmentAndTheEndFreesAll() throws Exception {
        CompletableFuture<HttpResponse<String>> first = ask(LIVE + "/live.m3u8");
        CompletableFuture<HttpResponse<String>> far = ask(LIVE + "/live.m3u8?_HLS_msn=1");
        await().pollDelay(Duration.ofMillis(300)).until(() -> !first.isDone() && !far.isDone());
        play(0.4);
        stream.end();
        assertThat(first.get().body()).contains("#EXT-X-ENDLIST", "seg0.m4s");
        assertThat(far.get().body()).contains("#EXT-X-ENDLIST");
    }

    @Test
    void whoIsRemovedGetsNothingMoreNotEvenWhatSheWaitsFor() throws Exception {
        play(2.1);
        assertThat(get(LIVE + "/live.m3u8").statusCode()).isEqualTo(200);
        CompletableFuture<HttpResponse<String>> waiting = ask(LIVE + "/part1.3.m4s");
        await().pollDelay(Duration.ofMillis(300)).until(() -> !waiting.isDone());
        assertThat(audience.remove("alice")).isTrue();
        play(0.5);
        assertThat(waiting.get().statusCode()).isEqualTo(403);
        assertThat(get(LIVE + "/index.m3u8").statusCode()).isEqualTo(403);
        assertThat(get(LIVE + "/seg0.m4s").statusCode()).isEqualTo(403);
    }

    @Test
    void whatDoesNotComeInTimeIsRefused() throws Exception {
        play(2.1);
        HttpResponse<String> late = get(LIVE + "/live.m3u8?_HLS_msn=2");
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.headers().firstValue("Retry-After")).hasValue("1");
    }

    @ParameterizedTest
    @CsvSource({
        "W/index.m3u8, 409",
        "R/index.m3u8, 410",
        "X/index.m3u8, 404",
        "L/other.m3u8, 404",
        "L/seg99.m4s, 404",
        "L/init1.mp4, 404",
        "L/part0.9.m4s, 404",
        "L/part9.0.m4s, 404",
        "L/live.m3u8?_HLS_part=1, 400",
        "L/live.m3u8?_HLS_msn=x, 400",
        "L/live.m3u8?_HLS_msn=9, 400"
    })
    void saysWhatIsWrong(String path, int status) throws Exception {
        play(2.1);
        String share = path.substring(0, 1).repeat(22);
        assertThat(get(share + path.substring(1)).statusCode()).isEqualTo(status);
    }

    @Test
    void whatIsForgottenIsGone() throws Exception {
        play(3);
        stream.end();
        stream.forget();
        assertThat(get(LIVE + "/live.m3u8").statusCode()).isEqualTo(410);
        assertThat(get(LIVE + "/index.m3u8").statusCode()).isEqualTo(410);
    }
}

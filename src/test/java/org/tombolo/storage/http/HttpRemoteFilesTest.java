package org.tombolo.storage.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.storage.RemoteFiles.Fetched;
import org.tombolo.storage.file.DirectoryStore;

class HttpRemoteFilesTest {
    private static final byte[] CONTENT = "true apothecary".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private HttpServer server;
    private String place;
    private HttpRemoteFiles files;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/file_share/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().set("Content-Type", "image/png; x=y");
            if (path.endsWith("elsewhere")) {
                exchange.getResponseHeaders().set("Location", "/secret");
                exchange.sendResponseHeaders(302, -1);
            } else if (path.endsWith("gone")) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                // Length 0: chunked, so that the size is not said before.
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(CONTENT);
                if (path.endsWith("endless")) {
                    exchange.getResponseBody().flush();
                    return;
                }
            }
            exchange.close();
        });
        server.start();
        place = "http://127.0.0.1:" + server.getAddress().getPort() + "/file_share/";
        files = files(1000, Duration.ofMinutes(1));
    }

    private HttpRemoteFiles files(long most, Duration patience) throws IOException {
        return new HttpRemoteFiles(
                new DirectoryStore(
                        directory, 10_000, Duration.ofDays(1), Set.of(), new SecureRandom(), Clock.systemUTC()),
                List.of(place),
                most,
                patience);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFileIsFetchedWithItsNameAndType() throws IOException {
        Fetched fetched = files.fetch(place + "abc/my%20potion.png");

        assertThat(fetched.file().name()).isEqualTo("my potion.png");
        assertThat(fetched.file().type()).isEqualTo("image/png");
        assertThat(fetched.file().size()).isEqualTo(CONTENT.length);
        assertThat(fetched.sha1()).hasSize(20);
        assertThat(Files.readAllBytes(directory.resolve(fetched.file().id()))).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"elsewhere", "gone"})
    void whatIsNotThereIsNotFollowed(String name) throws IOException {
        assertThatThrownBy(() -> files.fetch(place + name)).isInstanceOf(IOException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileThatIsTooLargeLeavesNothing() throws IOException {
        HttpRemoteFiles small = files(5, Duration.ofMinutes(1));
        assertThatThrownBy(() -> small.fetch(place + "x")).hasMessageContaining("more than 5");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aServerThatFallsSilentIsNotWaitedFor() throws IOException {
        HttpRemoteFiles hasty = files(1000, Duration.ofMillis(100));
        assertThatThrownBy(() -> hasty.fetch(place + "endless")).isInstanceOf(IOException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/file_share/x",
                "PLACE../secret",
                "PLACEa/%2E%2e/%2e%2e/secret",
                "PLACE\\..\\secret",
                "http://127.0.0.1@example.org/file_share/x",
                "file:///etc/passwd",
                "not a link",
                ""
            })
    void otherPlacesAreNotAskedAtAll(String url) {
        String there = url.replace("PLACE", place);
        assertThat(files.allows(there)).isFalse();
        assertThatThrownBy(() -> files.fetch(there)).isInstanceOf(IOException.class);
        assertThat(files.allows(place + "x")).isTrue();
    }
}

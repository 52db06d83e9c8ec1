package org.tombolo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.MovingClock;
import org.tombolo.peer.S3Server;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;
import org.tombolo.storage.file.DirectoryStore;

/** The store against an S3 server that is not ours. */
class S3StoreIT {
    private static final Duration DAY = Duration.ofDays(1);
    private static final long MOST = 100 << 20;
    private static S3Server server;

    // Now: signatures have a time.
    private final MovingClock clock = new MovingClock(Clock.systemUTC().instant());
    private DirectoryStore spool;
    private S3Store store;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.started();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        spool = new DirectoryStore(folder, MOST, DAY, Set.of(), new SecureRandom(), clock);
        store = store("tombolo", MOST);
    }

    private S3Store store(String bucket, long most) {
        return store(server.url(), bucket, "S3RVER", most);
    }

    private S3Store store(String url, String bucket, String accessKey, long most) {
        return new S3Store(new S3Store.Place(url, "us-east-1", bucket, accessKey, "S3RVER"), spool, most, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private StoredFile keep(ContentStore in, String name, byte[] content) throws IOException {
        ContentStore.Upload upload = in.begin();
        upload.write(0, ByteBuffer.wrap(content));
        return upload.keep(name, "text/plain", content.length, clock.instant().plus(DAY));
    }

    private static byte[] read(ContentStore from, StoredFile file, long start, int count) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(count);
        try (SeekableByteChannel channel = from.open(file).position(start)) {
            while (content.hasRemaining() && channel.read(content) >= 0) {}
        }
        return Arrays.copyOf(content.array(), content.position());
    }

    private long spooled() throws IOException {
        try (var all = Files.list(folder)) {
            return all.count();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aFileIsInTheBucketWithWhatIsKnownOfIt() throws IOException {
        StoredFile file = keep(store, "Zo\u00eb's cat.txt", text("for true love"));
        assertThat(spooled()).isZero();
        assertThat(store.find(file.id())).contains(file);
        assertThat(read(store, file, 4, 4)).isEqualTo(text("true"));
        assertThat(read(store, file, 0, 100)).isEqualTo(text("for true love"));
        store.delete(file);
        assertThat(store.find(file.id())).isEmpty();
        assertThat(store.find("nobody")).isEmpty();
    }

    @Test
    void aLargeFileGoesInParts() throws IOException {
        byte[] content = new byte[20 << 20];
        new Random(1).nextBytes(content);
        StoredFile file = keep(store, "large.bin", content);
        assertThat(spooled()).isZero();
        assertThat(store.find(file.id())).contains(file);
        assertThat(read(store, file, 9_000_000, 3_000_000))
                .isEqualTo(Arrays.copyOfRange(content, 9_000_000, 12_000_000));
        store.delete(file);
    }

    @Test
    void whatExpiresGoes() throws IOException {
        StoredFile soon = keep(store, "a.txt", text("a"));
        clock.move(Duration.ofMinutes(90));
        StoredFile later = keep(store, "b.txt", text("b"));
        clock.move(DAY.minusMinutes(30));
        assertThat(store.find(soon.id())).isEmpty();
        store.sweep();
        clock.move(Duration.ofHours(-30));
        assertThat(store.find(soon.id())).as("not only hidden").isEmpty();
        assertThat(store.find(later.id())).contains(later);
        store.delete(later);
    }

    @Test
    void aServerThatIsAwayLosesNothing() throws IOException {
        server.stop();
        StoredFile file = keep(store, "a.txt", text("patience"));
        assertThat(store.find(file.id())).contains(file);
        assertThat(read(store, file, 0, 100)).isEqualTo(text("patience"));
        assertThat(spooled()).isPositive();
        server.start();
        store.sweep();
        assertThat(spooled()).isZero();
        assertThat(read(store, file, 0, 100)).isEqualTo(text("patience"));
        store.delete(file);
    }

    @Test
    void whatTheServerRefusesWaits() throws IOException {
        try (S3Store other = store("nobody", MOST)) {
            StoredFile file = keep(other, "a.txt", text("a"));
            assertThat(spooled()).as("waits").isPositive();
            assertThat(other.find(file.id())).isEqualTo(Optional.of(file));
            assertThat(other.trouble()).get().asString().endsWith("the bucket answers 404 NoSuchBucket");
            spool.delete(file);
        }
    }

    /** What operators are told has the service's own word; the file is there, and goes to the bucket once the key is right. */
    @Test
    void aWrongKeyIsToldAndLosesNothing() throws IOException {
        try (S3Store wrong = store(server.url(), "tombolo", "NOBODY", MOST)) {
            wrong.sweep();
            assertLosesNothing(wrong, "403 InvalidAccessKeyId");
        }
    }

    /** With the answer that Amazon's service gives to a signature by another secret; the peer above takes any. */
    @Test
    void aWrongSecretIsToldAndLosesNothing() throws IOException {
        byte[] error = text(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>SignatureDoesNotMatch</Code>"
                        + "<Message>The request signature we calculated does not match the signature you provided.</Message></Error>");
        HttpServer service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        service.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(403, error.length);
                exchange.getResponseBody().write(error);
            }
        });
        service.start();
        String url = "http://127.0.0.1:" + service.getAddress().getPort() + "/";
        try (S3Store wrong = store(url, "tombolo", "S3RVER", MOST)) {
            wrong.sweep();
            assertLosesNothing(wrong, "403 SignatureDoesNotMatch");
        } finally {
            service.stop(0);
        }
    }

    private void assertLosesNothing(S3Store wrong, String words) throws IOException {
        assertThat(wrong.trouble()).contains("files wait in the data directory: the bucket answers " + words);
        StoredFile file = keep(wrong, "a.txt", text("patience"));
        assertThat(wrong.trouble()).get().asString().endsWith(words);
        assertThat(read(wrong, wrong.find(file.id()).orElseThrow(), 0, 100)).isEqualTo(text("patience"));
        store.sweep();
        assertThat(store.trouble()).isEmpty();
        assertThat(spooled()).isZero();
        assertThat(read(store, store.find(file.id()).orElseThrow(), 0, 100)).isEqualTo(text("patience"));
        store.delete(file);
    }

    @Test
    void whoIsFullSaysSo() throws IOException {
        StoredFile file = keep(store, "a.txt", text("four"));
        try (S3Store full = store("tombolo", 4)) {
            full.sweep();
            assertThatThrownBy(full::begin).hasMessageContaining("full");
        }
        store.delete(file);
    }
}

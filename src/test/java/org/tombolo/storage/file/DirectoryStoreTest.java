package org.tombolo.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.MovingClock;
import org.tombolo.storage.ContentStore.Upload;
import org.tombolo.storage.StoredFile;

class DirectoryStoreTest {
    @TempDir
    Path directory;

    private final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T00:00:00Z"));
    private DirectoryStore store;

    @BeforeEach
    void open() throws IOException {
        store = new DirectoryStore(directory, 100, Duration.ofDays(1), Set.of(), new SecureRandom(), clock);
    }

    private static void write(Upload upload, long offset, String text) throws IOException {
        upload.write(offset, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private StoredFile keep(String text) throws IOException {
        Upload upload = store.begin();
        write(upload, 0, text);
        return upload.keep("a.txt", "text/plain", text.length());
    }

    private String content(StoredFile file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(1000);
        try (SeekableByteChannel channel = store.open(file)) {
            while (channel.read(content) >= 0) {}
        }
        return StandardCharsets.UTF_8.decode(content.flip()).toString();
    }

    private List<String> names() throws IOException {
        try (var all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void partsInAnyOrderAreOneFile() throws IOException, NoSuchAlgorithmException {
        Upload upload = store.begin();
        write(upload, 4, "true love");
        write(upload, 0, "for ");
        write(upload, 4, "TRUE");
        assertThat(upload.hash("SHA-1", 13)).hasSize(20);
        StoredFile kept = upload.keep("Rosaline.txt", "text/plain", 8);
        upload.abandon();

        assertThat(content(kept)).isEqualTo("for TRUE");
        assertThat(store.find(kept.id())).contains(kept);
        assertThat(kept.sha256()).isEqualTo(HexFormat.of().formatHex(sha256("for TRUE")));
        assertThat(kept.expires()).isEqualTo(clock.instant().plus(Duration.ofDays(1)));
    }

    private static byte[] sha256(String text) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFileExpires() throws IOException {
        StoredFile kept = keep("brief");
        clock.move(Duration.ofDays(1));
        assertThat(store.find(kept.id())).isEmpty();
        store.deleteExpired();
        assertThat(names()).isEmpty();
    }

    @Test
    void aRestartKeepsWhatWasKeptAndNothingElse() throws IOException {
        StoredFile kept = keep("x".repeat(60));
        write(store.begin(), 0, "half");
        Files.writeString(directory.resolve("A".repeat(22)), "never described");
        open();
        assertThat(store.find(kept.id())).contains(kept);
        assertThat(names()).containsExactlyInAnyOrder(kept.id(), kept.id() + ".properties");
        // What was there counts.
        Upload upload = store.begin();
        assertThatThrownBy(() -> write(upload, 0, "x".repeat(41))).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsGivenUpOrDeletedMakesRoom() throws IOException {
        Upload upload = store.begin();
        assertThatThrownBy(() -> write(upload, 60, "x".repeat(60))).hasMessageContaining("full");
        assertThatThrownBy(() -> store.begin()).hasMessageContaining("full");
        upload.abandon();
        StoredFile kept = keep("x".repeat(100));
        store.delete(kept);
        store.delete(kept);
        keep("x".repeat(100));
        assertThat(names()).hasSize(2);
    }

    @Test
    void aGapIsNoFile() throws IOException {
        Upload upload = store.begin();
        write(upload, 0, "abc");
        assertThatThrownBy(() -> upload.keep("a", "text/plain", 4)).hasMessageContaining("gap");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../etc/passwd", "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAA/."})
    void whatIsNoFileIsNotFound(String id) throws IOException {
        assertThat(store.find(id)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "photo.jpg, photo.jpg",
        "'../../etc/passwd', file.._.._etc_passwd",
        "'a\tb:c', a_b_c",
        "'', file",
        ".hidden, file.hidden"
    })
    void aNameLeadsNowhere(String said, String name) {
        assertThat(StoredFile.nameOf(said)).isEqualTo(name);
    }
}

package org.tombolo.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.MovingClock;
import org.tombolo.config.TestSettings;
import org.tombolo.gallery.Gallery;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.gallery.GalleryItem.Origin;
import org.tombolo.identity.WebUser;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.Previews;
import org.tombolo.storage.StoredFile;
import org.tombolo.storage.file.DirectoryStore;

/** The gallery over a real database and a real directory. */
class JdbcGalleryTest {
    private static final WebUser ALICE = new WebUser("alice");
    private static final WebUser BOB = new WebUser("bob");
    private static final Duration DAY = Duration.ofDays(1);

    private final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T00:00:00Z"));
    private Database database;
    private JdbcGallery items;
    private DirectoryStore store;
    private Gallery gallery;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(TestSettings.in(folder));
        items = new JdbcGallery(database.jdbi());
        store = new DirectoryStore(folder.resolve("files"), 1000, DAY, Set.of(), new SecureRandom(), clock);
        Previews previews = file -> file.type().startsWith("image/")
                ? Optional.of(new Previews.Preview("image/png", new byte[] {1, 2}))
                : Optional.empty();
        gallery = new Gallery(items, store, previews, new Gallery.Limits(20, DAY, Duration.ofMinutes(10)), clock);
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    private GalleryItem add(WebUser owner, String name, String type) throws IOException {
        ContentStore.Upload upload = store.begin();
        upload.write(0, ByteBuffer.wrap(new byte[6]));
        StoredFile file = upload.keep(name, type, 6, gallery.expiry());
        return gallery.add(owner, Origin.RECEIVED, "tel:+15550003", file);
    }

    @Test
    void eachSeesHerOwnTheNewestFirst() throws IOException {
        GalleryItem first = add(ALICE, "a.png", "image/png");
        add(BOB, "b.png", "image/png");
        GalleryItem second = add(ALICE, "c.txt", "text/plain");
        assertThat(gallery.list(ALICE, "", 10)).containsExactly(second, first);
        assertThat(gallery.list(ALICE, second.id(), 10)).containsExactly(first);
        assertThat(gallery.list(ALICE, first.id(), 10)).isEmpty();
        assertThat(gallery.list(ALICE, "", 1)).containsExactly(second);
        assertThat(first.thumbnail()).isPresent();
        assertThat(second.thumbnail()).isEmpty();
        assertThat(gallery.left(ALICE)).isEqualTo(8);
    }

    @Test
    void whatIsDeletedCanBeHadBackForTenMinutes() throws IOException {
        GalleryItem item = add(ALICE, "a.png", "image/png");
        assertThat(gallery.delete(item.id())).isTrue();
        assertThat(gallery.delete(item.id())).isFalse();
        assertThat(gallery.find(item.id())).isEmpty();
        assertThat(gallery.restore(BOB, item.id())).isFalse();
        assertThat(gallery.restore(ALICE, item.id())).isTrue();
        assertThat(gallery.find(item.id())).contains(item);
        gallery.delete(item.id());
        clock.move(Duration.ofMinutes(11));
        gallery.sweep();
        assertThat(gallery.restore(ALICE, item.id())).isFalse();
        assertThat(store.find(item.id())).isEmpty();
        assertThat(store.find(item.thumbnail().orElseThrow())).isEmpty();
        assertThat(gallery.left(ALICE)).isEqualTo(20);
    }

    @Test
    void whatHasExpiredIsGone() throws IOException {
        GalleryItem item = add(ALICE, "a.png", "image/png");
        clock.move(DAY.plusSeconds(1));
        assertThat(gallery.find(item.id())).isEmpty();
        gallery.sweep();
        assertThat(items.gone(clock.instant(), clock.instant(), 10)).isEmpty();
        assertThat(gallery.left(ALICE)).isEqualTo(20);
    }

    @Test
    void whatIsUnfinishedIsSeenByNobodyAndSurvivesARestart() throws IOException {
        ContentStore.Upload upload = store.begin();
        upload.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        GalleryItem begun = gallery.begin(ALICE, "tel:+15550003", "share.mp4", "video/mp4", upload.id());
        assertThat(gallery.list(ALICE, "", 10)).isEmpty();
        database.close();
        database = Database.open(TestSettings.in(folder));
        items = new JdbcGallery(database.jdbi());
        assertThat(items.unfinished()).containsExactly(begun);
        DirectoryStore next =
                new DirectoryStore(folder.resolve("files"), 1000, DAY, Set.of(begun.id()), new SecureRandom(), clock);
        StoredFile file = next.resume(begun.id()).orElseThrow().keep("share.mp4", "video/mp4", 3, begun.expires());
        items.complete(file.id(), file.size(), Duration.ofMillis(1500));
        assertThat(items.list(ALICE, "", 10, clock.instant()))
                .extracting(GalleryItem::size, GalleryItem::length)
                .containsExactly(org.assertj.core.api.Assertions.tuple(3L, Optional.of(Duration.ofMillis(1500))));
        assertThat(items.unfinished()).isEmpty();
    }

    @Test
    void theChoiceIsRemembered() {
        assertThat(gallery.keepsShares(ALICE)).isEmpty();
        gallery.keepShares(ALICE, true);
        gallery.keepShares(ALICE, false);
        assertThat(gallery.keepsShares(ALICE)).contains(false);
        assertThat(gallery.keepsShares(BOB)).isEmpty();
    }
}

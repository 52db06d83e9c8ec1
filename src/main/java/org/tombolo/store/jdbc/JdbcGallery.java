package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.gallery.GalleryStore;
import org.tombolo.identity.WebUser;

/** The galleries in the database. */
public final class JdbcGallery implements GalleryStore {
    private static final String SEEN = "finished AND discarded IS NULL AND expires > :now";

    private final Jdbi jdbi;

    public JdbcGallery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void add(GalleryItem item) {
        insert(item, true);
    }

    @Override
    public void begin(GalleryItem item) {
        insert(item, false);
    }

    private void insert(GalleryItem item, boolean finished) {
        jdbi.useHandle(handle -> handle.createUpdate("INSERT INTO gallery_items (id, owner, origin, sender, name, type,"
                        + " size, since, millis, thumbnail, expires, finished) VALUES (:id, :owner, :origin, :sender,"
                        + " :name, :type, :size, :since, :millis, :thumbnail, :expires, :finished)")
                .bind("id", item.id())
                .bind("owner", item.owner().name())
                .bind("origin", item.origin().name())
                .bind("sender", item.from())
                .bind("name", item.name())
                .bind("type", item.type())
                .bind("size", item.size())
                .bind("since", time(item.since()))
                .bind("millis", item.length().map(Duration::toMillis).orElse(null))
                .bind("thumbnail", item.thumbnail().orElse(null))
                .bind("expires", time(item.expires()))
                .bind("finished", finished)
                .execute());
    }

    @Override
    public void complete(String id, long size, Duration length) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE gallery_items SET finished = TRUE, size = ?, millis = ? WHERE id = ?",
                size,
                length.toMillis(),
                id));
    }

    @Override
    public List<GalleryItem> unfinished() {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM gallery_items WHERE finished = FALSE")
                .map(JdbcGallery::item)
                .list());
    }

    @Override
    public List<GalleryItem> list(WebUser owner, String after, int limit, Instant now) {
        String older = after.isEmpty()
                ? ""
                : " AND position < (SELECT position FROM gallery_items WHERE id = :after AND owner = :owner)";
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery("SELECT * FROM gallery_items WHERE owner = :owner AND " + SEEN + older
                            + " ORDER BY position DESC LIMIT :limit")
                    .bind("owner", owner.name())
                    .bind("now", time(now))
                    .bind("limit", limit);
            return (after.isEmpty() ? query : query.bind("after", after))
                    .map(JdbcGallery::item)
                    .list();
        });
    }

    @Override
    public Optional<GalleryItem> find(String id, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM gallery_items WHERE id = :id AND " + SEEN)
                .bind("id", id)
                .bind("now", time(now))
                .map(JdbcGallery::item)
                .findOne());
    }

    @Override
    public boolean discard(String id, Instant now) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                "UPDATE gallery_items SET discarded = :now WHERE id = :id AND " + SEEN)
                        .bind("id", id)
                        .bind("now", time(now))
                        .execute())
                > 0;
    }

    @Override
    public boolean restore(WebUser owner, String id) {
        return jdbi.withHandle(handle -> handle.execute(
                        "UPDATE gallery_items SET discarded = NULL WHERE owner = ? AND id = ? AND discarded IS NOT NULL",
                        owner.name(),
                        id))
                > 0;
    }

    @Override
    public List<GalleryItem> gone(Instant discardedBefore, Instant now, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM gallery_items WHERE finished AND (discarded < ? OR expires <= ?) LIMIT ?",
                        time(discardedBefore),
                        time(now),
                        limit)
                .map(JdbcGallery::item)
                .list());
    }

    @Override
    public void forget(String id) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM gallery_items WHERE id = ?", id));
    }

    @Override
    public long used(WebUser owner) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT COALESCE(SUM(size), 0) FROM gallery_items WHERE owner = ?", owner.name())
                .mapTo(Long.class)
                .one());
    }

    @Override
    public Optional<Boolean> keepsShares(WebUser owner) {
        return jdbi.withHandle(
                handle -> handle.select("SELECT keep_shares FROM gallery_choices WHERE owner = ?", owner.name())
                        .mapTo(Boolean.class)
                        .findOne());
    }

    @Override
    public void keepShares(WebUser owner, boolean wanted) {
        jdbi.useTransaction(handle -> {
            handle.execute("DELETE FROM gallery_choices WHERE owner = ?", owner.name());
            handle.execute("INSERT INTO gallery_choices (owner, keep_shares) VALUES (?, ?)", owner.name(), wanted);
        });
    }

    private static GalleryItem item(ResultSet row, StatementContext context) throws SQLException {
        long millis = row.getLong("millis");
        Optional<Duration> length = row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
        return new GalleryItem(
                row.getString("id"),
                new WebUser(row.getString("owner")),
                GalleryItem.Origin.valueOf(row.getString("origin")),
                row.getString("sender"),
                row.getString("name"),
                row.getString("type"),
                row.getLong("size"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                length,
                Optional.ofNullable(row.getString("thumbnail")),
                row.getObject("expires", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

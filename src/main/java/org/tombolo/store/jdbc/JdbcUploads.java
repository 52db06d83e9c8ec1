package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.tombolo.gateway.interconnection.file.ContentServer;
import org.tombolo.gateway.interconnection.file.SavedUpload;
import org.tombolo.gateway.interconnection.file.UploadStore;

/** Uploads of phones in the database. */
public final class JdbcUploads implements UploadStore {
    private final Jdbi jdbi;

    public JdbcUploads(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void save(SavedUpload upload) {
        jdbi.useTransaction(handle -> {
            handle.execute("DELETE FROM phone_uploads WHERE id = ?", upload.id());
            insert(handle, upload);
        });
    }

    private static void insert(Handle handle, SavedUpload upload) {
        handle.createUpdate(
                        "INSERT INTO phone_uploads (id, owner, tid, file_name, media_type, octets, thumbnail, touched)"
                                + " VALUES (:id, :owner, :tid, :name, :type, :octets, :thumbnail, :touched)")
                .bind("id", upload.id())
                .bind("owner", upload.transaction().owner())
                .bind("tid", upload.transaction().tid())
                .bind("name", upload.name())
                .bind("type", upload.type())
                .bind(
                        "octets",
                        upload.total().isPresent() ? Long.valueOf(upload.total().getAsLong()) : null)
                .bind("thumbnail", upload.thumbnail().orElse(null))
                .bind("touched", upload.touched().atOffset(ZoneOffset.UTC))
                .execute();
    }

    @Override
    public void forget(String id) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM phone_uploads WHERE id = ?", id));
    }

    @Override
    public List<SavedUpload> all() {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM phone_uploads ORDER BY touched, id")
                .map(JdbcUploads::upload)
                .list());
    }

    private static SavedUpload upload(ResultSet row, StatementContext context) throws SQLException {
        long octets = row.getLong("octets");
        OptionalLong total = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(octets);
        return new SavedUpload(
                new ContentServer.Transaction(row.getString("owner"), row.getString("tid")),
                row.getString("id"),
                row.getString("file_name"),
                row.getString("media_type"),
                total,
                Optional.ofNullable(row.getString("thumbnail")),
                row.getObject("touched", OffsetDateTime.class).toInstant());
    }
}

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
import org.tombolo.gateway.interaction.recording.Recording;
import org.tombolo.gateway.interaction.recording.RecordingStore;

/** Recordings of calls in the database. */
public final class JdbcRecordings implements RecordingStore {
    private final Jdbi jdbi;

    public JdbcRecordings(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void begin(Recording recording) {
        jdbi.useHandle(handle -> handle.createUpdate("INSERT INTO call_recordings (id, call_id, owner, caller, callee,"
                        + " dual, mixed, since, expires) VALUES (:id, :call, :owner, :caller, :callee, :dual, :mixed,"
                        + " :since, :expires)")
                .bind("id", recording.id())
                .bind("call", recording.call())
                .bind("owner", recording.owner())
                .bind("caller", recording.caller())
                .bind("callee", recording.callee())
                .bind("dual", recording.dual())
                .bind("mixed", recording.mixed())
                .bind("since", time(recording.since()))
                .bind("expires", time(recording.expires()))
                .execute());
    }

    @Override
    public void complete(String id, Duration length) {
        jdbi.useHandle(
                handle -> handle.execute("UPDATE call_recordings SET millis = ? WHERE id = ?", length.toMillis(), id));
    }

    @Override
    public void forget(String id) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM call_recordings WHERE id = ?", id));
    }

    @Override
    public List<Recording> unfinished() {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM call_recordings WHERE millis IS NULL")
                .map(JdbcRecordings::recording)
                .list());
    }

    @Override
    public Optional<Recording> find(String id) {
        return jdbi.withHandle(
                handle -> handle.select("SELECT * FROM call_recordings WHERE id = ? AND millis IS NOT NULL", id)
                        .map(JdbcRecordings::recording)
                        .findOne());
    }

    @Override
    public List<Recording> ofCall(String call) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM call_recordings WHERE call_id = ? AND millis IS NOT NULL ORDER BY position",
                        call)
                .map(JdbcRecordings::recording)
                .list());
    }

    @Override
    public List<Recording> list(Optional<String> owner, Optional<String> after, int limit) {
        String sql = "SELECT * FROM call_recordings WHERE millis IS NOT NULL"
                + (owner.isPresent() ? " AND owner = :owner" : "")
                + (after.isPresent() ? " AND position < (SELECT position FROM call_recordings WHERE id = :after)" : "")
                + " ORDER BY position DESC LIMIT :limit";
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(sql).bind("limit", limit);
            owner.ifPresent(o -> query.bind("owner", o));
            after.ifPresent(a -> query.bind("after", a));
            return query.map(JdbcRecordings::recording).list();
        });
    }

    @Override
    public List<Recording> expired(Instant now, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM call_recordings WHERE expires < ? AND millis IS NOT NULL LIMIT ?",
                        time(now),
                        limit)
                .map(JdbcRecordings::recording)
                .list());
    }

    private static Recording recording(ResultSet row, StatementContext context) throws SQLException {
        return new Recording(
                row.getString("id"),
                row.getString("call_id"),
                row.getString("owner"),
                row.getString("caller"),
                row.getString("callee"),
                row.getString("dual"),
                row.getString("mixed"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                Duration.ofMillis(row.getLong("millis")),
                row.getObject("expires", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

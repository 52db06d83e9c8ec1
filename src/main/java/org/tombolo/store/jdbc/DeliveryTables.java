package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.tombolo.gateway.interaction.event.Delivery;
import org.tombolo.gateway.interaction.event.DeliveryLog.Attempted;
import org.tombolo.gateway.interaction.event.SinkClient;
import org.tombolo.gateway.interaction.event.SinkEvent;

/**
 * The tables of what has a sink, of its events, and of the attempts to bring them there: the same for calls and for pushes, but for
 * their names.
 *
 * @param owners what has a sink and an owner
 * @param events one row for each event
 * @param attempts one row for each attempt
 * @param key the column of both that names the owner's row
 */
record DeliveryTables(Jdbi jdbi, String owners, String events, String attempts, String key) {
    private static final int LONGEST_WHAT = 300;

    void attempted(String id, SinkEvent event, Instant at, SinkClient.Attempt attempt, Duration took, boolean settled) {
        jdbi.useTransaction(handle -> {
            insert(handle, id, event, at, attempt, took);
            if (settled) {
                undelivered(handle, id, event.sequence(), false);
            }
        });
    }

    private void insert(
            Handle handle, String id, SinkEvent event, Instant at, SinkClient.Attempt attempt, Duration took) {
        String what = attempt.what();
        handle.createUpdate("INSERT INTO " + attempts + " (" + key
                        + ", sequence, attempt, happened_at, outcome, what, millis)"
                        + " SELECT :id, :sequence, COALESCE(MAX(d.attempt), 0) + 1, :at, :outcome, :what, :millis"
                        + " FROM " + attempts + " d WHERE d." + key + " = :id AND d.sequence = :sequence")
                .bind("id", id)
                .bind("sequence", event.sequence())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("outcome", attempt.kind().name())
                .bind("what", what.substring(0, Math.min(what.length(), LONGEST_WHAT)))
                .bind("millis", (int) Math.min(took.toMillis(), Integer.MAX_VALUE))
                .execute();
    }

    private void undelivered(Handle handle, String id, int sequence, boolean now) {
        handle.execute(
                "UPDATE " + events + " SET undelivered = ? WHERE " + key + " = ? AND sequence = ?", now, id, sequence);
    }

    /**
     * What has a sink, with the columns {@code events}, {@code delivered} and {@code waiting}.
     *
     * @param columns of its own, as {@code c}
     * @param order the newest first, as {@code c}
     */
    <T> List<T> summaries(String columns, String order, Optional<String> owner, int limit, RowMapper<T> summary) {
        String count = "(SELECT COUNT(*) FROM " + events + " e WHERE e." + key + " = c.id";
        String sql = "SELECT " + columns + ", c.created_at, c.sink, " + count + ") AS events, "
                + count + " AND e.undelivered = TRUE) AS waiting, "
                + count + " AND EXISTS (SELECT 1 FROM " + attempts + " d WHERE d." + key + " = e." + key
                + " AND d.sequence = e.sequence AND d.outcome = 'DELIVERED')) AS delivered"
                + " FROM " + owners + " c WHERE c.sink IS NOT NULL" + (owner.isPresent() ? " AND c.owner = :owner" : "")
                + " ORDER BY " + order + " LIMIT :limit";
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(sql).bind("limit", limit);
            owner.ifPresent(o -> query.bind("owner", o));
            return query.map(summary).list();
        });
    }

    List<Attempted> attempts(String id) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM " + attempts + " WHERE " + key + " = ? ORDER BY sequence, attempt", id)
                .map(DeliveryTables::attempt)
                .list());
    }

    private static Attempted attempt(ResultSet row, StatementContext context) throws SQLException {
        return new Attempted(
                row.getInt("sequence"),
                row.getInt("attempt"),
                row.getObject("happened_at", OffsetDateTime.class).toInstant(),
                SinkClient.Kind.valueOf(row.getString("outcome")),
                row.getString("what"),
                Duration.ofMillis(row.getInt("millis")));
    }

    /** By sequence number, what the sink of one waits for. */
    List<Integer> waiting(String id) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT sequence FROM " + events + " WHERE " + key
                                + " = ? AND undelivered = TRUE ORDER BY sequence",
                        id)
                .mapTo(Integer.class)
                .list());
    }

    /** All that sinks wait for, in order for each. */
    List<Delivery> waiting(RowMapper<Delivery> delivery) {
        return jdbi.withHandle(handle -> handle.select(deliveries() + " WHERE e.undelivered = TRUE"
                        + " AND c.sink IS NOT NULL ORDER BY e." + key + ", e.sequence")
                .map(delivery)
                .list());
    }

    /** Has what no sink waited for wait for it again. */
    List<Delivery> reopened(String id, Optional<Integer> sequence, RowMapper<Delivery> delivery) {
        return jdbi.inTransaction(handle -> {
            List<Delivery> settled = handle.createQuery(deliveries() + " WHERE e." + key
                            + " = :id AND e.undelivered = FALSE AND c.sink IS NOT NULL"
                            + " AND (CAST(:sequence AS INTEGER) IS NULL OR e.sequence = :sequence)"
                            + " ORDER BY e.sequence")
                    .bind("id", id)
                    .bind("sequence", sequence.orElse(null))
                    .map(delivery)
                    .list();
            settled.forEach(d -> undelivered(handle, id, d.event().sequence(), true));
            return settled;
        });
    }

    private String deliveries() {
        return "SELECT e.*, c.owner, " + SinkRow.COLUMNS + " FROM " + events + " e JOIN " + owners + " c ON c.id = e."
                + key;
    }
}

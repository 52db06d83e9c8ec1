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
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.event.Delivery;
import org.tombolo.gateway.interaction.event.DeliveryLog;
import org.tombolo.gateway.interaction.event.SinkClient;
import org.tombolo.gateway.interaction.event.SinkEvent;
import org.tombolo.gateway.interaction.push.PushDeliveryLog;
import org.tombolo.gateway.interaction.push.PushId;

/** How the events of pushes reached their sinks, in the database. */
public final class JdbcPushDeliveries implements PushDeliveryLog {
    private static final int LONGEST_WHAT = 300;
    private static final String DELIVERY =
            "SELECT e.*, c.owner, " + SinkRow.COLUMNS + " FROM push_events e JOIN pushes c ON c.id = e.push_id";

    private final Jdbi jdbi;

    public JdbcPushDeliveries(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public List<Delivery> waiting() {
        return jdbi.withHandle(handle -> handle.select(
                        DELIVERY + " WHERE e.undelivered = TRUE AND c.sink IS NOT NULL ORDER BY e.push_id, e.sequence")
                .map(JdbcPushDeliveries::delivery)
                .list());
    }

    private static Delivery delivery(ResultSet row, StatementContext context) throws SQLException {
        return new Delivery(JdbcPushes.event(row, context), SinkRow.read(row).orElseThrow(), row.getString("owner"));
    }

    @Override
    public void attempted(SinkEvent event, Instant at, SinkClient.Attempt attempt, Duration took, boolean settled) {
        String push = new PushId(event.session()).text();
        String what = attempt.what();
        jdbi.useTransaction(handle -> {
            handle.createUpdate(
                            "INSERT INTO push_deliveries (push_id, sequence, attempt, happened_at, outcome, what, millis)"
                                    + " SELECT :push, :sequence, COALESCE(MAX(d.attempt), 0) + 1, :at, :outcome, :what, :millis"
                                    + " FROM push_deliveries d WHERE d.push_id = :push AND d.sequence = :sequence")
                    .bind("push", push)
                    .bind("sequence", event.sequence())
                    .bind("at", at.atOffset(ZoneOffset.UTC))
                    .bind("outcome", attempt.kind().name())
                    .bind("what", what.substring(0, Math.min(what.length(), LONGEST_WHAT)))
                    .bind("millis", (int) Math.min(took.toMillis(), Integer.MAX_VALUE))
                    .execute();
            if (settled) {
                handle.execute(
                        "UPDATE push_events SET undelivered = FALSE WHERE push_id = ? AND sequence = ?",
                        push,
                        event.sequence());
            }
        });
    }

    @Override
    public List<Summary> summaries(Optional<String> owner, int limit) {
        String events = "(SELECT COUNT(*) FROM push_events e WHERE e.push_id = c.id";
        String sql = "SELECT c.id, c.sender, c.recipient, c.created_at, c.sink, " + events + ") AS events, "
                + events + " AND e.undelivered = TRUE) AS waiting, "
                + events + " AND EXISTS (SELECT 1 FROM push_deliveries d WHERE d.push_id = e.push_id"
                + " AND d.sequence = e.sequence AND d.outcome = 'DELIVERED')) AS delivered"
                + " FROM pushes c WHERE c.sink IS NOT NULL" + (owner.isPresent() ? " AND c.owner = :owner" : "")
                + " ORDER BY c.position DESC LIMIT :limit";
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(sql).bind("limit", limit);
            owner.ifPresent(o -> query.bind("owner", o));
            return query.map(JdbcPushDeliveries::summary).list();
        });
    }

    private static Summary summary(ResultSet row, StatementContext context) throws SQLException {
        return new Summary(
                PushId.parse(row.getString("id")).orElseThrow(),
                PartyAddress.parse(row.getString("sender")).orElseThrow(),
                PartyAddress.parse(row.getString("recipient")).orElseThrow(),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("sink"),
                row.getInt("events"),
                row.getInt("delivered"),
                row.getInt("waiting"));
    }

    @Override
    public List<DeliveryLog.Attempted> attempts(PushId push) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM push_deliveries WHERE push_id = ? ORDER BY sequence, attempt", push.text())
                .map(JdbcDeliveries::attempted)
                .list());
    }

    @Override
    public List<Integer> waiting(PushId push) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT sequence FROM push_events WHERE push_id = ? AND undelivered = TRUE ORDER BY sequence",
                        push.text())
                .mapTo(Integer.class)
                .list());
    }

    @Override
    public List<Delivery> reopened(PushId push, Optional<Integer> sequence) {
        return jdbi.inTransaction(handle -> {
            List<Delivery> settled = handle.createQuery(DELIVERY
                            + " WHERE e.push_id = :push AND e.undelivered = FALSE AND c.sink IS NOT NULL"
                            + " AND (CAST(:sequence AS INTEGER) IS NULL OR e.sequence = :sequence)"
                            + " ORDER BY e.sequence")
                    .bind("push", push.text())
                    .bind("sequence", sequence.orElse(null))
                    .map(JdbcPushDeliveries::delivery)
                    .list();
            settled.forEach(d -> handle.execute(
                    "UPDATE push_events SET undelivered = TRUE WHERE push_id = ? AND sequence = ?",
                    push.text(),
                    d.event().sequence()));
            return settled;
        });
    }
}

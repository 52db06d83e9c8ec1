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
import org.jdbi.v3.core.statement.StatementContext;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.event.Delivery;
import org.tombolo.gateway.interaction.event.DeliveryLog;
import org.tombolo.gateway.interaction.event.EventHistory;
import org.tombolo.gateway.interaction.event.SecretStore;
import org.tombolo.gateway.interaction.event.SinkClient;
import org.tombolo.gateway.interaction.event.SinkEvent;
import org.tombolo.gateway.interaction.event.WebhookSecret;

/** Events beyond their calls in the database: how they reached sinks, what signs them, and all of them in their order. */
public final class JdbcDeliveries implements DeliveryLog, EventHistory, SecretStore {
    private static final int LONGEST_WHAT = 300;

    private final Jdbi jdbi;

    public JdbcDeliveries(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    // ---- DeliveryLog

    @Override
    public void attempted(SinkEvent event, Instant at, SinkClient.Attempt attempt, Duration took, boolean settled) {
        jdbi.useTransaction(handle -> {
            insert(handle, event, at, attempt, took);
            if (settled) {
                handle.execute(
                        "UPDATE call_events SET undelivered = FALSE WHERE call_id = ? AND sequence = ?",
                        new CallId(event.session()).text(),
                        event.sequence());
            }
        });
    }

    private static void insert(Handle handle, SinkEvent event, Instant at, SinkClient.Attempt attempt, Duration took) {
        handle.createUpdate(
                        "INSERT INTO call_deliveries (call_id, sequence, attempt, happened_at, outcome, what, millis)"
                                + " SELECT :call, :sequence, COALESCE(MAX(d.attempt), 0) + 1, :at, :outcome, :what, :millis"
                                + " FROM call_deliveries d WHERE d.call_id = :call AND d.sequence = :sequence")
                .bind("call", new CallId(event.session()).text())
                .bind("sequence", event.sequence())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("outcome", attempt.kind().name())
                .bind(
                        "what",
                        attempt.what().substring(0, Math.min(attempt.what().length(), LONGEST_WHAT)))
                .bind("millis", (int) Math.min(took.toMillis(), Integer.MAX_VALUE))
                .execute();
    }

    @Override
    public List<Summary> summaries(Optional<String> owner, int limit) {
        String events = "(SELECT COUNT(*) FROM call_events e WHERE e.call_id = c.id";
        String sql = "SELECT c.id, c.caller, c.callee, c.created_at, c.sink, " + events + ") AS events, "
                + events + " AND e.undelivered = TRUE) AS waiting, "
                + events + " AND EXISTS (SELECT 1 FROM call_deliveries d WHERE d.call_id = e.call_id"
                + " AND d.sequence = e.sequence AND d.outcome = 'DELIVERED')) AS delivered"
                + " FROM calls c WHERE c.sink IS NOT NULL" + (owner.isPresent() ? " AND c.owner = :owner" : "")
                + " ORDER BY c.created_at DESC, c.id DESC LIMIT :limit";
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(sql).bind("limit", limit);
            owner.ifPresent(o -> query.bind("owner", o));
            return query.map(JdbcDeliveries::summary).list();
        });
    }

    private static Summary summary(ResultSet row, StatementContext context) throws SQLException {
        return new Summary(
                CallId.parse(row.getString("id")).orElseThrow(),
                row.getString("caller"),
                row.getString("callee"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("sink"),
                row.getInt("events"),
                row.getInt("delivered"),
                row.getInt("waiting"));
    }

    @Override
    public List<Attempted> attempts(CallId call) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM call_deliveries WHERE call_id = ? ORDER BY sequence, attempt", call.text())
                .map(JdbcDeliveries::attempted)
                .list());
    }

    static Attempted attempted(ResultSet row, StatementContext context) throws SQLException {
        return new Attempted(
                row.getInt("sequence"),
                row.getInt("attempt"),
                row.getObject("happened_at", OffsetDateTime.class).toInstant(),
                SinkClient.Kind.valueOf(row.getString("outcome")),
                row.getString("what"),
                Duration.ofMillis(row.getInt("millis")));
    }

    @Override
    public List<Integer> waiting(CallId call) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT sequence FROM call_events WHERE call_id = ? AND undelivered = TRUE ORDER BY sequence",
                        call.text())
                .mapTo(Integer.class)
                .list());
    }

    @Override
    public List<Delivery> reopened(CallId call, Optional<Integer> sequence) {
        return jdbi.inTransaction(handle -> {
            List<Delivery> settled = handle.createQuery("SELECT e.*, c.owner, " + SinkRow.COLUMNS
                            + " FROM call_events e JOIN calls c ON c.id = e.call_id"
                            + " WHERE e.call_id = :call AND e.undelivered = FALSE AND c.sink IS NOT NULL"
                            + " AND (CAST(:sequence AS INTEGER) IS NULL OR e.sequence = :sequence)"
                            + " ORDER BY e.sequence")
                    .bind("call", call.text())
                    .bind("sequence", sequence.orElse(null))
                    .map(JdbcCalls::delivery)
                    .list();
            settled.forEach(d -> handle.execute(
                    "UPDATE call_events SET undelivered = TRUE WHERE call_id = ? AND sequence = ?",
                    call.text(),
                    d.event().sequence()));
            return settled;
        });
    }

    // ---- EventHistory

    @Override
    public List<Placed> history(Optional<String> owner, long after, int limit) {
        String sql = "SELECT e.* FROM call_events e JOIN calls c ON c.id = e.call_id WHERE e.position > :after"
                + (owner.isPresent() ? " AND c.owner = :owner" : "")
                + " ORDER BY e.position LIMIT :limit";
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(sql).bind("after", after).bind("limit", limit);
            owner.ifPresent(o -> query.bind("owner", o));
            return query.map((row, context) -> new Placed(row.getLong("position"), JdbcCalls.event(row, context)))
                    .list();
        });
    }

    // ---- SecretStore

    @Override
    public Optional<WebhookSecret> secret(String owner) {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM webhook_secrets WHERE owner = ?", owner)
                .map(JdbcDeliveries::secret)
                .findOne());
    }

    @Override
    public WebhookSecret addSecret(String owner, String secret) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO webhook_secrets (owner, secret) SELECT ?, ?"
                        + " WHERE NOT EXISTS (SELECT 1 FROM webhook_secrets WHERE owner = ?)",
                owner,
                secret,
                owner));
        return secret(owner).orElseThrow();
    }

    @Override
    public WebhookSecret rotateSecret(String owner, String secret, Instant formerUntil) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE webhook_secrets SET former = secret, former_until = ?, secret = ? WHERE owner = ?",
                formerUntil.atOffset(ZoneOffset.UTC),
                secret,
                owner));
        return secret(owner).orElseThrow();
    }

    private static WebhookSecret secret(ResultSet row, StatementContext context) throws SQLException {
        return new WebhookSecret(
                row.getString("secret"),
                Optional.ofNullable(row.getString("former")),
                Optional.ofNullable(row.getObject("former_until", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }
}

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
    private final Jdbi jdbi;
    private final DeliveryTables tables;

    public JdbcDeliveries(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.tables = tables(jdbi);
    }

    static DeliveryTables tables(Jdbi jdbi) {
        return new DeliveryTables(jdbi, "calls", "call_events", "call_deliveries", "call_id");
    }

    // ---- DeliveryLog

    @Override
    public void attempted(SinkEvent event, Instant at, SinkClient.Attempt attempt, Duration took, boolean settled) {
        tables.attempted(new CallId(event.session()).text(), event, at, attempt, took, settled);
    }

    @Override
    public List<Summary> summaries(Optional<String> owner, int limit) {
        return tables.summaries(
                "c.id, c.caller, c.callee", "c.created_at DESC, c.id DESC", owner, limit, JdbcDeliveries::summary);
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
        return tables.attempts(call.text());
    }

    @Override
    public List<Integer> waiting(CallId call) {
        return tables.waiting(call.text());
    }

    @Override
    public List<Delivery> reopened(CallId call, Optional<Integer> sequence) {
        return tables.reopened(call.text(), sequence, JdbcCalls::delivery);
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

package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
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
    private final DeliveryTables tables;

    public JdbcPushDeliveries(Jdbi jdbi) {
        this.tables = new DeliveryTables(jdbi, "pushes", "push_events", "push_deliveries", "push_id");
    }

    @Override
    public List<Delivery> waiting() {
        return tables.waiting(JdbcPushDeliveries::delivery);
    }

    private static Delivery delivery(ResultSet row, StatementContext context) throws SQLException {
        return new Delivery(JdbcPushes.event(row, context), SinkRow.read(row).orElseThrow(), row.getString("owner"));
    }

    @Override
    public void attempted(SinkEvent event, Instant at, SinkClient.Attempt attempt, Duration took, boolean settled) {
        tables.attempted(new PushId(event.session()).text(), event, at, attempt, took, settled);
    }

    @Override
    public List<Summary> summaries(Optional<String> owner, int limit) {
        return tables.summaries(
                "c.id, c.sender, c.recipient", "c.position DESC", owner, limit, JdbcPushDeliveries::summary);
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
        return tables.attempts(push.text());
    }

    @Override
    public List<Integer> waiting(PushId push) {
        return tables.waiting(push.text());
    }

    @Override
    public List<Delivery> reopened(PushId push, Optional<Integer> sequence) {
        return tables.reopened(push.text(), sequence, JdbcPushDeliveries::delivery);
    }
}

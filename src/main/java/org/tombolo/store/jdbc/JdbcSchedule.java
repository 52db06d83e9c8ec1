package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.CallRequest;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.ScheduleStore;
import org.tombolo.gateway.interaction.ScheduledCall;

/** Planned calls in the database. */
public final class JdbcSchedule implements ScheduleStore {
    private final Jdbi jdbi;

    public JdbcSchedule(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void add(ScheduledCall call) {
        CallRequest request = call.request();
        jdbi.useHandle(handle -> handle.createUpdate(
                        "INSERT INTO scheduled_calls (id, owner, caller, callee, due_at, state, ring_seconds,"
                                + " longest_seconds, anonymous, sink, sink_token, sink_token_expires, sink_client,"
                                + " sink_token_uri, correlator) VALUES (:id, :owner, :caller, :callee, :due, :state, :ring,"
                                + " :longest, :anonymous, :sink, :token, :expires, :client, :tokenUri, :correlator)")
                .bind("id", call.id())
                .bind("owner", request.requester().name())
                .bind("caller", PartyAddress.shown(request.caller()))
                .bind("callee", PartyAddress.shown(request.callee()))
                .bind("due", call.due().atOffset(ZoneOffset.UTC))
                .bind("state", call.state().name())
                .bind(
                        "ring",
                        request.options().ringing().map(Duration::toSeconds).orElse(null))
                .bind(
                        "longest",
                        request.options().longest().map(Duration::toSeconds).orElse(null))
                .bind("anonymous", request.options().anonymous())
                .bindMap(SinkRow.of(request.sink()).values())
                .execute());
    }

    @Override
    public boolean move(String id, ScheduledCall.State state) {
        // What has begun still needs its sink until the call itself has it.
        return jdbi.withHandle(handle -> handle.execute(
                        "UPDATE scheduled_calls SET state = ?, sink_token = NULL WHERE id = ? AND state = 'WAITING'",
                        state.name(),
                        id))
                == 1;
    }

    @Override
    public void began(String id, Optional<CallId> call) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE scheduled_calls SET state = ?, call_id = ? WHERE id = ?",
                (call.isPresent() ? ScheduledCall.State.STARTED : ScheduledCall.State.REFUSED).name(),
                call.map(CallId::text).orElse(null),
                id));
    }

    @Override
    public List<ScheduledCall> waiting() {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM scheduled_calls c WHERE c.state = 'WAITING'")
                .map(JdbcSchedule::scheduled)
                .list());
    }

    @Override
    public Optional<ScheduledCall> scheduled(String id) {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM scheduled_calls c WHERE c.id = ?", id)
                .map(JdbcSchedule::scheduled)
                .findOne());
    }

    @Override
    public List<ScheduledCall> schedules(Optional<String> owner, int limit) {
        String sql = "SELECT * FROM scheduled_calls c" + (owner.isPresent() ? " WHERE c.owner = :owner" : "")
                + " ORDER BY c.due_at, c.id LIMIT :limit";
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(sql).bind("limit", limit);
            owner.ifPresent(o -> query.bind("owner", o));
            return query.map(JdbcSchedule::scheduled).list();
        });
    }

    @Override
    public int waiting(String owner) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT COUNT(*) FROM scheduled_calls WHERE owner = ? AND state = 'WAITING'", owner)
                .mapTo(Integer.class)
                .one());
    }

    private static ScheduledCall scheduled(ResultSet row, StatementContext context) throws SQLException {
        CallRequest.Options options = new CallRequest.Options(
                seconds(row, "ring_seconds"), seconds(row, "longest_seconds"), row.getBoolean("anonymous"));
        CallRequest request = new CallRequest(
                PartyAddress.parse(row.getString("caller")).orElseThrow(),
                PartyAddress.parse(row.getString("callee")).orElseThrow(),
                SinkRow.read(row),
                false,
                Requester.again(row.getString("owner")),
                options);
        return new ScheduledCall(
                row.getString("id"),
                request,
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                ScheduledCall.State.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("call_id")).flatMap(CallId::parse));
    }

    private static Optional<Duration> seconds(ResultSet row, String column) throws SQLException {
        int seconds = row.getInt(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }
}

package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallEnd;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.CallState;
import org.tombolo.gateway.interaction.CallStore;
import org.tombolo.gateway.interaction.EndReason;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.RecordingResult;
import org.tombolo.gateway.interaction.event.CallEvent;
import org.tombolo.gateway.interaction.event.Delivery;
import org.tombolo.gateway.interaction.event.EventStore;
import org.tombolo.identity.Address;

/** Calls and their events in the database. */
public final class JdbcCalls implements CallStore, EventStore {
    private static final int MOST_LISTED = 1000;

    private final Jdbi jdbi;

    public JdbcCalls(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    // ---- CallStore

    @Override
    public Optional<Call> find(CallId id) {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM calls WHERE id = ?", id.text())
                .map(JdbcCalls::call)
                .findOne());
    }

    @Override
    public List<Call> list(Optional<String> owner, Filter filter, Optional<CallId> after, int limit) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw new IllegalArgumentException("a page has 1 to " + MOST_LISTED + " calls, not " + limit);
        }
        String older = "EXISTS (SELECT 1 FROM calls a WHERE a.id = :after"
                + " AND (c.created_at < a.created_at OR (c.created_at = a.created_at AND c.id < a.id)))";
        String sql = "SELECT c.* FROM calls c WHERE TRUE"
                + (owner.isPresent() ? " AND c.owner = :owner" : "")
                + (after.isPresent() ? " AND " + older : "")
                + (filter.states().isEmpty() ? "" : " AND c.state IN (<states>)")
                + (filter.party().isPresent() ? " AND (c.caller = :party OR c.callee = :party)" : "")
                + (filter.since().isPresent() ? " AND c.created_at >= :since" : "")
                + (filter.until().isPresent() ? " AND c.created_at < :until" : "")
                + " ORDER BY c.created_at DESC, c.id DESC LIMIT :limit";
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(sql).bind("limit", limit);
            owner.ifPresent(o -> query.bind("owner", o));
            after.ifPresent(a -> query.bind("after", a.text()));
            filter.party().ifPresent(p -> query.bind("party", p));
            filter.since().ifPresent(t -> query.bind("since", time(t)));
            filter.until().ifPresent(t -> query.bind("until", time(t)));
            if (!filter.states().isEmpty()) {
                query.bindList(
                        "states", filter.states().stream().map(Enum::name).toList());
            }
            return query.map(JdbcCalls::call).list();
        });
    }

    // ---- EventStore

    @Override
    public void write(List<Entry> entries, List<KeptLeg> legs) {
        jdbi.useTransaction(handle -> {
            CallLegTable.keep(handle, legs);
            insertCalls(
                    handle,
                    entries.stream().filter(e -> e.call().revision() == 1).toList());
            updateCalls(handle, latest(entries));
            insertEvents(handle, entries);
            List<Call> ended = entries.stream()
                    .map(Entry::call)
                    .filter(c -> c.state().isFinal())
                    .toList();
            CallLegTable.forget(handle, ended);
            JdbcCdrs.insert(handle, ended);
        });
    }

    private static void insertCalls(Handle handle, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("INSERT INTO calls (id, caller, callee, owner, revision, state,"
                + " created_at, changed_at, recording, sink, sink_token, sink_token_expires, sink_client, sink_token_uri, correlator)"
                + " VALUES (:id, :caller, :callee, :owner, :revision, :state, :created, :changed, :recording, :sink, :token, :expires,"
                + " :client, :tokenUri, :correlator)");
        for (Entry entry : entries) {
            Call call = entry.call();
            batch.bind("id", call.id().text())
                    .bind("caller", PartyAddress.shown(call.caller()))
                    .bind("callee", PartyAddress.shown(call.callee()))
                    .bind("owner", call.owner())
                    .bind("revision", call.revision())
                    .bind("state", call.state().name())
                    .bind("created", time(call.createdAt()))
                    .bind("changed", time(call.changedAt()))
                    .bind("recording", call.recording().name())
                    .bindMap(SinkRow.of(entry.sink()).values())
                    .add();
        }
        batch.execute();
    }

    /** Of each call that has changed since it was created, its state at the end of the batch. */
    private static Collection<Call> latest(List<Entry> entries) {
        Map<CallId, Call> latest = new HashMap<>();
        entries.stream()
                .map(Entry::call)
                .filter(call -> call.revision() > 1)
                .forEach(call -> latest.put(call.id(), call));
        return latest.values();
    }

    private static void updateCalls(Handle handle, Collection<Call> calls) {
        if (calls.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("UPDATE calls SET revision = :revision, state = :state,"
                + " reason = :reason, detail = :detail, changed_at = :changed, connected_at = :connected,"
                + " recording = :recording WHERE id = :id");
        for (Call call : calls) {
            batch.bind("id", call.id().text())
                    .bind("revision", call.revision())
                    .bind("state", call.state().name())
                    .bind("reason", call.reason().map(EndReason::name).orElse(null))
                    .bind("detail", call.end().map(CallEnd::detail).orElse(null))
                    .bind("changed", time(call.changedAt()))
                    .bind("connected", call.connectedAt().map(JdbcCalls::time).orElse(null))
                    .bind("recording", call.recording().name())
                    .add();
        }
        batch.execute();
    }

    private static void insertEvents(Handle handle, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("INSERT INTO call_events (call_id, sequence, id, happened_at, json,"
                + " final, undelivered) VALUES (:call, :sequence, :id, :time, :json, :final, :undelivered)");
        for (Entry entry : entries) {
            CallEvent event = entry.event();
            batch.bind("call", event.call().text())
                    .bind("sequence", event.sequence())
                    .bind("id", event.id())
                    .bind("time", time(event.time()))
                    .bind("json", event.json())
                    .bind("final", event.last())
                    .bind("undelivered", entry.sink().isPresent())
                    .add();
        }
        batch.execute();
    }

    @Override
    public List<KeptLeg> legs() {
        return jdbi.withHandle(CallLegTable::all);
    }

    @Override
    public List<CallEvent> events(CallId call, int after) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT e.* FROM call_events e WHERE e.call_id = ? AND e.sequence > ? ORDER BY e.sequence",
                        call.text(),
                        after)
                .map(JdbcCalls::event)
                .list());
    }

    @Override
    public List<Unfinished> unfinished() {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM calls WHERE reason IS NULL ORDER BY created_at")
                .map((row, context) -> new Unfinished(call(row, context), SinkRow.read(row)))
                .list());
    }

    @Override
    public List<Delivery> waiting() {
        return JdbcDeliveries.tables(jdbi).waiting(JdbcCalls::delivery);
    }

    @Override
    public int purge(Instant endedBefore, Instant now) {
        OffsetDateTime before = time(endedBefore);
        return jdbi.inTransaction(handle -> {
            int calls = handle.execute("DELETE FROM calls WHERE reason IS NOT NULL AND changed_at < ?", before);
            handle.execute(
                    "DELETE FROM call_deliveries WHERE happened_at < ?"
                            + " AND NOT EXISTS (SELECT 1 FROM calls c WHERE c.id = call_deliveries.call_id)",
                    before);
            handle.execute("UPDATE calls SET sink_token = NULL WHERE sink_token_expires < ?", time(now));
            handle.execute(
                    "DELETE FROM call_events WHERE happened_at < ?"
                            + " AND NOT EXISTS (SELECT 1 FROM calls c WHERE c.id = call_events.call_id)",
                    before);
            return calls;
        });
    }

    // ---- rows

    private static Call call(ResultSet row, StatementContext context) throws SQLException {
        return new Call(
                id(row.getString("id")),
                party(row.getString("caller")),
                party(row.getString("callee")),
                row.getString("owner"),
                row.getInt("revision"),
                CallState.valueOf(row.getString("state")),
                end(row.getString("reason"), row.getString("detail")),
                instant(row, "created_at"),
                instant(row, "changed_at"),
                Optional.ofNullable(row.getObject("connected_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                RecordingResult.valueOf(row.getString("recording")));
    }

    private static Address party(String stored) {
        return PartyAddress.parse(stored)
                .orElseThrow(() -> new IllegalStateException("the database holds a party that is none: " + stored));
    }

    private static Optional<CallEnd> end(@Nullable String reason, @Nullable String detail) {
        return Optional.ofNullable(reason)
                .map(r -> new CallEnd(
                        EndReason.valueOf(r), Optional.ofNullable(detail).orElse("")));
    }

    static Delivery delivery(ResultSet row, StatementContext context) throws SQLException {
        return new Delivery(event(row, context), SinkRow.read(row).orElseThrow(), row.getString("owner"));
    }

    static CallEvent event(ResultSet row, StatementContext context) throws SQLException {
        return new CallEvent(
                id(row.getString("call_id")),
                row.getInt("sequence"),
                row.getString("id"),
                instant(row, "happened_at"),
                row.getString("json"),
                row.getBoolean("final"));
    }

    static CallId id(String stored) {
        return CallId.parse(stored)
                .orElseThrow(() -> new IllegalStateException("the database holds a call id that is none: " + stored));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

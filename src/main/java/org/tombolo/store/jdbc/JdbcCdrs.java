package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.cdr.Cdr;
import org.tombolo.gateway.interaction.cdr.CdrStore;

/** Call detail records in the database. */
public final class JdbcCdrs implements CdrStore {
    private final Jdbi jdbi;

    public JdbcCdrs(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Writes the records of calls that end, in the transaction of their final events. */
    static void insert(Handle handle, List<Call> ended) {
        if (ended.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("INSERT INTO cdrs (call_id, owner, caller, callee, created_at,"
                + " connected_at, ended_at, seconds, state, reason, detail, exported) VALUES (:call, :owner, :caller,"
                + " :callee, :created, :connected, :ended, :seconds, :state, :reason, :detail, FALSE)");
        for (Call call : ended) {
            Cdr cdr = Cdr.of(call);
            batch.bind("call", cdr.callId())
                    .bind("owner", cdr.owner())
                    .bind("caller", cdr.caller())
                    .bind("callee", cdr.callee())
                    .bind("created", time(cdr.createdAt()))
                    .bind("connected", cdr.connectedAt().map(JdbcCdrs::time).orElse(null))
                    .bind("ended", time(cdr.endedAt()))
                    .bind("seconds", cdr.seconds())
                    .bind("state", cdr.state())
                    .bind("reason", cdr.reason())
                    .bind("detail", cdr.detail())
                    .add();
        }
        batch.execute();
    }

    @Override
    public List<Placed> list(Filter filter, long after, int limit) {
        String sql = "SELECT * FROM cdrs WHERE position > :after"
                + (filter.owner().isPresent() ? " AND owner = :owner" : "")
                + (filter.since().isPresent() ? " AND ended_at >= :since" : "")
                + (filter.until().isPresent() ? " AND ended_at < :until" : "")
                + " ORDER BY position LIMIT :limit";
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(sql).bind("after", after).bind("limit", limit);
            filter.owner().ifPresent(o -> query.bind("owner", o));
            filter.since().ifPresent(t -> query.bind("since", time(t)));
            filter.until().ifPresent(t -> query.bind("until", time(t)));
            return query.map(JdbcCdrs::placed).list();
        });
    }

    @Override
    public List<Placed> unexported(int limit) {
        return jdbi.withHandle(
                handle -> handle.select("SELECT * FROM cdrs WHERE exported = FALSE ORDER BY position LIMIT ?", limit)
                        .map(JdbcCdrs::placed)
                        .list());
    }

    @Override
    public void exported(List<Placed> records) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("UPDATE cdrs SET exported = TRUE WHERE call_id = :call");
            records.forEach(r -> batch.bind("call", r.cdr().callId()).add());
            batch.execute();
        });
    }

    @Override
    public long seconds(String owner, Instant since) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT COALESCE(SUM(seconds), 0) FROM cdrs WHERE owner = ? AND ended_at >= ?",
                        owner,
                        time(since))
                .mapTo(Long.class)
                .one());
    }

    @Override
    public int forget(Instant endedBefore) {
        return jdbi.withHandle(
                handle -> handle.execute("DELETE FROM cdrs WHERE ended_at < ? AND exported = TRUE", time(endedBefore)));
    }

    private static Placed placed(ResultSet row, StatementContext context) throws SQLException {
        Cdr cdr = new Cdr(
                row.getString("call_id"),
                row.getString("owner"),
                row.getString("caller"),
                row.getString("callee"),
                instant(row, "created_at").orElseThrow(),
                instant(row, "connected_at"),
                instant(row, "ended_at").orElseThrow(),
                row.getLong("seconds"),
                row.getString("state"),
                row.getString("reason"),
                row.getString("detail"));
        return new Placed(row.getLong("position"), cdr);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

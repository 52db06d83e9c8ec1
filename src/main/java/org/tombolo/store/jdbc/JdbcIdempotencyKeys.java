package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.tombolo.gateway.interaction.IdempotencyKeys;

/** Idempotency keys in the database. */
public final class JdbcIdempotencyKeys implements IdempotencyKeys {
    /** A request whose process died may be made again after this. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    private static final Duration KEPT = Duration.ofHours(24);

    private final Jdbi jdbi;

    public JdbcIdempotencyKeys(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Claim claim(String owner, String key, String fingerprint, Instant now) {
        return jdbi.inTransaction(handle -> {
            handle.execute("DELETE FROM idempotency_keys WHERE created_at < ?", time(now.minus(KEPT)));
            handle.execute(
                    "DELETE FROM idempotency_keys WHERE owner = ? AND request_key = ? AND status IS NULL AND created_at < ?",
                    owner,
                    key,
                    time(now.minus(ABANDONED)));
            return found(handle, owner, key, fingerprint).orElseGet(() -> take(handle, owner, key, fingerprint, now));
        });
    }

    private static Claim take(Handle handle, String owner, String key, String fingerprint, Instant now) {
        try {
            handle.execute(
                    "INSERT INTO idempotency_keys (owner, request_key, fingerprint, created_at) VALUES (?, ?, ?, ?)",
                    owner,
                    key,
                    fingerprint,
                    time(now));
            return new Claim.First();
        } catch (UnableToExecuteStatementException e) {
            // Another thread was faster.
            return new Claim.UnderWay();
        }
    }

    private static Optional<Claim> found(Handle handle, String owner, String key, String fingerprint) {
        return handle.select("SELECT * FROM idempotency_keys WHERE owner = ? AND request_key = ?", owner, key)
                .map((row, context) -> claim(row, fingerprint))
                .findOne();
    }

    private static Claim claim(ResultSet row, String fingerprint) throws SQLException {
        if (!row.getString("fingerprint").equals(fingerprint)) {
            return new Claim.Another();
        }
        int status = row.getInt("status");
        return row.wasNull() ? new Claim.UnderWay() : new Claim.Done(status, row.getString("body"));
    }

    @Override
    public void settle(String owner, String key, int status, String body) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE idempotency_keys SET status = ?, body = ? WHERE owner = ? AND request_key = ?",
                status,
                body,
                owner,
                key));
    }

    @Override
    public void release(String owner, String key) {
        jdbi.useHandle(handle ->
                handle.execute("DELETE FROM idempotency_keys WHERE owner = ? AND request_key = ?", owner, key));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

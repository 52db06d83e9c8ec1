package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.tombolo.gateway.interconnection.Outbox;
import org.tombolo.gateway.interconnection.WaitingMessage;
import org.tombolo.trace.SessionId;

/** The outbox towards XMPP in the database. */
public final class JdbcOutbox implements Outbox {
    private final Jdbi jdbi;
    private final OutboxTable table;

    public JdbcOutbox(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.table = new OutboxTable(jdbi, "outbox");
    }

    @Override
    public void commit(List<WaitingMessage> added, List<Long> removed) {
        jdbi.useTransaction(handle -> {
            insert(handle, added);
            table.delete(handle, removed);
        });
    }

    private static void insert(Handle handle, List<WaitingMessage> added) {
        if (added.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch("INSERT INTO outbox (number, session_id, domain, recipient, sender, arrived,"
                        + " expires, " + StanzaColumns.NAMES
                        + ") VALUES (:number, :session_id, :domain, :recipient, :sender, :arrived,"
                        + " :expires, " + StanzaColumns.PLACES + ")");
        added.forEach(message -> StanzaColumns.bind(batch, message.stanza())
                .bind("number", message.number())
                .bind("session_id", message.session().value())
                .bind("domain", message.domain())
                .bind("recipient", message.recipient())
                .bind("sender", message.sender())
                .bind("arrived", StanzaColumns.time(message.arrived()))
                .bind("expires", StanzaColumns.time(message.expires()))
                .add());
        batch.execute();
    }

    @Override
    public List<WaitingMessage> after(long number, String domain, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM outbox WHERE domain = ? AND number > ? ORDER BY number LIMIT ?",
                        domain,
                        number,
                        limit)
                .map(JdbcOutbox::message)
                .list());
    }

    @Override
    public List<WaitingMessage> expired(Instant now, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM outbox WHERE expires < ? ORDER BY number LIMIT ?",
                        StanzaColumns.time(now),
                        limit)
                .map(JdbcOutbox::message)
                .list());
    }

    @Override
    public Map<String, Integer> recipients() {
        return table.recipients();
    }

    @Override
    public long greatestNumber() {
        return table.greatestNumber();
    }

    private static WaitingMessage message(ResultSet row, StatementContext context) throws SQLException {
        return new WaitingMessage(
                row.getLong("number"),
                new SessionId(row.getString("session_id")),
                StanzaColumns.read(row),
                row.getString("sender"),
                StanzaColumns.time(row, "arrived"),
                StanzaColumns.time(row, "expires"));
    }
}

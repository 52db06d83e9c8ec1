package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.tombolo.gateway.interconnection.DeferredMessage;
import org.tombolo.gateway.interconnection.SipOutbox;
import org.tombolo.gateway.interconnection.tracking.MessageId;

/** The outbox towards SIP in the database. */
public final class JdbcSipOutbox implements SipOutbox {
    private final Jdbi jdbi;
    private final OutboxTable table;

    public JdbcSipOutbox(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.table = new OutboxTable(jdbi, "sip_outbox");
    }

    @Override
    public void commit(List<DeferredMessage> added, List<Long> removed) {
        jdbi.useTransaction(handle -> {
            insert(handle, added);
            table.delete(handle, removed);
        });
    }

    private static void insert(Handle handle, List<DeferredMessage> added) {
        if (added.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("INSERT INTO sip_outbox (number, run, recipient, sender, arrived,"
                + " expires, " + StanzaColumns.NAMES + ") VALUES (:number, :run, :recipient, :sender, :arrived,"
                + " :expires, " + StanzaColumns.PLACES + ")");
        added.forEach(message -> StanzaColumns.bind(batch, message.stanza())
                .bind("number", message.id().number())
                .bind("run", message.id().run())
                .bind("recipient", message.to())
                .bind("sender", message.from())
                .bind("arrived", StanzaColumns.time(message.arrived()))
                .bind("expires", StanzaColumns.time(message.expires()))
                .add());
        batch.execute();
    }

    @Override
    public List<DeferredMessage> of(String recipient, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM sip_outbox WHERE recipient = ? ORDER BY number LIMIT ?", recipient, limit)
                .map(JdbcSipOutbox::message)
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

    private static DeferredMessage message(ResultSet row, StatementContext context) throws SQLException {
        return new DeferredMessage(
                new MessageId(row.getString("run"), row.getLong("number")),
                StanzaColumns.read(row),
                row.getString("sender"),
                row.getString("recipient"),
                StanzaColumns.time(row, "arrived"),
                StanzaColumns.time(row, "expires"));
    }
}

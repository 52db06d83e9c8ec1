package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.tombolo.gateway.interconnection.Outbox;
import org.tombolo.gateway.interconnection.WaitingMessage;
import org.tombolo.identity.Jid;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.XmppMessage;

/** The outbox in the database. */
public final class JdbcOutbox implements Outbox {
    private final Jdbi jdbi;

    public JdbcOutbox(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void commit(List<WaitingMessage> added, List<Long> removed) {
        jdbi.useTransaction(handle -> {
            insert(handle, added);
            delete(handle, removed);
        });
    }

    private static void insert(Handle handle, List<WaitingMessage> added) {
        if (added.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("INSERT INTO outbox (number, session_id, stanza_id, from_jid, to_jid,"
                + " recipient, type, subject, thread, language, body, sender, imdn, arrived)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        added.forEach(message -> bind(batch, message));
        batch.execute();
    }

    private static void bind(PreparedBatch batch, WaitingMessage message) {
        XmppMessage stanza = message.stanza();
        batch.bind(0, message.number())
                .bind(1, message.session().value())
                .bind(2, stanza.id())
                .bind(3, stanza.from().text())
                .bind(4, stanza.to().text())
                .bind(5, stanza.to().bare().text())
                .bind(6, stanza.type())
                .bind(7, stanza.subject())
                .bind(8, stanza.thread())
                .bind(9, stanza.language())
                .bind(10, stanza.body())
                .bind(11, message.sender())
                .bind(12, message.imdn())
                .bind(13, message.arrived().atOffset(ZoneOffset.UTC))
                .add();
    }

    private static void delete(Handle handle, List<Long> removed) {
        if (removed.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("DELETE FROM outbox WHERE number = ?");
        removed.forEach(number -> batch.bind(0, number).add());
        batch.execute();
    }

    @Override
    public List<WaitingMessage> first(int limit) {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM outbox ORDER BY number LIMIT ?", limit)
                .map(JdbcOutbox::message)
                .list());
    }

    @Override
    public Map<String, Integer> recipients() {
        return jdbi.withHandle(handle -> handle
                .select("SELECT recipient, COUNT(*) AS waiting FROM outbox GROUP BY recipient")
                .map((row, context) -> Map.entry(row.getString("recipient"), row.getInt("waiting")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public long greatestNumber() {
        return jdbi.withHandle(handle -> handle.select("SELECT COALESCE(MAX(number), 0) FROM outbox")
                .mapTo(Long.class)
                .one());
    }

    private static WaitingMessage message(ResultSet row, StatementContext context) throws SQLException {
        XmppMessage stanza = new XmppMessage(
                row.getString("stanza_id"),
                jid(row.getString("from_jid")),
                jid(row.getString("to_jid")),
                row.getString("type"),
                row.getString("subject"),
                row.getString("thread"),
                row.getString("language"),
                row.getString("body"),
                Optional.empty());
        return new WaitingMessage(
                row.getLong("number"),
                new SessionId(row.getString("session_id")),
                stanza,
                row.getString("sender"),
                row.getString("imdn"),
                row.getObject("arrived", OffsetDateTime.class).toInstant());
    }

    private static Jid jid(String stored) {
        return Jid.parse(stored)
                .orElseThrow(() -> new IllegalStateException("the outbox holds an address that is none: " + stored));
    }
}

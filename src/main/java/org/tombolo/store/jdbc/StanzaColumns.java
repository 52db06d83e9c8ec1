package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.XmppMessage;

/** The columns of a stanza, which both outboxes have. */
final class StanzaColumns {
    /** For an INSERT. */
    static final String NAMES = "stanza_id, from_jid, to_jid, type, subject, thread, language, body, more";

    static final String PLACES = ":stanza_id, :from_jid, :to_jid, :type, :subject, :thread, :language, :body, :more";

    private StanzaColumns() {}

    static PreparedBatch bind(PreparedBatch batch, XmppMessage stanza) {
        return batch.bind("stanza_id", stanza.id())
                .bind("from_jid", stanza.from().text())
                .bind("to_jid", stanza.to().text())
                .bind("type", stanza.type())
                .bind("subject", stanza.subject())
                .bind("thread", stanza.thread())
                .bind("language", stanza.language())
                .bind("body", stanza.body())
                .bind("more", StanzaExtras.write(stanza));
    }

    static XmppMessage read(ResultSet row) throws SQLException {
        StanzaExtras more = StanzaExtras.read(row.getString("more"));
        return new XmppMessage(
                row.getString("stanza_id"),
                jid(row.getString("from_jid")),
                jid(row.getString("to_jid")),
                row.getString("type"),
                row.getString("subject"),
                row.getString("thread"),
                row.getString("language"),
                row.getString("body"),
                more.error(),
                more.extensions());
    }

    private static Jid jid(String stored) {
        return Jid.parse(stored)
                .orElseThrow(() -> new IllegalStateException("the outbox holds an address that is none: " + stored));
    }

    static OffsetDateTime time(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}

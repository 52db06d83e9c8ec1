package org.tombolo.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.tombolo.gateway.interconnection.presence.PresenceStore;
import org.tombolo.identity.Jid;

/** Who watches whom, in the database. */
public final class JdbcPresence implements PresenceStore {
    private final Jdbi jdbi;

    public JdbcPresence(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public List<Row> all() {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM presence_watches")
                .setFetchSize(1000)
                .map(JdbcPresence::row)
                .list());
    }

    @Override
    public void commit(List<Row> written, List<Row> removed) {
        jdbi.useTransaction(handle -> {
            delete(handle, written);
            delete(handle, removed);
            insert(handle, written);
        });
    }

    private static void delete(Handle handle, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch("DELETE FROM presence_watches WHERE watcher = ? AND ims = ? AND xmpp = ?");
        rows.forEach(row -> batch.bind(0, row.watcher().name())
                .bind(1, row.ims().text())
                .bind(2, row.xmpp().text())
                .add());
        batch.execute();
    }

    private static void insert(Handle handle, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO presence_watches (watcher, uri, ims, xmpp, authorised) VALUES (?, ?, ?, ?, ?)");
        rows.forEach(row -> batch.bind(0, row.watcher().name())
                .bind(1, row.uri())
                .bind(2, row.ims().text())
                .bind(3, row.xmpp().text())
                .bind(4, row.authorised())
                .add());
        batch.execute();
    }

    private static Row row(ResultSet row, StatementContext context) throws SQLException {
        return new Row(
                Side.valueOf(row.getString("watcher")),
                row.getString("uri"),
                jid(row.getString("ims")),
                jid(row.getString("xmpp")),
                row.getBoolean("authorised"));
    }

    private static Jid jid(String stored) {
        return Jid.parse(stored)
                .orElseThrow(() -> new IllegalStateException("the database holds an address that is none: " + stored));
    }
}

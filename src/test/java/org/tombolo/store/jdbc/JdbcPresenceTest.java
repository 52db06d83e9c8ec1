package org.tombolo.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.config.TestSettings;
import org.tombolo.gateway.interconnection.presence.PresenceStore.Row;
import org.tombolo.gateway.interconnection.presence.PresenceStore.Side;
import org.tombolo.identity.Jid;

class JdbcPresenceTest {
    private static final Jid ROMEO = new Jid("romeo", "ims.localhost", "");
    private static final Jid JULIET = new Jid("juliet", "localhost", "");

    private static Row row(Side watcher, boolean authorised) {
        return new Row(watcher, "sip:romeo@ims.localhost", ROMEO, JULIET, authorised);
    }

    @Test
    void rowsAreWrittenChangedAndRemovedAndSurvive(@TempDir Path data) throws Exception {
        try (Database database = Database.open(TestSettings.in(data))) {
            JdbcPresence presence = new JdbcPresence(database.jdbi());
            presence.commit(List.of(row(Side.XMPP, false), row(Side.IMS, true)), List.of());
            presence.commit(List.of(row(Side.XMPP, true)), List.of());
            assertThat(presence.all()).containsExactlyInAnyOrder(row(Side.XMPP, true), row(Side.IMS, true));
            presence.commit(List.of(), List.of(row(Side.IMS, false)));
        }
        try (Database database = Database.open(TestSettings.in(data))) {
            assertThat(new JdbcPresence(database.jdbi()).all()).containsExactly(row(Side.XMPP, true));
        }
    }
}

package org.tombolo.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.config.TestSettings;
import org.tombolo.gateway.interconnection.WaitingMessage;
import org.tombolo.identity.Jid;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.XmppMessage;

class JdbcOutboxTest {
    @TempDir
    Path data;

    private static WaitingMessage message(long number, String recipient) {
        XmppMessage stanza = new XmppMessage(
                "id-" + number,
                new Jid("o\\27malley", "ims.localhost", "phone"),
                new Jid(recipient, "localhost", "balcony"),
                "chat",
                "",
                "call@host",
                "en",
                "héllo \ud83d\ude00\n'",
                Optional.empty());
        return new WaitingMessage(
                number,
                new SessionId("session-" + number),
                stanza,
                "sip:o'malley@ims.localhost",
                "34jk324j",
                Instant.parse("2026-01-01T00:00:00.123Z"));
    }

    @Test
    void whatIsCommittedIsThereAfterAReopening() throws Exception {
        try (Database database = Database.open(TestSettings.in(data))) {
            JdbcOutbox outbox = new JdbcOutbox(database.jdbi());
            assertThat(outbox.greatestNumber()).isZero();
            outbox.commit(List.of(message(2, "juliet"), message(1, "juliet"), message(3, "romeo")), List.of());
            outbox.commit(List.of(message(4, "romeo")), List.of(3L, 99L));
        }
        try (Database database = Database.open(TestSettings.in(data))) {
            JdbcOutbox outbox = new JdbcOutbox(database.jdbi());
            assertThat(outbox.first(2)).containsExactly(message(1, "juliet"), message(2, "juliet"));
            assertThat(outbox.recipients()).isEqualTo(Map.of("juliet@localhost", 2, "romeo@localhost", 1));
            assertThat(outbox.greatestNumber()).isEqualTo(4);
        }
    }

    @Test
    void anAdditionAndItsRemovalInOneCommitLeaveNothing() throws Exception {
        try (Database database = Database.open(TestSettings.in(data))) {
            JdbcOutbox outbox = new JdbcOutbox(database.jdbi());
            outbox.commit(List.of(message(1, "juliet")), List.of(1L));
            assertThat(outbox.first(10)).isEmpty();
        }
    }
}

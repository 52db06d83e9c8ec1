package org.tombolo.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.config.TestSettings;
import org.tombolo.gateway.interconnection.DeferredMessage;
import org.tombolo.gateway.interconnection.WaitingMessage;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.identity.Jid;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppMessage;

class JdbcOutboxTest {
    private static final Jid ROOM = new Jid("room", "rooms.localhost", "");
    private static final List<Extension> EVERY_EXTENSION = List.of(
            new Extension.ReceiptRequest(),
            new Extension.Received("m1"),
            new Extension.Markable(),
            new Extension.Marker(Extension.Marker.Mark.DISPLAYED, "m1"),
            new Extension.ChatState(Extension.ChatState.State.PAUSED),
            new Extension.Xhtml("<body xmlns='http://www.w3.org/1999/xhtml'>x</body>"),
            new Extension.OutOfBand("https://a/b", "a file"),
            new Extension.SharedFile(
                    "https://a/b",
                    "a file",
                    "image/png",
                    OptionalLong.of(5),
                    Optional.of(new Extension.Thumbnail("https://a/c", "image/jpeg", OptionalLong.of(2))),
                    Optional.of(Instant.parse("2026-01-01T00:00:00Z"))),
            new Extension.Delay(Instant.parse("2026-01-01T00:00:00.123Z"), "localhost"),
            new Extension.DirectInvitation(ROOM, "", "come", "t"),
            new Extension.MediatedInvitation(Optional.of(ROOM), Optional.empty(), "come", "p"),
            new Extension.StoreHint(),
            new Extension.Correction("m0"));

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
                Optional.empty(),
                EVERY_EXTENSION);
        return new WaitingMessage(
                number,
                new SessionId("session-" + number),
                stanza,
                "sip:o'malley@ims.localhost",
                Instant.parse("2026-01-01T00:00:00.123Z"),
                Instant.parse("2026-01-01T00:00:00.123Z").plusSeconds(number));
    }

    private static DeferredMessage deferred(long number, String recipient) {
        WaitingMessage same = message(number, "juliet");
        return new DeferredMessage(
                new MessageId("run-0001", number),
                same.stanza(),
                "sip:juliet@localhost;gr=balcony",
                recipient,
                same.arrived(),
                same.expires());
    }

    @Test
    void anErrorIsKept() throws Exception {
        try (Database database = Database.open(TestSettings.in(data))) {
            XmppMessage plain = message(1, "juliet").stanza();
            XmppMessage error = new XmppMessage(
                    "m1",
                    plain.from(),
                    plain.to(),
                    "error",
                    "",
                    "",
                    "",
                    "",
                    Optional.of(new StanzaError("gone", "cancel", "x", "xmpp:a@b")));
            WaitingMessage row =
                    new WaitingMessage(1, new SessionId("session-1"), error, "", Instant.EPOCH, Instant.EPOCH);
            JdbcOutbox outbox = new JdbcOutbox(database.jdbi());
            outbox.commit(List.of(row), List.of());
            assertThat(outbox.after(0, "ims.localhost", 1)).containsExactly(row);
        }
    }

    @Test
    void whatIsOverIsFound() throws Exception {
        try (Database database = Database.open(TestSettings.in(data))) {
            JdbcOutbox outbox = new JdbcOutbox(database.jdbi());
            outbox.commit(List.of(message(1, "juliet"), message(2, "juliet"), message(3, "juliet")), List.of());
            Instant now = Instant.parse("2026-01-01T00:00:03Z");
            assertThat(outbox.expired(now, 10)).containsExactly(message(1, "juliet"), message(2, "juliet"));
            assertThat(outbox.expired(now, 1)).containsExactly(message(1, "juliet"));
        }
    }

    @Test
    void whatWaitsForPhonesIsFoundByRecipient() throws Exception {
        try (Database database = Database.open(TestSettings.in(data))) {
            JdbcSipOutbox outbox = new JdbcSipOutbox(database.jdbi());
            outbox.commit(
                    List.of(deferred(2, "tel:+1555"), deferred(1, "tel:+1555"), deferred(3, "sip:b@c")), List.of());
            outbox.commit(List.of(deferred(4, "tel:+1555")), List.of(2L));
        }
        try (Database database = Database.open(TestSettings.in(data))) {
            JdbcSipOutbox outbox = new JdbcSipOutbox(database.jdbi());
            assertThat(outbox.of("tel:+1555", 10)).containsExactly(deferred(1, "tel:+1555"), deferred(4, "tel:+1555"));
            assertThat(outbox.of("tel:+1555", 1)).containsExactly(deferred(1, "tel:+1555"));
            assertThat(outbox.recipients()).isEqualTo(Map.of("tel:+1555", 2, "sip:b@c", 1));
            assertThat(outbox.greatestNumber()).isEqualTo(4);
        }
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
            assertThat(outbox.after(0, "ims.localhost", 2)).containsExactly(message(1, "juliet"), message(2, "juliet"));
            assertThat(outbox.recipients()).isEqualTo(Map.of("juliet@localhost", 2, "romeo@localhost", 1));
            assertThat(outbox.greatestNumber()).isEqualTo(4);
        }
    }

    @Test
    void theMessagesOfAComponentAreFoundBehindThoseOfAnother() throws Exception {
        try (Database database = Database.open(TestSettings.in(data))) {
            JdbcOutbox outbox = new JdbcOutbox(database.jdbi());
            outbox.commit(List.of(message(1, "juliet"), message(2, "juliet"), from(3, "second.localhost")), List.of());
            assertThat(outbox.after(0, "second.localhost", 1)).containsExactly(from(3, "second.localhost"));
            assertThat(outbox.after(0, "third.localhost", 10)).isEmpty();
        }
    }

    private static WaitingMessage from(long number, String domain) {
        WaitingMessage message = message(number, "juliet");
        XmppMessage stanza = message.stanza();
        return new WaitingMessage(
                number,
                message.session(),
                new XmppMessage(
                        stanza.id(),
                        new Jid("alice", domain, ""),
                        stanza.to(),
                        "chat",
                        "",
                        "",
                        "",
                        "hi",
                        Optional.empty()),
                message.sender(),
                message.arrived(),
                message.expires());
    }

    @Test
    void anAdditionAndItsRemovalInOneCommitLeaveNothing() throws Exception {
        try (Database database = Database.open(TestSettings.in(data))) {
            JdbcOutbox outbox = new JdbcOutbox(database.jdbi());
            outbox.commit(List.of(message(1, "juliet")), List.of(1L));
            assertThat(outbox.after(0, "ims.localhost", 10)).isEmpty();
        }
    }
}

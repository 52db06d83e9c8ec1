package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tombolo.identity.Jid;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.XmppMessage;

class OutboxWriterTest {
    private final Fakes.MapOutbox outbox = new Fakes.MapOutbox();
    private final Fakes.ManualThread thread = new Fakes.ManualThread();
    private final OutboxWriter<WaitingMessage> writer = new OutboxWriter<>(outbox, thread);

    private static WaitingMessage message(long number, String body) {
        XmppMessage stanza = new XmppMessage(
                "id-" + number,
                new Jid("alice", "ims.localhost", ""),
                new Jid("juliet", "localhost", ""),
                "chat",
                "",
                "",
                "",
                body,
                Optional.empty());
        return new WaitingMessage(
                number, new SessionId("session-1"), stanza, "sip:alice@ims.localhost", Instant.EPOCH, Instant.EPOCH);
    }

    @Test
    void aChangeThatCannotBeWrittenFailsAlone() {
        outbox.refused = "bad";
        var bad = writer.add(message(1, "bad"));
        List<CompletableFuture<Void>> good = LongStream.range(2, 500)
                .mapToObj(n -> writer.add(message(n, "good")))
                .toList();
        var removed = writer.remove(2);
        thread.run();
        assertThat(bad).isCompletedExceptionally();
        assertThat(good).allMatch(done -> done.isDone() && !done.isCompletedExceptionally());
        assertThat(removed).isCompleted();
        assertThat(outbox.rows).hasSize(497).doesNotContainKeys(1L, 2L);
    }

    @Test
    void aDatabaseThatIsDownIsNotTriedForEachChange() {
        outbox.broken = true;
        List<CompletableFuture<Void>> all = LongStream.range(0, 1000)
                .mapToObj(n -> writer.add(message(n, "good")))
                .toList();
        thread.run();
        assertThat(all).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(outbox.commits).isLessThan(10);
    }
}

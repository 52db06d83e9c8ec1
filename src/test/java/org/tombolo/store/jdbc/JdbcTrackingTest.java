package org.tombolo.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.config.TestSettings;
import org.tombolo.gateway.interconnection.DeferredMessage;
import org.tombolo.gateway.interconnection.WaitingMessage;
import org.tombolo.gateway.interconnection.tracking.Change;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.gateway.interconnection.tracking.Loss;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.gateway.interconnection.tracking.MessageState;
import org.tombolo.gateway.interconnection.tracking.TrackedMessage;
import org.tombolo.gateway.interconnection.tracking.TrackingStore.Filter;
import org.tombolo.identity.Jid;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.XmppMessage;

class JdbcTrackingTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final String ALICE = "sip:alice@ims.localhost";
    private static final Jid JULIET = new Jid("juliet", "localhost", "");
    private static final Jid ROMEO = new Jid("romeo", "localhost", "");

    @TempDir
    Path data;

    private Database database;
    private JdbcTracking store;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(TestSettings.in(data));
        store = new JdbcTracking(database.jdbi());
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private static MessageId id(long number) {
        return new MessageId("run-0001", number);
    }

    private static TrackedMessage message(long number, String ims, Jid xmpp) {
        return TrackedMessage.came(id(number), Direction.SIP_TO_XMPP, ims, xmpp, START.plusSeconds(number));
    }

    private static Change change(MessageState state, long number, long second) {
        return Change.to(state, id(number), JULIET, START.plusSeconds(second));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        TrackedMessage message = message(1, ALICE, JULIET)
                .named("call@host")
                .hidden(true)
                .in(new SessionId("session-1"))
                .without(Set.of(Loss.FORMATTING, Loss.RECEIPT))
                .plus(change(MessageState.FAILED, 1, 2).because("no\nsuch user"));
        store.write(List.of(message), List.of());
        assertThat(store.find(id(1))).contains(message);
        assertThat(message.reason()).isEqualTo("no such user");
        assertThat(store.find(new MessageId("run-0002", 1))).isEmpty();
        assertThat(store.greatestNumber()).isEqualTo(1);
    }

    @Test
    void aStateIsNeverFollowedByAnEarlierOne() {
        TrackedMessage message = message(1, ALICE, JULIET);
        List<Change> changes = List.of(
                change(MessageState.DISPLAYED, 1, 9),
                change(MessageState.SENT, 1, 3).in(new SessionId("session-1")),
                change(MessageState.DELIVERED, 1, 4).without(Set.of(Loss.CORRECTION)),
                change(MessageState.DELIVERED, 1, 5),
                change(MessageState.FAILED, 1, 6).because("too late to count"));
        store.write(List.of(message), changes);
        TrackedMessage expected = message;
        for (Change change : changes) {
            expected = expected.plus(change);
        }
        assertThat(store.find(id(1))).contains(expected);
        assertThat(expected.state()).isEqualTo(MessageState.DISPLAYED);
        assertThat(expected.times()).containsEntry(MessageState.DELIVERED, START.plusSeconds(4));
    }

    @Test
    void onlyItsPartyAndItsRunChangeAMessage() {
        store.write(
                List.of(message(1, ALICE, JULIET)),
                List.of(
                        Change.to(MessageState.DELIVERED, id(1), ROMEO, START),
                        Change.to(MessageState.DELIVERED, new MessageId("run-0002", 1), JULIET, START)));
        assertThat(store.find(id(1)).orElseThrow().state()).isEqualTo(MessageState.ACCEPTED);
    }

    @Test
    void aPartyHasHerMessagesTheNewestFirst() {
        store.write(
                List.of(
                        message(1, ALICE, JULIET),
                        message(2, "tel:+15550001", ROMEO),
                        message(3, "sip:bob@ims.localhost", JULIET),
                        message(4, ALICE, ROMEO),
                        message(5, "sip:bob@ims.localhost", ROMEO)),
                List.of(change(MessageState.DELIVERED, 1, 2)));
        Optional<Set<String>> alice = Optional.of(Set.of(ALICE, "tel:+15550001", "juliet@localhost"));
        assertThat(numbers(alice, Filter.NONE, Optional.empty(), 10)).containsExactly(4L, 3L, 2L, 1L);
        assertThat(numbers(alice, Filter.NONE, Optional.of(4L), 2)).containsExactly(3L, 2L);
        assertThat(numbers(Optional.of(Set.of()), Filter.NONE, Optional.empty(), 10))
                .isEmpty();
        assertThat(numbers(Optional.empty(), Filter.NONE, Optional.empty(), 10)).containsExactly(5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void filters() {
        store.write(
                List.of(message(1, ALICE, JULIET).named("m1"), message(2, ALICE, JULIET), message(3, ALICE, ROMEO)),
                List.of(change(MessageState.DELIVERED, 1, 2)));
        Optional<String> none = Optional.empty();
        Optional<Instant> never = Optional.empty();
        assertThat(all(new Filter(Set.of(MessageState.DELIVERED), none, none, never, never)))
                .containsExactly(1L);
        assertThat(all(new Filter(Set.of(), Optional.of("romeo@localhost"), none, never, never)))
                .containsExactly(3L);
        assertThat(all(new Filter(Set.of(), none, Optional.of("m1"), never, never)))
                .containsExactly(1L);
        assertThat(all(new Filter(Set.of(), none, none, Optional.of(START.plusSeconds(2)), never)))
                .containsExactly(3L, 2L);
        assertThat(all(new Filter(Set.of(), none, none, never, Optional.of(START.plusSeconds(2)))))
                .containsExactly(1L);
    }

    private List<Long> all(Filter filter) {
        return numbers(Optional.of(Set.of(ALICE)), filter, Optional.empty(), 10);
    }

    private List<Long> numbers(Optional<Set<String>> parties, Filter filter, Optional<Long> before, int limit) {
        return store.list(parties, filter, before, limit).stream()
                .map(message -> message.id().number())
                .toList();
    }

    @Test
    void theOldestAreForgotten() {
        store.write(
                LongStream.rangeClosed(1, 12)
                        .mapToObj(n -> message(n, ALICE, JULIET))
                        .toList(),
                List.of());
        assertThat(store.forget(START.plusSeconds(4), 100)).isFalse();
        assertThat(all(Filter.NONE)).doesNotContain(3L).contains(4L);
        store.forget(START, 5);
        assertThat(all(Filter.NONE)).containsExactly(12L, 11L, 10L, 9L, 8L);
    }

    @Test
    void manyAreForgottenInSteps() {
        store.write(
                LongStream.rangeClosed(1, 5001)
                        .mapToObj(n -> message(n, ALICE, JULIET))
                        .toList(),
                List.of());
        Instant later = START.plus(Duration.ofDays(1));
        assertThat(store.forget(later, 100)).isTrue();
        assertThat(all(Filter.NONE)).containsExactly(5001L);
        assertThat(store.forget(later, 100)).isFalse();
        assertThat(all(Filter.NONE)).isEmpty();
    }

    @Test
    void whatWaitsInAnOutboxIsThereEvenWhenTheProcessEndedBeforeItWasWritten() {
        Jid alice = new Jid("alice", "ims.localhost", "");
        WaitingMessage waiting = new WaitingMessage(
                7,
                new SessionId("session-7"),
                stanza("run-0001.7~x", alice, JULIET, "hi"),
                ALICE,
                START,
                START.plusSeconds(60));
        new JdbcOutbox(database.jdbi())
                .commit(
                        List.of(
                                waiting,
                                new WaitingMessage(
                                        8,
                                        new SessionId("session-8"),
                                        stanza("run-0001.8", alice, JULIET, ""),
                                        ALICE,
                                        START,
                                        START)),
                        List.of());
        Jid balcony = new Jid("juliet", "localhost", "balcony");
        new JdbcSipOutbox(database.jdbi())
                .commit(
                        List.of(new DeferredMessage(
                                id(9),
                                stanza("m9", balcony, alice, "yo"),
                                "sip:juliet@localhost",
                                ALICE,
                                START,
                                START)),
                        List.of());
        store.addWaiting();
        store.addWaiting();
        assertThat(store.find(id(7)))
                .contains(TrackedMessage.came(id(7), Direction.SIP_TO_XMPP, ALICE, JULIET, START)
                        .in(new SessionId("session-7")));
        assertThat(store.find(id(8))).isEmpty();
        assertThat(store.find(id(9)))
                .contains(TrackedMessage.came(id(9), Direction.XMPP_TO_SIP, ALICE, JULIET, START)
                        .named("m9"));
    }

    private static XmppMessage stanza(String id, Jid from, Jid to, String body) {
        return new XmppMessage(id, from, to, "chat", "", "", "", body, Optional.empty());
    }
}

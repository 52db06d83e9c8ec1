package org.tombolo.gateway.interaction.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallEnd;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.CallState;
import org.tombolo.gateway.interaction.CallStore;
import org.tombolo.gateway.interaction.EndReason;
import org.tombolo.gateway.interaction.MapMetrics;
import org.tombolo.gateway.interaction.RecordingResult;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.gateway.interaction.SinkCredential;
import org.tombolo.gateway.interaction.event.SinkClient.Attempt;
import org.tombolo.gateway.interaction.event.SinkClient.Kind;
import org.tombolo.identity.TelNumber;
import org.tombolo.sip.DialogRecord;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.SessionId;
import org.tombolo.web.camara.ClickToDialYaml;

/** The journal on the real store. */
class EventLogTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");
    private static final Optional<Sink> SINK = Optional.of(new Sink(
            URI.create("https://sink.example/"),
            Optional.of(new SinkCredential.AccessToken("secret", NOON.plusSeconds(1))),
            "corr-1"));

    @TempDir
    Path folder;

    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<CallEvent> delivered = new CopyOnWriteArrayList<>();
    private final List<DialogRecord> ended = new CopyOnWriteArrayList<>();
    private final ClickToDialYaml yaml = ClickToDialYaml.V0_2;

    @AfterEach
    void stop() {
        workers.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void whatIsWrittenIsFoundAgain() {
        try (TestStore store = TestStore.inMemory()) {
            Call call = call("session-0001", 1, CallState.INITIATING, Optional.empty());
            store.calls.write(List.of(entry(call, SINK)), List.of());
            assertThat(store.calls.find(call.id())).contains(call);
            Call ended = call.ended(new CallEnd(EndReason.CALLEE_BUSY, "sip486"), NOON.plusSeconds(9));
            store.calls.write(List.of(entry(ended, SINK)), List.of());
            assertThat(store.calls.find(call.id())).contains(ended);
            assertThat(store.calls.events(call.id(), 1)).containsExactly(events().of(ended));
            assertThat(store.calls.unfinished()).isEmpty();
            assertThat(store.calls.waiting())
                    .extracting(d -> d.event().sequence())
                    .containsExactly(1, 2);
            assertThat(store.calls.waiting().get(0).sink()).isEqualTo(SINK.orElseThrow());
            settle(store, call);
            settle(store, ended);
            assertThat(store.calls.waiting()).isEmpty();
        }
    }

    @Test
    void aSinkThatGivesTokensAgainstAnAssertionIsFoundAgain() {
        try (TestStore store = TestStore.inMemory()) {
            Sink sink = new Sink(
                    URI.create("https://sink.example/"),
                    Optional.of(new SinkCredential.PrivateKeyJwt("us", URI.create("https://auth.example/token"))));
            Call call = call("session-0001", 1, CallState.INITIATING, Optional.empty());
            store.calls.write(List.of(entry(call, Optional.of(sink))), List.of());
            assertThat(store.calls.waiting()).containsExactly(new Delivery(events().of(call), sink, "client:demo"));
        }
    }

    @Test
    void callsAreForgottenADayAfterTheirEnd() {
        try (TestStore store = TestStore.inMemory()) {
            Call over = call("session-0001", 5, CallState.DISCONNECTED, Optional.of(CallEnd.BY_CLIENT));
            Call lasting = call("session-0002", 1, CallState.INITIATING, Optional.empty());
            store.calls.write(List.of(entry(first(over), SINK), entry(over, SINK), entry(lasting, SINK)), List.of());
            assertThat(store.calls.purge(NOON, NOON)).isZero();
            assertThat(store.calls.purge(NOON.plusSeconds(1), NOON)).isEqualTo(1);
            assertThat(store.calls.find(over.id())).isEmpty();
            assertThat(store.calls.events(over.id(), 0)).isEmpty();
            assertThat(store.calls.find(lasting.id())).contains(lasting);
            assertThat(store.calls.events(lasting.id(), 0)).hasSize(1);
        }
    }

    @Test
    void aPageNeverMixesUpCallsOfOneMoment() {
        try (TestStore store = TestStore.inMemory()) {
            for (int i = 0; i < 5; i++) {
                store.calls.write(
                        List.of(entry(call("session-000" + i, 1, CallState.INITIATING, Optional.empty()), SINK)),
                        List.of());
            }
            List<Call> first = store.calls.list(Optional.of("client:demo"), CallStore.Filter.ALL, Optional.empty(), 3);
            List<Call> rest = store.calls.list(
                    Optional.of("client:demo"),
                    CallStore.Filter.ALL,
                    Optional.of(first.get(2).id()),
                    3);
            assertThat(first).hasSize(3);
            assertThat(rest).hasSize(2).doesNotContainAnyElementsOf(first);
            assertThat(store.calls.list(Optional.of("client:other"), CallStore.Filter.ALL, Optional.empty(), 3))
                    .isEmpty();
        }
    }

    @Test
    void afterACrashEachCallGetsItsOneFinalEventAndSinksGetWhatTheyMissed() {
        Call call = call("session-0001", 1, CallState.INITIATING, Optional.empty());
        Call connected = new Call(
                call.id(),
                call.caller(),
                call.callee(),
                call.owner(),
                4,
                CallState.CONNECTED,
                Optional.empty(),
                NOON,
                NOON,
                Optional.of(NOON),
                RecordingResult.NONE);
        try (TestStore store = TestStore.in(folder)) {
            store.calls.write(
                    List.of(entry(call, SINK), entry(connected, SINK)),
                    List.of(kept(call, "caller", 1), kept(call, "callee", 1), kept(call, "caller", 2)));
        }
        try (TestStore store = TestStore.in(folder);
                EventLog log = log(store)) {
            log.start();
            await().until(() -> delivered.size() == 3);
            assertThat(delivered).extracting(CallEvent::sequence).containsExactly(1, 4, 5);
            delivered.forEach(e -> yaml.assertEvent(e.json()));
            assertThat(delivered.get(2).json())
                    .contains("\"state\":\"disconnected\",\"reason\":\"other\"")
                    .contains("\"detail\":\"gatewayRestarted\"");
            assertThat(ended).extracting(DialogRecord::sequence).containsExactlyInAnyOrder(1L, 2L);
            assertThat(store.calls.legs()).isEmpty();
            await().until(() -> store.calls.waiting().isEmpty());
        }
        try (TestStore store = TestStore.in(folder);
                EventLog log = log(store)) {
            log.start();
            assertThat(store.calls.unfinished()).isEmpty();
            assertThat(store.calls.events(call.id(), 0))
                    .filteredOn(CallEvent::last)
                    .hasSize(1);
            assertThat(delivered).hasSize(3);
        }
    }

    @Test
    void aCallThatCannotBeWrittenIsSaidSo() {
        TestStore store = TestStore.inMemory();
        try (EventLog log = log(store)) {
            log.start();
            store.close();
            var written = log.created(call("session-0001", 1, CallState.INITIATING, Optional.empty()), SINK);
            await().atMost(Duration.ofSeconds(20)).until(written::isDone);
            assertThatThrownBy(written::join).hasMessageContaining("refused the call");
        }
    }

    @Test
    void theDocumentRefusesWhatIsNoEvent() {
        assertThatThrownBy(() -> yaml.assertEvent("{}")).isInstanceOf(AssertionError.class);
        String good = events().of(call("session-0001", 1, CallState.INITIATING, Optional.empty()))
                .json();
        yaml.assertEvent(good);
        assertThatThrownBy(() -> yaml.assertEvent(good.replace("initiating", "begun")))
                .isInstanceOf(AssertionError.class);
    }

    private static void settle(TestStore store, Call call) {
        store.deliveries.attempted(
                events().of(call), NOON, new Attempt(Kind.DELIVERED, "204"), Duration.ofMillis(7), true);
    }

    @Test
    void attemptsAreKeptAndEventsGoOutAgain() {
        try (TestStore store = TestStore.inMemory()) {
            Call call = call("session-0001", 1, CallState.INITIATING, Optional.empty());
            Call ended = call.ended(new CallEnd(EndReason.CALLEE_BUSY, "sip486"), NOON.plusSeconds(9));
            store.calls.write(List.of(entry(call, SINK), entry(ended, SINK)), List.of());
            store.deliveries.attempted(
                    events().of(call), NOON, new Attempt(Kind.FAILED, "x".repeat(400)), Duration.ofMillis(3), false);
            settle(store, call);
            settle(store, ended);
            assertThat(store.deliveries.attempts(call.id()))
                    .extracting(a -> a.sequence() + "." + a.number() + " " + a.outcome())
                    .containsExactly("1.1 FAILED", "1.2 DELIVERED", "2.1 DELIVERED");
            assertThat(store.deliveries.waiting(call.id())).isEmpty();
            assertThat(store.deliveries.reopened(call.id(), Optional.of(2)))
                    .containsExactly(new Delivery(events().of(ended), SINK.orElseThrow(), "client:demo"));
            assertThat(store.deliveries.waiting(call.id())).containsExactly(2);
            // the second one is on its way
            assertThat(store.deliveries.reopened(call.id(), Optional.empty()))
                    .extracting(d -> d.event().sequence())
                    .containsExactly(1);
            assertThat(store.deliveries.reopened(call.id(), Optional.of(3))).isEmpty();
            store.calls.purge(NOON, NOON.plusSeconds(2));
            assertThat(store.calls.waiting().get(0).sink().credential()).isEmpty();
        }
    }

    @Test
    void aCallWithoutASinkHasNothingToSendAgain() {
        try (TestStore store = TestStore.inMemory()) {
            Call call = call("session-0001", 1, CallState.INITIATING, Optional.empty());
            store.calls.write(List.of(entry(call, Optional.empty())), List.of());
            assertThat(store.deliveries.reopened(call.id(), Optional.empty())).isEmpty();
            assertThat(store.deliveries.waiting(call.id())).isEmpty();
        }
    }

    @Test
    void historyIsReadOnFromWhereOneWas() {
        try (TestStore store = TestStore.inMemory()) {
            Call one = call("session-0001", 1, CallState.INITIATING, Optional.empty());
            Call other = call("session-0002", 1, CallState.INITIATING, Optional.empty());
            store.calls.write(List.of(entry(one, SINK), entry(other, Optional.empty())), List.of());
            store.calls.write(List.of(entry(one.ended(CallEnd.RESTARTED, NOON), SINK)), List.of());
            List<EventHistory.Placed> first = store.deliveries.history(Optional.of("client:demo"), 0, 2);
            assertThat(first).extracting(p -> p.event().call()).containsExactly(one.id(), other.id());
            List<EventHistory.Placed> rest = store.deliveries.history(
                    Optional.of("client:demo"), first.get(1).position(), 2);
            assertThat(rest)
                    .singleElement()
                    .satisfies(p -> assertThat(p.event().last()).isTrue());
            assertThat(store.deliveries.history(Optional.of("client:other"), 0, 2))
                    .isEmpty();
        }
    }

    private EventLog log(TestStore store) {
        SinkClient client = delivery -> {
            delivered.add((CallEvent) delivery.event());
            return new Attempt(Kind.DELIVERED, "204");
        };
        MapMetrics metrics = new MapMetrics();
        SinkDelivery delivery = new SinkDelivery(
                client,
                store.deliveries,
                workers,
                timer,
                SinkDelivery.Limits.usual(),
                Clock.systemUTC(),
                new SecureRandom(),
                InMemoryTrace.ofOrdinarySize(),
                metrics);
        return new EventLog(
                store.calls,
                new EventFeed(store.calls),
                delivery,
                events(),
                ended::addAll,
                id -> false,
                Clock.systemUTC(),
                metrics);
    }

    private static CloudEvents events() {
        return new CloudEvents("https://tombolo.example/click-to-dial/v0.2rc1");
    }

    private static EventStore.Entry entry(Call call, Optional<Sink> sink) {
        return new EventStore.Entry(call, events().of(call), sink);
    }

    private static EventStore.KeptLeg kept(Call call, String name, long sequence) {
        DialogRecord dialog = new DialogRecord(
                "id", "<sip:a@b>;tag=1", "<sip:c@d>;tag=2", "sip:c@e", List.of("<sip:f;lr>"), sequence, "");
        return new EventStore.KeptLeg(call.id(), name, dialog);
    }

    private static Call first(Call call) {
        return call(call.id().session().value(), 1, CallState.INITIATING, Optional.empty());
    }

    private static Call call(String session, int revision, CallState state, Optional<CallEnd> end) {
        return new Call(
                new CallId(new SessionId(session)),
                new TelNumber("+15550001"),
                new TelNumber("+15550002"),
                "client:demo",
                revision,
                state,
                end,
                NOON,
                NOON,
                Optional.empty(),
                RecordingResult.NONE);
    }
}

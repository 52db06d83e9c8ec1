package org.tombolo.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tombolo.trace.TraceEvent.Protocol;

/** Timelines, and that they never outgrow their bounds. */
class InMemoryTraceTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final InMemoryTrace trace = new InMemoryTrace(4, 2, 50_000);

    @Test
    void eventsComeInTheOrderOfTheirTime() {
        trace.record(event(1, 2, ""));
        trace.record(event(1, 1, ""));
        trace.record(event(2, 3, ""));
        assertThat(trace.timeline(session(1))).containsExactly(event(1, 1, ""), event(1, 2, ""));
        assertThat(trace.timeline(session(9))).isEmpty();
        assertThat(trace.sessions(10)).containsExactly(session(2), session(1));
        assertThat(trace.sessions(1)).containsExactly(session(2));
    }

    @Test
    void theOldestAreForgottenWithTheirCallIds() {
        for (int i = 1; i <= 100; i++) {
            trace.link(session(i), "call-" + i);
            trace.record(event(i, i, "x".repeat(8000)));
        }
        assertThat(trace.sessions(100)).hasSizeBetween(6, 12).startsWith(session(100), session(99));
        assertThat(trace.timeline(session(1))).isEmpty();
        assertThat(trace.byCallId("call-1")).isEmpty();
        assertThat(trace.timeline(session(100))).hasSize(1);
        assertThat(trace.byCallId("call-100")).contains(session(100));
    }

    @Test
    void isc_aCallIdThatPassesTwiceLeadsToTheNewestSession() {
        trace.link(session(1), "spiral");
        trace.link(session(2), "spiral");
        assertThat(trace.byCallId("spiral")).contains(session(2));
    }

    @Test
    void whatIsWrittenInAnyScriptIsReadAgain() {
        TraceEvent event = new TraceEvent(
                session(1),
                NOON.plusNanos(123_456_789),
                Protocol.MSRP,
                "\u017dofie",
                "\u7537\u6027",
                "\ud83d\ude00",
                "a\nb");
        trace.record(event);
        assertThat(trace.timeline(session(1))).containsExactly(event);
    }

    @Test
    void sessionsOfOneHashAreTwo() {
        SessionId one = new SessionId("session-Aa");
        SessionId other = new SessionId("session-BB");
        assertThat(one).hasSameHashCodeAs(other);
        trace.record(TraceEvent.internal(one, NOON, "one"));
        trace.record(TraceEvent.internal(other, NOON, "other"));
        assertThat(trace.timeline(other)).extracting(TraceEvent::summary).containsExactly("other");
    }

    @Test
    void ofManyEventsTheBeginningAndTheEndStay() {
        for (int i = 1; i <= 10; i++) {
            trace.record(event(1, i, "x".repeat(1000 - 100 * i)));
        }
        assertThat(trace.timeline(session(1)))
                .extracting(TraceEvent::summary)
                .containsExactly("event 1", "event 2", "event 9", "event 10");
    }

    @Test
    void longTextIsCut() {
        trace.record(event(1, 1, "\u7537".repeat(10_000)));
        trace.record(TraceEvent.internal(session(1), NOON.plusSeconds(2), "\u7537".repeat(10_000)));
        assertThat(trace.timeline(session(1)).get(0).detail()).hasSize(8192).endsWith("\n(cut, 10000 characters)");
        assertThat(trace.timeline(session(1)).get(1).summary()).hasSize(1024).endsWith("\n(cut, 10000 characters)");
    }

    @Test
    void aCallIdOfMoreThan256CharactersIsNotIndexed() {
        trace.record(event(1, 1, ""));
        trace.link(session(1), "x".repeat(257));
        trace.link(session(1), "x".repeat(256));
        assertThat(trace.byCallId("x".repeat(257))).isEmpty();
        assertThat(trace.byCallId("x".repeat(256))).contains(session(1));
        assertThat(trace.timeline(session(1))).hasSize(1);
    }

    @Test
    void manyThreadsWriteAndOneReads() throws InterruptedException {
        InMemoryTrace shared = new InMemoryTrace(10_000, 20, 50_000);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int t = 0; t < 8; t++) {
            int session = t;
            threads.execute(() -> IntStream.range(0, 1000).forEach(i -> shared.record(event(session, i, ""))));
        }
        threads.shutdown();
        List<TraceEvent> seen = List.of();
        while (!threads.isTerminated()) {
            List<TraceEvent> now = shared.timeline(session(0));
            assertThat(now.subList(0, seen.size())).isEqualTo(seen);
            seen = now;
        }
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(shared.sessions(100)).hasSize(8);
        assertThat(shared.timeline(session(7))).hasSize(1000);
    }

    private static SessionId session(int number) {
        return new SessionId("session-" + number);
    }

    private static TraceEvent event(int session, int second, String detail) {
        return new TraceEvent(
                session(session), NOON.plusSeconds(second), Protocol.SIP, "a", "b", "event " + second, detail);
    }
}

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

    private final InMemoryTrace trace = new InMemoryTrace(3, 4, 100_000);

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
    void theOldestSessionIsForgottenWithItsCallId() {
        for (int i = 1; i <= 4; i++) {
            trace.link(session(i), "call-" + i);
            trace.record(event(i, i, ""));
        }
        assertThat(trace.sessions(10)).containsExactly(session(4), session(3), session(2));
        assertThat(trace.timeline(session(1))).isEmpty();
        assertThat(trace.byCallId("call-1")).isEmpty();
        assertThat(trace.byCallId("call-2")).contains(session(2));
    }

    @Test
    void isc_aCallIdThatPassesTwiceLeadsToTheNewestSession() {
        trace.link(session(1), "spiral");
        trace.link(session(2), "spiral");
        assertThat(trace.byCallId("spiral")).contains(session(2));
        trace.record(event(3, 1, ""));
        trace.record(event(4, 1, ""));
        assertThat(trace.sessions(10)).doesNotContain(session(1));
        assertThat(trace.byCallId("spiral")).as("forgetting the older visit").contains(session(2));
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
    void aLongDetailIsCut() {
        trace.record(event(1, 1, "x".repeat(10_000)));
        assertThat(trace.timeline(session(1)).get(0).detail())
                .hasSizeLessThan(8300)
                .endsWith("\n(cut, 10000 characters)");
    }

    @Test
    void theBytesOfAllSessionsAreBounded() {
        InMemoryTrace small = new InMemoryTrace(1000, 1000, 50_000);
        for (int i = 0; i < 1000; i++) {
            small.record(event(i, i, "x".repeat(8000)));
        }
        assertThat(small.sessions(1000)).hasSizeBetween(4, 6).startsWith(session(999));
    }

    @Test
    void theBytesOfCallIdsAreCounted() {
        InMemoryTrace small = new InMemoryTrace(1000, 1000, 50_000);
        for (int i = 0; i < 1000; i++) {
            small.link(session(i), "x".repeat(200) + i);
        }
        assertThat(small.sessions(1000)).hasSizeBetween(50, 250).startsWith(session(999));
        assertThat(small.byCallId("x".repeat(200) + 1)).isEmpty();
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
    void manyThreadsLeaveItWithinItsBounds() throws InterruptedException {
        InMemoryTrace shared = new InMemoryTrace(50, 10, 1_000_000);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int t = 0; t < 8; t++) {
            threads.execute(() -> IntStream.range(0, 5000).forEach(i -> {
                shared.record(event(i % 200, i, ""));
                shared.link(session(i % 200), "call-" + i % 200);
            }));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        List<SessionId> left = shared.sessions(1000);
        assertThat(left).hasSizeLessThanOrEqualTo(50).doesNotHaveDuplicates();
        assertThat(left).allMatch(id -> shared.timeline(id).size() <= 10);
        for (int i = 0; i < 200; i++) {
            shared.byCallId("call-" + i).ifPresent(id -> assertThat(left).contains(id));
        }
    }

    private static SessionId session(int number) {
        return new SessionId("session-" + number);
    }

    private static TraceEvent event(int session, int second, String detail) {
        return new TraceEvent(
                session(session), NOON.plusSeconds(second), Protocol.SIP, "a", "b", "event " + second, detail);
    }
}

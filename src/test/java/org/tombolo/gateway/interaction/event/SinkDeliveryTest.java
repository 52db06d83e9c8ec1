package org.tombolo.gateway.interaction.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.MapMetrics;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.gateway.interaction.event.SinkClient.Attempt;
import org.tombolo.gateway.interaction.event.SinkClient.Kind;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.SessionId;

class SinkDeliveryTest {
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final ExecutorService workers = Executors.newFixedThreadPool(8);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MapMetrics metrics = new MapMetrics();
    private final List<String> settled = new CopyOnWriteArrayList<>();
    private final List<String> attempts = new CopyOnWriteArrayList<>();
    private final List<String> posted = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        workers.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void eventsOfACallKeepTheirOrderThroughFailures() {
        AtomicInteger tries = new AtomicInteger();
        SinkDelivery delivery = delivery((event, sink) ->
                tries.incrementAndGet() % 3 == 0 ? noted(event, Kind.DELIVERED) : new Attempt(Kind.FAILED, "503"));
        for (int i = 1; i <= 5; i++) {
            delivery.deliver(new Delivery(event("call-0001", i, Instant.now()), sink("a.example"), "client:demo"));
        }
        await().until(() -> settled.size() == 5);
        assertThat(posted).containsExactly("call-0001.1", "call-0001.2", "call-0001.3", "call-0001.4", "call-0001.5");
        assertThat(delivery.waiting()).isZero();
        assertThat(metrics.counted).containsEntry("tombolo_sink_events_totalresult,delivered", 5);
    }

    @Test
    void aRefusalIsFinalAndTheNextEventGoesOut() {
        SinkDelivery delivery =
                delivery((event, sink) -> noted(event, event.sequence() == 1 ? Kind.REFUSED : Kind.DELIVERED));
        delivery.deliver(new Delivery(event("call-0001", 1, Instant.now()), sink("a.example"), "client:demo"));
        delivery.deliver(new Delivery(event("call-0001", 2, Instant.now()), sink("a.example"), "client:demo"));
        await().until(() -> settled.size() == 2);
        assertThat(posted).hasSize(2);
        assertThat(metrics.counted).containsEntry("tombolo_sink_events_totalresult,given_up", 1);
    }

    @Test
    void attemptsAreBounded() {
        SinkDelivery delivery = delivery((event, sink) -> noted(event, Kind.FAILED));
        delivery.deliver(new Delivery(event("call-0001", 1, Instant.now()), sink("a.example"), "client:demo"));
        await().until(() -> settled.size() == 1);
        assertThat(posted).hasSize(4);
        assertThat(attempts).hasSize(4).containsOnly("call-0001.1 FAILED");
    }

    @Test
    void aSinkThatAsksForTimeGetsIt() {
        SinkDelivery delivery = delivery((event, sink) -> {
            noted(event, Kind.FAILED);
            return new Attempt(Kind.FAILED, "429", Optional.of(Duration.ofMinutes(5)));
        });
        delivery.deliver(new Delivery(event("call-0001", 1, Instant.now()), sink("a.example"), "client:demo"));
        await().until(() -> posted.size() == 1);
        await().during(PAUSE.multipliedBy(20)).until(() -> posted.size() == 1);
        assertThat(delivery.waiting()).isEqualTo(1);
    }

    @Test
    void oldEventsAreTriedOnceMoreOnly() {
        SinkDelivery delivery = delivery((event, sink) -> noted(event, Kind.FAILED));
        delivery.deliver(new Delivery(
                event("call-0001", 1, Instant.now().minus(Duration.ofHours(2))), sink("a.example"), "client:demo"));
        await().until(() -> settled.size() == 1);
        assertThat(posted).hasSize(1);
    }

    @Test
    void aHangingHostDelaysNoOtherAndTakesNoMoreThanItsShare() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        SinkDelivery delivery = delivery((event, sink) -> {
            if (sink.uri().getHost().equals("slow.example")) {
                hanging.incrementAndGet();
                release.await();
            }
            return noted(event, Kind.DELIVERED);
        });
        for (int i = 0; i < 50; i++) {
            delivery.deliver(
                    new Delivery(event("slow-000" + i, 1, Instant.now()), sink("slow.example"), "client:demo"));
        }
        for (int i = 0; i < 50; i++) {
            delivery.deliver(
                    new Delivery(event("fast-000" + i, 1, Instant.now()), sink("fast.example"), "client:demo"));
        }
        await().atMost(Duration.ofSeconds(2)).until(() -> posted.size() == 50);
        assertThat(hanging).hasValue(2);
        release.countDown();
        await().until(() -> posted.size() == 100);
    }

    @Test
    void moreThanMayWaitAreGivenUp() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        SinkDelivery delivery = delivery((event, sink) -> {
            release.await();
            return noted(event, Kind.DELIVERED);
        });
        for (int i = 0; i < 101; i++) {
            delivery.deliver(new Delivery(event("call-0001", i + 1, Instant.now()), sink("a.example"), "client:demo"));
        }
        assertThat(settled).containsExactly("call-0001.101");
        assertThat(attempts).containsExactly("call-0001.101 given up: too many events wait");
        release.countDown();
        await().until(() -> settled.size() == 101);
    }

    private interface Post {
        Attempt post(SinkEvent event, Sink sink) throws InterruptedException;
    }

    private SinkDelivery delivery(Post post) {
        SinkClient client = delivery -> {
            try {
                return post.post(delivery.event(), delivery.sink());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        return new SinkDelivery(
                client,
                new Settled(),
                workers,
                timer,
                new SinkDelivery.Limits(4, Duration.ofHours(1), PAUSE, 2, 100),
                Clock.systemUTC(),
                new Random(1),
                InMemoryTrace.ofOrdinarySize(),
                metrics);
    }

    private Attempt noted(SinkEvent event, Kind kind) {
        posted.add(event.id());
        return new Attempt(kind, kind.name());
    }

    private static CallEvent event(String session, int sequence, Instant time) {
        CallId call = new CallId(new SessionId(session));
        return new CallEvent(call, sequence, session + "." + sequence, time, "{}", false);
    }

    private static Sink sink(String host) {
        return new Sink(URI.create("https://" + host + "/"), Optional.empty());
    }

    private final class Settled implements DeliveryLog {
        @Override
        public void attempted(SinkEvent event, Instant at, Attempt attempt, Duration took, boolean last) {
            attempts.add(event.id() + " " + attempt.what());
            if (last) {
                settled.add(event.id());
            }
        }

        @Override
        public List<Summary> summaries(Optional<String> owner, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Attempted> attempts(CallId call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Integer> waiting(CallId call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Delivery> reopened(CallId call, Optional<Integer> sequence) {
            throw new UnsupportedOperationException();
        }
    }
}

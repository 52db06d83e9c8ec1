package org.tombolo.web.events;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.ws.rs.sse.Sse;
import javax.ws.rs.sse.SseEventSink;
import org.tombolo.web.Caller;
import org.tombolo.web.Refusal;

/** All streams of events that are open. A comment goes out on each at every heartbeat; writing it finds out who has gone. */
public final class EventStreams implements AutoCloseable {
    /** Between two comments; under the 30 s after which proxies begin to close silent connections. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final int MOST = 2000;
    private static final int MOST_OF_CALLER = 20;

    private final Executor writers;
    private final ScheduledFuture<?> heartbeat;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> ofCaller = new ConcurrentHashMap<>();

    /**
     * @param timer starts the heartbeats; not blocked by them
     * @param writers write to clients, and may be blocked by slow ones
     */
    public EventStreams(ScheduledExecutorService timer, Executor writers) {
        this(timer, writers, HEARTBEAT);
    }

    EventStreams(ScheduledExecutorService timer, Executor writers, Duration every) {
        this.writers = writers;
        this.heartbeat = timer.scheduleAtFixedRate(
                () -> open.forEach(EventStream::beat), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Opens a stream on what JAX-RS injected into a resource method. Call it before anything is subscribed.
     *
     * @throws Refusal 429 or 503 when the caller, or all together, have as many as there may be
     */
    public EventStream open(SseEventSink sink, Sse sse, Caller caller) {
        if (open.size() >= MOST) {
            throw Refusal.of(503, "too many event streams are open").with("Retry-After", "30");
        }
        if (ofCaller.merge(caller.name(), 1, Integer::sum) > MOST_OF_CALLER) {
            release(caller.name());
            throw Refusal.of(429, "close one of your " + MOST_OF_CALLER + " event streams first")
                    .with("Retry-After", "30");
        }
        EventStream stream = new EventStream(sink, sse, writers);
        open.add(stream);
        stream.onClose(() -> {
            open.remove(stream);
            release(caller.name());
        });
        return stream;
    }

    /** How many are open. */
    public int size() {
        return open.size();
    }

    /** Ends all streams. */
    @Override
    public void close() {
        heartbeat.cancel(false);
        open.forEach(EventStream::close);
    }

    private void release(String caller) {
        ofCaller.computeIfPresent(caller, (name, count) -> count > 1 ? count - 1 : null);
    }
}

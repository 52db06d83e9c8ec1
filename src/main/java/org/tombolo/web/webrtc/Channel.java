package org.tombolo.web.webrtc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What happens to one registration and its calls, in order. The latest events wait for who comes back. Safe for all threads. */
final class Channel {
    private static final int KEPT = 100;

    private final String name;
    private final Clock clock;
    private final Deque<Happening> recent = new ArrayDeque<>();
    private final List<Consumer<Happening>> followers = new ArrayList<>();
    private long number;

    /**
     * One event.
     *
     * @param number 1 for the first of its channel
     * @param session of a call; empty for what happens to the registration itself
     * @param data CAMARA's, without what differs by receiver
     */
    record Happening(String id, long number, EventType type, Optional<String> session, Instant at, ObjectNode data) {}

    Channel(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    synchronized void tell(EventType type, Optional<String> session, ObjectNode data) {
        number++;
        if (session.isPresent()) {
            data.put("sequenceNumber", number);
        }
        Happening happening = new Happening(name + "." + number, number, type, session, clock.instant(), data);
        recent.add(happening);
        if (recent.size() > KEPT) {
            recent.remove();
        }
        followers.forEach(follower -> follower.accept(happening));
    }

    /**
     * Hands over each event from now on, in order.
     *
     * @param after events with a greater number come first, as far as they are kept
     * @param follower must not block
     * @return to be run when the follower is gone
     */
    synchronized Runnable follow(long after, Consumer<Happening> follower) {
        recent.stream().filter(h -> h.number() > after).forEach(follower);
        followers.add(follower);
        return () -> leave(follower);
    }

    private synchronized void leave(Consumer<Happening> follower) {
        followers.remove(follower);
    }
}

package org.tombolo.msrp;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Things that all have the same time from their start, so that the first to start is the first to be over. For one thread. */
final class Deadlines<T> {
    private final Map<T, Long> due = new LinkedHashMap<>();
    private final long nanos;
    private final LongSupplier clock;
    private final Consumer<T> over;

    /** @param over told of each whose time is over; it is not there any more then */
    Deadlines(Duration time, LongSupplier clock, Consumer<T> over) {
        this.nanos = time.toNanos();
        this.clock = clock;
        this.over = over;
    }

    /** Starts a thing's time, again if it had started. */
    void start(T thing) {
        due.remove(thing);
        due.put(thing, clock.getAsLong() + nanos);
    }

    void stop(T thing) {
        due.remove(thing);
    }

    boolean runs(T thing) {
        return due.containsKey(thing);
    }

    int size() {
        return due.size();
    }

    /** Ends the time of the one that started first. */
    void expireFirst() {
        T first = due.keySet().iterator().next();
        due.remove(first);
        over.accept(first);
    }

    /** Nanoseconds until the next one is over; {@link Long#MAX_VALUE} when there is none. */
    long next() {
        Iterator<Long> first = due.values().iterator();
        return first.hasNext() ? Math.max(0, first.next() - clock.getAsLong()) : Long.MAX_VALUE;
    }

    /** Tells of all whose time is over. */
    void expire() {
        while (next() == 0) {
            expireFirst();
        }
    }
}

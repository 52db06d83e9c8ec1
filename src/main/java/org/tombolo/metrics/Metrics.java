package org.tombolo.metrics;

import java.time.Duration;
import java.util.function.Supplier;

/** Counts and times what happens. Ask for a handle once and keep it: looking one up costs more than using it. */
public interface Metrics {

    /**
     * A counter.
     *
     * @param name in the form of Prometheus, such as {@code tombolo_messages_total}
     * @param tags label names and values in turn; values from a small fixed set, never from outside
     */
    Counter counter(String name, String... tags);

    /** A timer with a histogram. */
    Timer timer(String name, String... tags);

    /** A value that is read when somebody asks. */
    void gauge(String name, Supplier<Number> value, String... tags);

    /** Counts up. */
    interface Counter {
        void increment();
    }

    /** Records how long something took. */
    interface Timer {
        void record(Duration duration);
    }
}

package org.tombolo.msrp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.tombolo.metrics.Metrics;

/** What an endpoint counts, and how much of it there is now. */
final class Counters {
    private final Metrics.Counter received;
    private final Metrics.Counter sent;
    private final Metrics.Counter failed;
    private final Map<String, Metrics.Counter> errors = new HashMap<>();
    /** Connections that are open or opening. */
    final AtomicInteger connections = new AtomicInteger();
    /** Octets given to consumers and not yet taken by them. */
    final AtomicLong undelivered = new AtomicLong();

    /** Kinds of errors that are counted. */
    enum Kind {
        /** Octets that are no MSRP: the connection was closed. */
        SYNTAX,
        /** A request was answered by an error of the peer's making. */
        REQUEST,
        /** A connection was refused or closed because there were too many, or it named no session in time. */
        CONNECTION,
        /** A message was stopped because its consumer was slow. */
        SLOW
    }

    Counters(Metrics metrics) {
        received = metrics.counter("tombolo_msrp_messages_total", "direction", "in", "result", "accepted");
        sent = metrics.counter("tombolo_msrp_messages_total", "direction", "out", "result", "sent");
        failed = metrics.counter("tombolo_msrp_messages_total", "direction", "out", "result", "failed");
        for (Kind kind : List.of(Kind.values())) {
            String label = kind.name().toLowerCase(java.util.Locale.ROOT);
            errors.put(kind.name(), metrics.counter("tombolo_errors_total", "protocol", "msrp", "kind", label));
        }
        metrics.gauge("tombolo_msrp_connections", connections::get);
    }

    void received() {
        received.increment();
    }

    void sent() {
        sent.increment();
    }

    void failed() {
        failed.increment();
    }

    void error(Kind kind) {
        Objects.requireNonNull(errors.get(kind.name())).increment();
    }
}

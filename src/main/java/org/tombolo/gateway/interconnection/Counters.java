package org.tombolo.gateway.interconnection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tombolo.metrics.Metrics;

/** What is counted of messages from SIP to XMPP. The handles are made once: looking one up costs more than counting. */
final class Counters {
    private static final List<String> RESULTS = List.of("delivered", "queued", "refused", "failed");
    private static final List<String> SIP_ERRORS =
            List.of("method", "address", "sips", "loop", "sender", "content", "hops");
    private static final List<String> XMPP_ERRORS = List.of("late", "stream", "refused", "undeliverable");

    private final Map<String, Metrics.Counter> results = new HashMap<>();
    private final Map<String, Metrics.Counter> errors = new HashMap<>();
    private final Metrics.Timer seconds;

    Counters(Metrics metrics) {
        RESULTS.forEach(result -> results.put(
                result, metrics.counter("tombolo_messages_total", "direction", "sip_to_xmpp", "result", result)));
        SIP_ERRORS.forEach(kind -> errors.put(kind, error(metrics, "sip", kind)));
        XMPP_ERRORS.forEach(kind -> errors.put(kind, error(metrics, "xmpp", kind)));
        seconds = metrics.timer("tombolo_message_seconds", "direction", "sip_to_xmpp");
    }

    private static Metrics.Counter error(Metrics metrics, String protocol, String kind) {
        return metrics.counter("tombolo_errors_total", "protocol", protocol, "kind", kind);
    }

    /** Counts how a message ended for its sender. */
    void result(String result) {
        Objects.requireNonNull(results.get(result)).increment();
    }

    /** Counts something that went wrong. */
    void error(String kind) {
        Objects.requireNonNull(errors.get(kind)).increment();
    }

    /** How long senders wait for their answer. */
    Metrics.Timer seconds() {
        return seconds;
    }
}

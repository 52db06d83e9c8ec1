package org.tombolo.gateway.interconnection;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.metrics.Metrics;

/** What is counted. The handles are made once: looking one up costs more than counting. */
final class Counters {
    private static final List<String> RESULTS = List.of("delivered", "queued", "refused", "failed", "expired");
    private static final List<String> SIP_ERRORS =
            List.of("method", "address", "sips", "loop", "sender", "content", "hops");
    private static final List<String> XMPP_ERRORS =
            List.of("late", "stream", "refused", "undeliverable", "unparsable", "elsewhere", "no_address");

    private final Map<Direction, Map<String, Metrics.Counter>> results = new EnumMap<>(Direction.class);
    private final Map<String, Metrics.Counter> errors = new HashMap<>();
    private final Metrics.Timer seconds;

    Counters(Metrics metrics) {
        for (Direction direction : Direction.values()) {
            Map<String, Metrics.Counter> handles = new HashMap<>();
            RESULTS.forEach(result -> handles.put(
                    result, metrics.counter("tombolo_messages_total", "direction", name(direction), "result", result)));
            results.put(direction, handles);
        }
        SIP_ERRORS.forEach(kind -> errors.put(kind, error(metrics, "sip", kind)));
        XMPP_ERRORS.forEach(kind -> errors.put(kind, error(metrics, "xmpp", kind)));
        seconds = metrics.timer("tombolo_message_seconds", "direction", name(Direction.SIP_TO_XMPP));
    }

    private static String name(Direction direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }

    private static Metrics.Counter error(Metrics metrics, String protocol, String kind) {
        return metrics.counter("tombolo_errors_total", "protocol", protocol, "kind", kind);
    }

    /** Counts how a message ended for its sender. */
    void result(Direction direction, String result) {
        Objects.requireNonNull(Objects.requireNonNull(results.get(direction)).get(result))
                .increment();
    }

    /** Counts something that went wrong. */
    void error(String kind) {
        Objects.requireNonNull(errors.get(kind)).increment();
    }

    /** How long senders on SIP wait for their answer. */
    Metrics.Timer seconds() {
        return seconds;
    }
}

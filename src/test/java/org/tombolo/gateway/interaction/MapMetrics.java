package org.tombolo.gateway.interaction;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.tombolo.metrics.Metrics;

/** Counts in a map. */
public final class MapMetrics implements Metrics {
    public final Map<String, Integer> counted = new ConcurrentHashMap<>();
    public final Map<String, Supplier<Number>> gauges = new ConcurrentHashMap<>();

    @Override
    public Counter counter(String name, String... tags) {
        return () -> counted.merge(name + String.join(",", tags), 1, Integer::sum);
    }

    @Override
    public Timer timer(String name, String... tags) {
        return duration -> {};
    }

    @Override
    public void gauge(String name, Supplier<Number> value, String... tags) {
        gauges.put(name, value);
    }
}

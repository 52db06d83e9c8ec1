/** Counters, timers and gauges for operators; the Prometheus text format is served at {@code /metrics}. */
@NullMarked
package org.tombolo.metrics;

import org.jspecify.annotations.NullMarked;

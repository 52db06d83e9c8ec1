package org.tombolo.gateway.interconnection.file;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.tombolo.metrics.Metrics;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.XmppLink;

/**
 * What all transfers share.
 *
 * @param disk runs what waits for the store
 */
record Transfers(
        XmppLink link,
        KeptFiles files,
        Interrupted interrupted,
        Executor disk,
        Duration patience,
        Counts counts,
        Trace trace,
        Clock clock) {

    /** What is counted. */
    record Counts(Metrics.Counter delivered, Metrics.Counter refused, Metrics.Counter failed) {
        static Counts of(Metrics metrics) {
            return new Counts(counter(metrics, "delivered"), counter(metrics, "refused"), counter(metrics, "failed"));
        }

        private static Metrics.Counter counter(Metrics metrics, String result) {
            return metrics.counter("tombolo_files_total", "direction", "sip_to_xmpp", "result", result);
        }
    }
}

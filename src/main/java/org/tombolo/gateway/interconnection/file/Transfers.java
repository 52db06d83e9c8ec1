package org.tombolo.gateway.interconnection.file;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.tombolo.metrics.Metrics;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.XmppLink;

/**
 * What all transfers share.
 *
 * @param disk runs what waits for the store
 * @param links URL under which files are served
 */
record Transfers(
        XmppLink link,
        ContentStore store,
        Executor disk,
        String links,
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

    /** Where a file is found. */
    String link(StoredFile file) {
        String name = URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return links + "/" + file.id() + "/" + name;
    }
}

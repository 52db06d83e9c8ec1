package org.tombolo.media.webrtc;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tombolo.media.webrtc.dtls.DtlsServer;
import org.tombolo.metrics.Metrics;

/**
 * What all connections share.
 *
 * @param handshakes threads for what blocks; may refuse work
 * @param clock wall clock, for reports
 * @param nanoClock for measuring time
 * @param ended told once of each connection that is over
 */
record WebRtcEnvironment(
        UdpPort port,
        Demultiplexer demultiplexer,
        List<Forwarder> forwarders,
        DtlsServer dtls,
        Executor handshakes,
        Clock clock,
        LongSupplier nanoClock,
        SecureRandom random,
        Counts counts,
        Consumer<WebRtcConnection> ended) {

    record Counts(Metrics.Counter sent, Metrics.Counter dropped, Metrics.Counter forged, Metrics.Counter failed) {
        static Counts of(Metrics metrics) {
            return new Counts(
                    metrics.counter("tombolo_webrtc_packets_total", "result", "sent"),
                    metrics.counter("tombolo_webrtc_packets_total", "result", "dropped"),
                    metrics.counter("tombolo_errors_total", "protocol", "srtcp", "kind", "forged"),
                    metrics.counter("tombolo_errors_total", "protocol", "dtls", "kind", "failed"));
        }
    }

    Forwarder forwarder(int number) {
        return forwarders.get(number);
    }

    long nanos() {
        return nanoClock.getAsLong();
    }

    void closed(WebRtcConnection connection) {
        ended.accept(connection);
    }
}

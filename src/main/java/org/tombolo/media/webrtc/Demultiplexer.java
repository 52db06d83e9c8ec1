package org.tombolo.media.webrtc;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.tombolo.media.stun.Stun;
import org.tombolo.media.stun.StunMessage;
import org.tombolo.metrics.Metrics;

/**
 * Finds the connection that a datagram belongs to: STUN by the user fragment, all else by the address from which valid checks came
 * (RFC 7983: the first octet tells STUN, DTLS and RTP apart).
 */
final class Demultiplexer implements UdpPort.Receiver {
    /** Refusals to those who have not shown a password; more would make us somebody's reflector. */
    private static final int MOST_REFUSALS_A_SECOND = 50;

    private static final long SECOND = 1_000_000_000L;

    private final Map<String, WebRtcConnection> byUfrag = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, WebRtcConnection> byAddress = new ConcurrentHashMap<>();
    private final BiConsumer<ByteBuffer, InetSocketAddress> out;
    private final LongSupplier nanos;
    private final Metrics.Counter strange;
    private final Metrics.Counter unauthenticated;
    private long second;
    private int refusals;

    Demultiplexer(BiConsumer<ByteBuffer, InetSocketAddress> out, LongSupplier nanos, Metrics metrics) {
        this.out = out;
        this.nanos = nanos;
        this.strange = metrics.counter("tombolo_errors_total", "protocol", "webrtc", "kind", "stranger");
        this.unauthenticated = metrics.counter("tombolo_errors_total", "protocol", "stun", "kind", "refused");
    }

    void add(String ufrag, WebRtcConnection connection) {
        byUfrag.put(ufrag, connection);
    }

    void remove(String ufrag) {
        byUfrag.remove(ufrag);
    }

    /** From now on what comes from this address belongs to that connection. */
    void add(InetSocketAddress address, WebRtcConnection connection) {
        byAddress.put(address, connection);
    }

    void remove(InetSocketAddress address, WebRtcConnection connection) {
        byAddress.remove(address, connection);
    }

    @Override
    public void datagram(ByteBuffer datagram, InetSocketAddress from) {
        int first = datagram.hasRemaining() ? datagram.get(0) & 0xFF : 255;
        if (first <= 3) {
            stun(datagram, from);
            return;
        }
        WebRtcConnection connection = byAddress.get(from);
        if (connection == null) {
            strange.increment();
        } else if (first >= 20 && first <= 63) {
            connection.dtls(datagram);
        } else if (first >= 128 && first <= 191) {
            connection.packet(datagram);
        } else {
            strange.increment();
        }
    }

    private void stun(ByteBuffer datagram, InetSocketAddress from) {
        Optional<StunMessage> request =
                StunMessage.parse(datagram).filter(message -> message.type() == Stun.BINDING_REQUEST);
        if (request.isEmpty()) {
            strange.increment();
            return;
        }
        String ufrag = request.get().text(Stun.USERNAME).orElse("").split(":", 2)[0];
        WebRtcConnection connection = byUfrag.get(ufrag);
        if (connection == null) {
            unauthenticated.increment(); // nobody here can tell whether it is genuine
            return;
        }
        IceLite.Verdict verdict = connection.check(ufrag, request.get(), from);
        if (verdict.valid() || mayRefuse()) {
            out.accept(ByteBuffer.wrap(verdict.response()), from);
        }
    }

    private boolean mayRefuse() {
        unauthenticated.increment();
        long now = nanos.getAsLong();
        if (now - second > SECOND) {
            second = now;
            refusals = 0;
        }
        return refusals++ < MOST_REFUSALS_A_SECOND;
    }
}

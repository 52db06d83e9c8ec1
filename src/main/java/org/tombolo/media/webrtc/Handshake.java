package org.tombolo.media.webrtc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.sdp.WebRtcTransport;
import org.tombolo.media.srtp.SrtpKeys;
import org.tombolo.media.webrtc.dtls.DtlsDatagrams;
import org.tombolo.media.webrtc.dtls.DtlsServer;

/**
 * The DTLS association of one connection. A handshake blocks, so it has a thread of a bounded pool while it lasts; when none is
 * free, the browser's retransmission tries again.
 */
final class Handshake {
    private final DtlsServer server;
    private final WebRtcTransport peer;
    private final Executor threads;
    private final Events events;
    private final DtlsDatagrams datagrams;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile DtlsServer.@Nullable DtlsAssociation association;

    interface Events {
        /** It is done. */
        void secured(SrtpKeys keys);

        /** It failed, or the peer has closed it. */
        void unsecured(String why);
    }

    Handshake(DtlsServer server, WebRtcTransport peer, Executor threads, Consumer<ByteBuffer> out, Events events) {
        this.server = server;
        this.peer = peer;
        this.threads = threads;
        this.events = events;
        this.datagrams = new DtlsDatagrams(out);
    }

    /** Takes a DTLS record; never blocks. */
    void datagram(ByteBuffer datagram) {
        datagrams.offer(datagram);
        if (started.compareAndSet(false, true)) {
            run(this::perform, started);
        } else if (association != null && reading.compareAndSet(false, true)) {
            run(this::read, reading);
        }
    }

    private void run(Runnable task, AtomicBoolean flag) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            flag.set(false);
        }
    }

    private void perform() {
        try {
            DtlsServer.DtlsAssociation made = server.accept(datagrams, peer.hash(), peer.fingerprint());
            association = made;
            events.secured(made.keys());
        } catch (IOException | RuntimeException e) {
            events.unsecured("DTLS: " + e.getMessage());
        }
    }

    private void read() {
        reading.set(false);
        DtlsServer.DtlsAssociation made = association;
        if (made != null && !made.read()) {
            events.unsecured("the browser closed the connection");
        }
    }

    /** Says good-bye, when there is anybody. */
    void close() {
        DtlsServer.DtlsAssociation made = association;
        try {
            threads.execute(() -> {
                if (made != null) {
                    made.close();
                }
                datagrams.close();
            });
        } catch (RejectedExecutionException e) {
            datagrams.close();
        }
    }
}

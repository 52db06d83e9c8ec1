package org.tombolo.media.webrtc.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.srtp.SrtpKeys;

/** Takes handshakes as the passive side. ICE has verified the peer's address by then, so no cookie is asked for. */
public final class DtlsServer {
    private final SecureRandom random;
    private final Clock clock;
    private final Duration patience;
    private @Nullable DtlsIdentity identity;

    /**
     * @param patience how long a handshake may take
     */
    public DtlsServer(SecureRandom random, Clock clock, Duration patience) {
        this.random = random;
        this.clock = clock;
        this.patience = patience;
    }

    /** What peers are told of our certificate (RFC 8122). */
    public String fingerprint() {
        return identity().fingerprint();
    }

    // At the first use: a third of a second of a start would go into it.
    private synchronized DtlsIdentity identity() {
        DtlsIdentity made = identity == null ? DtlsIdentity.create(random, clock.instant()) : identity;
        identity = made;
        return made;
    }

    /**
     * Performs a handshake; blocks until it is done.
     *
     * @param hash hash function of the peer's fingerprint, such as {@code sha-256}
     * @param fingerprint what the peer's certificate must have (RFC 8122)
     * @throws IOException when it fails, is not done in time, or nothing in common is found
     */
    public DtlsAssociation accept(DtlsDatagrams datagrams, String hash, String fingerprint) throws IOException {
        SrtpServer server = new SrtpServer(identity(), hash, fingerprint, patience);
        DTLSTransport transport = new DTLSServerProtocol().accept(server, datagrams);
        return new DtlsAssociation(transport, datagrams, server);
    }

    /** What a handshake has made: keys, and a way to say good-bye. */
    public static final class DtlsAssociation {
        private final DTLSTransport transport;
        private final DtlsDatagrams datagrams;
        private final SrtpServer server;
        private final byte[] buffer = new byte[1500];

        private DtlsAssociation(DTLSTransport transport, DtlsDatagrams datagrams, SrtpServer server) {
            this.transport = transport;
            this.datagrams = datagrams;
            this.server = server;
        }

        public SrtpKeys keys() {
            return server.keys();
        }

        /** Reads what waits; false when the peer has closed the association. */
        public synchronized boolean read() {
            try {
                while (datagrams.isWaiting() && !server.isOver()) {
                    transport.receive(buffer, 0, buffer.length, 1);
                }
                return !server.isOver();
            } catch (IOException e) {
                return false;
            }
        }

        /** Says close_notify. */
        public synchronized void close() {
            try {
                transport.close();
            } catch (IOException e) {
                // The peer has gone before us; it asks for nothing more.
            }
        }
    }
}

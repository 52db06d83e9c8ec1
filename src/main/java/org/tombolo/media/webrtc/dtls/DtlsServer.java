package org.tombolo.media.webrtc.dtls;

import java.io.IOException;
import java.time.Duration;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.tombolo.media.webrtc.srtp.SrtpKeys;

/** Takes handshakes as the passive side. ICE has verified the peer's address by then, so no cookie is asked for. */
public final class DtlsServer {
    private final DtlsIdentity identity;
    private final Duration patience;

    /**
     * @param patience how long a handshake may take
     */
    public DtlsServer(DtlsIdentity identity, Duration patience) {
        this.identity = identity;
        this.patience = patience;
    }

    /**
     * Performs a handshake; blocks until it is done.
     *
     * @param hash hash function of the peer's fingerprint, such as {@code sha-256}
     * @param fingerprint what the peer's certificate must have (RFC 8122)
     * @throws IOException when it fails, is not done in time, or nothing in common is found
     */
    public DtlsAssociation accept(DtlsDatagrams datagrams, String hash, String fingerprint) throws IOException {
        SrtpServer server = new SrtpServer(identity, hash, fingerprint, patience);
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

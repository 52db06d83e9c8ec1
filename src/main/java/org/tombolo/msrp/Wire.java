package org.tombolo.msrp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** The octets of a connection, with or without TLS around them. For the thread of the connection. */
interface Wire {

    SocketChannel channel();

    /**
     * Reads what is there.
     *
     * @param plain has room for {@link BufferPool#SIZE} octets or more
     * @return how many were read, -1 at the end of the stream
     */
    int read(ByteBuffer plain) throws IOException;

    /** Writes what it can. */
    void write(ByteBuffer plain) throws IOException;

    /** Whether the socket has to take more before anything else can be written. */
    boolean blocked();

    /** The certificate that the peer has shown. */
    default Optional<X509Certificate> peerCertificate() {
        return Optional.empty();
    }

    void close();
}

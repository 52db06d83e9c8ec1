package org.tombolo.xmpp.component;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to an XMPP server, by TLS from the first octet on where the settings want it. */
final class ServerConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    /** Ours to close: that of TLS would wait for a writer that is stuck. */
    private final Socket below;

    private final Socket stream;

    private ServerConnection(Socket below, Socket stream) {
        this.below = below;
        this.stream = stream;
    }

    /**
     * Connects.
     *
     * @param heartbeat after how much silence a read ends with a time-out
     * @throws IOException when nobody is there, or not who should be
     */
    static ServerConnection open(ComponentSettings settings, Duration heartbeat) throws IOException {
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            int patience = Math.toIntExact(settings.limits().connect().toMillis());
            socket.connect(new InetSocketAddress(settings.host(), settings.port()), patience);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(patience);
            Socket stream =
                    settings.tls().isPresent() ? secure(socket, settings.tls().get(), settings.port()) : socket;
            stream.setSoTimeout(Math.toIntExact(heartbeat.toMillis()));
            return new ServerConnection(socket, stream);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secure(Socket below, ComponentSettings.Tls tls, int port) throws IOException {
        SSLSocket secure = (SSLSocket) tls.context().getSocketFactory().createSocket(below, tls.name(), port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        secure.setSSLParameters(parameters);
        try {
            secure.startHandshake();
        } catch (SocketException e) {
            // ejabberd resets the connection when its listener has no certificate.
            throw new IOException("no TLS there: " + e.getMessage(), e);
        }
        return secure;
    }

    InputStream in() throws IOException {
        return stream.getInputStream();
    }

    OutputStream out() throws IOException {
        return stream.getOutputStream();
    }

    @Override
    public void close() {
        try {
            below.close();
        } catch (IOException e) {
            LOG.debug("closing the connection", e);
        }
    }
}

package org.tombolo.launcher;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A SIP over TLS connection that requires a certificate for the gateway's public host (RFC 5922 7.2). */
final class TlsPhone implements AutoCloseable {
    private static final String HOST = "127.0.0.9";
    private static final int PATIENCE_MILLIS = 30_000;

    private final SSLSocket socket;

    private TlsPhone(SSLSocket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Where a phone with that certificate can be called. */
    static ServerSocket listening(SSLContext certificate) throws IOException {
        ServerSocket socket =
                certificate.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName(HOST));
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** The phone at the end of the next connection that comes. */
    static TlsPhone calledAt(ServerSocket listening) throws IOException {
        return new TlsPhone((SSLSocket) listening.accept());
    }

    TlsPhone(SSLContext trust, String publicHost, InetSocketAddress address) throws IOException {
        Socket plain = new Socket();
        plain.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
        plain.connect(address, PATIENCE_MILLIS);
        socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, publicHost, address.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
    }

    String via() {
        return "TLS " + HOST + ":" + socket.getLocalPort();
    }

    void send(String message) throws IOException {
        socket.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Sends a request and waits for its final response. */
    String ask(String request) throws IOException {
        send(request);
        while (true) {
            String message = read();
            if (message.matches("(?s)SIP/2.0 [2-6].*")
                    && SipText.header(message, "CSeq").equals(SipText.header(request, "CSeq"))) {
                return message;
            }
        }
    }

    /** The next message, whole. */
    String read() throws IOException {
        StringBuilder message = new StringBuilder();
        while (message.indexOf("\r\n\r\n") < 0) {
            append(message);
        }
        String length = SipText.header(message.toString(), "Content-Length");
        for (int left = Integer.parseInt(length); left > 0; left--) {
            append(message);
        }
        return message.toString();
    }

    private void append(StringBuilder message) throws IOException {
        int next = socket.getInputStream().read();
        if (next < 0) {
            throw new EOFException("the gateway closed the connection after " + message);
        }
        message.append((char) next);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package org.tombolo.gateway.interaction.event;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One POST by HTTP/1.1 over TLS to an address that a client named. The JDK's HTTP clients look the host's name up by
 * themselves, so the address that was found to be public need not be the one they connect to; here the connection is made
 * to that very address. Redirects are not followed.
 */
final class HttpsExchange {
    private static final Logger log = LoggerFactory.getLogger(HttpsExchange.class);
    private static final int HTTPS = 443;

    private final SSLContext tls;
    private final PublicAddresses addresses;
    private final Duration patience;
    private final ScheduledExecutorService watchdog;

    /**
     * @param tls who is trusted
     * @param allowed hosts that may have an address that is not public
     * @param patience for connection and answer together
     * @param watchdog ends what takes longer; not closed
     */
    HttpsExchange(SSLContext tls, List<String> allowed, Duration patience, ScheduledExecutorService watchdog) {
        this.tls = tls;
        this.addresses = new PublicAddresses(allowed);
        this.patience = patience;
        this.watchdog = watchdog;
    }

    /**
     * Posts and reads the answer.
     *
     * @param headers besides those of the connection; the values are fit for a header line
     */
    HttpAnswer post(URI to, Map<String, String> headers, byte[] body) throws IOException {
        URI uri = URI.create(to.toASCIIString());
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
        InetSocketAddress address = new InetSocketAddress(addresses.resolve(host), port);
        try (Socket socket = new Socket()) {
            Future<?> alarm = watchdog.schedule(() -> closed(socket), patience.toMillis(), TimeUnit.MILLISECONDS);
            try {
                socket.connect(address, (int) patience.toMillis());
                return exchange(socket, host, port, request(uri, headers, body));
            } finally {
                alarm.cancel(false);
            }
        }
    }

    private HttpAnswer exchange(Socket plain, String host, int port, byte[] request) throws IOException {
        plain.setSoTimeout((int) patience.toMillis());
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 9110 4.3.4
            socket.setSSLParameters(parameters);
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            return HttpAnswer.read(in);
        }
    }

    private static byte[] request(URI uri, Map<String, String> headers, byte[] body) throws IOException {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        StringBuilder head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\n"
                + "Host: " + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + "\r\n"
                + "User-Agent: tombolo\r\n"
                + "Connection: close\r\n"
                + "Content-Length: " + body.length + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        all.write(body);
        return all.toByteArray();
    }

    private static void closed(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("cannot close", e);
        }
    }
}

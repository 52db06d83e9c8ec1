package org.tombolo.gateway.interaction.event;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.Sink;

/**
 * Posts events by HTTP/1.1 over TLS. The JDK's HTTP clients look the host's name up by themselves, so the address that was
 * found to be public need not be the one they connect to; here the connection is made to that very address. Redirects are
 * not followed: a sink that moved says so to its owner.
 */
public final class HttpsSinkClient implements SinkClient {
    private static final Logger log = LoggerFactory.getLogger(HttpsSinkClient.class);
    private static final int MOST_HEADER_BYTES = 16 * 1024;
    private static final int HTTPS = 443;

    private final SSLContext tls;
    private final PublicAddresses addresses;
    private final Duration patience;
    private final ScheduledExecutorService watchdog;
    private final Clock clock;

    /**
     * A client.
     *
     * @param tls who is trusted
     * @param allowed hosts that may have an address that is not public
     * @param patience for one attempt, connection and answer together
     * @param watchdog ends attempts that take longer; not closed
     */
    public HttpsSinkClient(
            SSLContext tls, List<String> allowed, Duration patience, ScheduledExecutorService watchdog, Clock clock) {
        this.tls = tls;
        this.addresses = new PublicAddresses(allowed);
        this.patience = patience;
        this.watchdog = watchdog;
        this.clock = clock;
    }

    @Override
    public Attempt post(CallEvent event, Sink sink) {
        Optional<Sink.Token> token = sink.token();
        if (token.isPresent() && token.get().expires().isBefore(clock.instant())) {
            return new Attempt(Kind.REFUSED, "the sink's access token has expired");
        }
        try {
            return judge(exchange(sink.uri(), request(event, sink)));
        } catch (PublicAddresses.NotPublicException e) {
            return new Attempt(Kind.REFUSED, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            log.debug("sink {}", sink.uri().getHost(), e);
            return new Attempt(Kind.FAILED, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static Attempt judge(int status) {
        if (status / 100 == 2) {
            return new Attempt(Kind.DELIVERED, Integer.toString(status));
        }
        // RFC 9110 15.5.9, RFC 8470 5.2, RFC 6585 4: what a client may try again; other 3xx and 4xx stay as they are.
        boolean later = status >= 500 || status == 408 || status == 425 || status == 429;
        return new Attempt(later ? Kind.FAILED : Kind.REFUSED, Integer.toString(status));
    }

    private int exchange(URI uri, byte[] request) throws IOException {
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
        InetSocketAddress address = new InetSocketAddress(addresses.resolve(host), port);
        try (Socket socket = new Socket()) {
            Future<?> alarm = watchdog.schedule(() -> closed(socket), patience.toMillis(), TimeUnit.MILLISECONDS);
            try {
                socket.connect(address, (int) patience.toMillis());
                return exchange(socket, host, port, request);
            } finally {
                alarm.cancel(false);
            }
        }
    }

    private int exchange(Socket plain, String host, int port, byte[] request) throws IOException {
        plain.setSoTimeout((int) patience.toMillis());
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 9110 4.3.4
            socket.setSSLParameters(parameters);
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            return status(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private static byte[] request(CallEvent event, Sink sink) throws IOException {
        URI uri = URI.create(sink.uri().toASCIIString());
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        byte[] body = event.json().getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + query + " HTTP/1.1\r\n"
                + "Host: " + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + "\r\n"
                + "User-Agent: tombolo\r\n"
                + "Connection: close\r\n"
                + "Content-Type: application/cloudevents+json\r\n"
                + "Content-Length: " + body.length + "\r\n"
                + sink.token()
                        .map(t -> "Authorization: Bearer " + t.value() + "\r\n")
                        .orElse("")
                + "\r\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(head.getBytes(StandardCharsets.US_ASCII));
        all.write(body);
        return all.toByteArray();
    }

    /** The status of the first final response (RFC 9112 4); the rest of it is of no interest. */
    private static int status(InputStream in) throws IOException {
        while (true) {
            String line = line(in);
            if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
                throw new ProtocolException("the sink's answer is not HTTP/1.1");
            }
            int status = Integer.parseInt(line.substring(9, 12));
            if (status >= 200) {
                return status;
            }
            skipHeaders(in);
        }
    }

    private static void skipHeaders(InputStream in) throws IOException {
        for (int lines = 0; !line(in).isEmpty(); lines++) {
            if (lines > 100) {
                throw new ProtocolException("the sink's answer has too many headers");
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > MOST_HEADER_BYTES) {
                throw new ProtocolException("the sink's answer breaks off");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static void closed(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("cannot close", e);
        }
    }
}

package org.tombolo.gateway.interaction.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The first final response of HTTP/1.1 (RFC 9112) on a connection that closes behind it.
 *
 * @param headers by name in lower case, the first of each name
 * @param body at most {@link #MOST_BODY} octets of it
 */
record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    /** More of a body is not read. */
    static final int MOST_BODY = 16 * 1024;

    private static final int MOST_LINE = 16 * 1024;
    private static final int MOST_HEADERS = 100;

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    static HttpAnswer read(InputStream in) throws IOException {
        while (true) {
            String line = line(in);
            if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
                throw new ProtocolException("the answer is not HTTP/1.1");
            }
            int status = Integer.parseInt(line.substring(9, 12));
            Map<String, String> headers = headers(in);
            if (status >= 200) {
                return new HttpAnswer(status, headers, status == 204 ? new byte[0] : body(in, headers));
            }
        }
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (headers.size() >= MOST_HEADERS || colon < 1) {
                throw new ProtocolException("the answer's headers cannot be read");
            }
            headers.putIfAbsent(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        return headers;
    }

    // RFC 9112 6.3: chunked, else as long as it says, else until the connection closes.
    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        String length = headers.getOrDefault("content-length", "");
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .endsWith("chunked")) {
            return chunks(in);
        }
        return in.readNBytes(length.matches("\\d{1,9}") ? Math.min(Integer.parseInt(length), MOST_BODY) : MOST_BODY);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (body.size() < MOST_BODY) {
            String size = line(in).split(";", 2)[0].trim();
            if (!size.matches("[0-9a-fA-F]{1,7}")) {
                throw new ProtocolException("a chunk without a size");
            }
            int octets = Integer.parseInt(size, 16);
            if (octets == 0) {
                break;
            }
            body.write(in.readNBytes(Math.min(octets, MOST_BODY)));
            line(in);
        }
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > MOST_LINE) {
                throw new ProtocolException("the answer breaks off");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}

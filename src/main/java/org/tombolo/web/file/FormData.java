package org.tombolo.web.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of {@code multipart/form-data} (RFC 7578) as they come: of one that breaks off it is known what was there. Nothing of it
 * waits in memory or on the disk. By one thread.
 */
final class FormData {
    private static final Pattern BOUNDARY = Pattern.compile(
            ";\\s*boundary=(?:\"([ -~&&[^\"\\\\]]{1,70})\"|([^;\\s\"]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern TYPE = Pattern.compile("multipart/form-data\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
    private static final int MOST_HEADERS = 16;
    private static final int LONGEST_LINE = 4096;
    private static final int BLOCK = 64 << 10;

    private final InputStream in;
    private final byte[] delimiter;
    private long left;
    private final byte[] buffer = new byte[BLOCK];
    private int head;
    private int tail;

    /** What is no {@code multipart/form-data}. */
    static final class FormException extends IOException {
        private static final long serialVersionUID = 1L;

        FormException(String why) {
            super(why);
        }
    }

    /** Takes the content of a part. */
    interface Sink {
        void write(ByteBuffer octets) throws IOException;
    }

    private FormData(InputStream in, String boundary, long most) {
        this.in = in;
        this.left = most;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Begins to read.
     *
     * @param contentType of the request
     * @param most octets of the whole form; of a longer one what is beyond is not read
     * @throws FormException when it is not that
     */
    static FormData of(String contentType, InputStream in, long most) throws IOException {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!TYPE.matcher(contentType).matches() || !boundary.find()) {
            throw new FormException("no multipart/form-data");
        }
        FormData form = new FormData(in, Optional.ofNullable(boundary.group(1)).orElse(boundary.group(2)), most);
        // RFC 2046 5.1.1: what comes before the first delimiter counts for nothing; that one has no line end before it.
        form.buffer[form.tail++] = '\r';
        form.buffer[form.tail++] = '\n';
        form.content(octets -> {});
        return form;
    }

    /**
     * The headers of the next part, by their names in lower case; empty after the last one. Content must have been read before.
     */
    Optional<Map<String, String>> next() throws IOException {
        // RFC 2046 5.1.1: two hyphens behind the last delimiter.
        String rest = line();
        if (rest.startsWith("--")) {
            return Optional.empty();
        } else if (!rest.isBlank()) {
            throw new FormException("a delimiter with something behind it");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0 || headers.size() == MOST_HEADERS) {
                throw new FormException("no header of a part");
            }
            headers.put(
                    line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        return Optional.of(headers);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (head == tail) {
                fill();
            }
            char octet = (char) (buffer[head++] & 0xff);
            if (octet == '\n' && line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
                byte[] octets = line.substring(0, line.length() - 1).getBytes(StandardCharsets.ISO_8859_1);
                return new String(octets, StandardCharsets.UTF_8);
            }
            line.append(octet);
            if (line.length() == 2 && line.charAt(0) == '-' && line.charAt(1) == '-') {
                // After the last delimiter a line end may be missing.
                return "--";
            }
            if (line.length() > LONGEST_LINE) {
                throw new FormException("a header that does not end");
            }
        }
    }

    /**
     * The content of the part that {@link #next} told of, up to the delimiter behind it. What could be the beginning of that is not
     * written when the request ends there.
     */
    void content(Sink sink) throws IOException {
        while (true) {
            int end = delimiterAt();
            if (end >= 0) {
                sink.write(ByteBuffer.wrap(buffer, head, end - head));
                head = end + delimiter.length;
                return;
            }
            int certain = Math.max(head, tail - delimiter.length + 1);
            // Sooner than that it may be the beginning of a delimiter.
            while (certain < tail && !begins(certain)) {
                certain++;
            }
            sink.write(ByteBuffer.wrap(buffer, head, certain - head));
            head = certain;
            fill();
        }
    }

    private int delimiterAt() {
        for (int at = head; at <= tail - delimiter.length; at++) {
            if (buffer[at] == delimiter[0] && begins(at)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether what is there from that place on is a delimiter, as far as it is there. */
    private boolean begins(int at) {
        int length = Math.min(delimiter.length, tail - at);
        return Arrays.equals(buffer, at, at + length, delimiter, 0, length);
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, head, buffer, 0, tail - head);
        tail -= head;
        head = 0;
        int count = read(in, buffer, tail);
        if (count < 0) {
            throw new EOFException("the form breaks off");
        }
        left -= count;
        if (left < 0) {
            throw new FormException("the form does not end");
        }
        tail += count;
    }

    /** What a client brings; one that is gone has brought no more. */
    static int read(InputStream in, byte[] into, int from) throws EOFException {
        try {
            return in.read(into, from, into.length - from);
        } catch (IOException e) {
            throw (EOFException) new EOFException("the request breaks off").initCause(e);
        }
    }
}

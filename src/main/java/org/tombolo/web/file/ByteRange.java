package org.tombolo.web.file;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that a client asks for (RFC 9110 14.1.2).
 *
 * @param first octet, from 0
 * @param last octet
 */
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** A range that the file does not have. */
    static final ByteRange NONE = new ByteRange(0, -1);

    /**
     * Reads a Range header; empty for the whole file: also for several ranges and other units, which may be ignored (RFC 9110
     * 14.2).
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher parts = ONE.matcher(header);
        if (!parts.matches() || (parts.group(1).isEmpty() && parts.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (parts.group(1).isEmpty()) {
            long count = Math.min(Long.parseLong(parts.group(2)), size);
            return Optional.of(count == 0 ? NONE : new ByteRange(size - count, size - 1));
        }
        long first = Long.parseLong(parts.group(1));
        long last = parts.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(parts.group(2)), size - 1);
        if (!parts.group(2).isEmpty() && Long.parseLong(parts.group(2)) < first) {
            return Optional.empty();
        }
        return Optional.of(first >= size ? NONE : new ByteRange(first, last));
    }

    long length() {
        return last - first + 1;
    }
}

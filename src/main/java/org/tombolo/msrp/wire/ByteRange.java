package org.tombolo.msrp.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a chunk stands in its message (RFC 4975 7.1.1). The first octet is number one.
 *
 * @param start at least 1
 * @param end number of the last octet, one less than {@code start} when there is none; {@link #UNKNOWN} for {@code *}
 * @param total octets of the whole message, or {@link #UNKNOWN} for {@code *}
 */
public record ByteRange(long start, long end, long total) {
    /** What the wire writes as {@code *}. */
    public static final long UNKNOWN = -1;

    /** Of a request that says nothing about it: a whole message, or its first chunk. */
    public static final ByteRange FIRST = new ByteRange(1, UNKNOWN, UNKNOWN);

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18}|\\*)/(\\d{1,18}|\\*)");

    public ByteRange {
        if (start < 1 || (end != UNKNOWN && end < start - 1) || total < UNKNOWN || (total != UNKNOWN && end > total)) {
            throw new IllegalArgumentException("no range: " + start + "-" + end + "/" + total);
        }
    }

    /**
     * Reads the value of a Byte-Range header.
     *
     * @throws MsrpSyntaxException when it is none, or ends before it starts or after the message
     */
    public static ByteRange parse(String text) throws MsrpSyntaxException {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new MsrpSyntaxException("no byte range: " + MsrpSyntaxException.shortened(text));
        }
        try {
            return new ByteRange(Long.parseLong(parts.group(1)), number(parts.group(2)), number(parts.group(3)));
        } catch (IllegalArgumentException e) {
            throw new MsrpSyntaxException("a byte range that cannot be: " + text);
        }
    }

    private static long number(String text) {
        return text.equals("*") ? UNKNOWN : Long.parseLong(text);
    }

    /** The text for the wire. */
    public String text() {
        return start + "-" + star(end) + "/" + star(total);
    }

    private static String star(long number) {
        return number == UNKNOWN ? "*" : String.valueOf(number);
    }
}

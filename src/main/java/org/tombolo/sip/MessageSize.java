package org.tombolo.sip;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** How large a MESSAGE may be. */
public final class MessageSize {
    /** RFC 7572 6 and RFC 3428 8: the longest MESSAGE request, in bytes, over a path of unknown links. */
    public static final int LONGEST = 1300;

    /**
     * Request line, Via, Max-Forwards, From, To, Call-ID, CSeq, Content-Type, Content-Length and one Route, without the
     * addresses in them.
     */
    private static final int FIXED_HEADERS = 350;

    private MessageSize() {}

    /**
     * Whether a MESSAGE is short enough.
     *
     * @param headers besides those that every MESSAGE has
     * @param body octets of it
     */
    public static boolean fits(String from, String to, List<Header> headers, int body) {
        // To's URI stands in the request line as well.
        int size = FIXED_HEADERS + bytes(from) + 2 * bytes(to) + body;
        for (Header header : headers) {
            size += bytes(header.name()) + bytes(header.value()) + 4;
        }
        return size <= LONGEST;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

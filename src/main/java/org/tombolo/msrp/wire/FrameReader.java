package org.tombolo.msrp.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives on a connection into frames (RFC 4975 9), whatever the pieces in which it arrives. Keeps the lines of
 * a head until it is whole, and nothing of a body. HEAD -> BODY or SKIP -> HEAD.
 */
public final class FrameReader {
    /** Longest line before a body, and so the most that stays unread between two calls of {@link #read}. */
    public static final int LONGEST_LINE = 8 << 10;

    private static final int LONGEST_HEAD = 16 << 10;
    private static final byte[] NONE = {};

    private enum State {
        /** Lines of a start line and headers. */
        HEAD,
        /** A body that somebody wants. */
        BODY,
        /** A body that nobody wants, because the head was wrong or is that of a response. */
        SKIP
    }

    private final FrameHandler handler;
    private State state = State.HEAD;
    private @Nullable HeadReader head;
    private byte[] endLine = NONE;

    public FrameReader(FrameHandler handler) {
        this.handler = handler;
    }

    /**
     * Reads as far as it can. What remains has to be given again with what follows it; it is shorter than
     * {@link #LONGEST_LINE}.
     *
     * @throws MsrpSyntaxException when this is not MSRP, so that nobody knows where the next frame starts
     */
    public void read(ByteBuffer in) throws MsrpSyntaxException {
        boolean more = true;
        while (more) {
            more = state == State.HEAD ? line(in) : body(in);
        }
    }

    private boolean line(ByteBuffer in) throws MsrpSyntaxException {
        int end = lineEnd(in);
        if (end < 0) {
            if (in.remaining() >= LONGEST_LINE) {
                throw new MsrpSyntaxException("a line of more than " + LONGEST_LINE + " octets");
            }
            return false;
        }
        byte[] octets = new byte[end - in.position()];
        in.get(octets);
        in.position(end + 2);
        take(new String(octets, StandardCharsets.UTF_8));
        return true;
    }

    private static int lineEnd(ByteBuffer in) {
        for (int i = in.position(); i + 1 < in.limit(); i++) {
            if (in.get(i) == '\r' && in.get(i + 1) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void take(String line) throws MsrpSyntaxException {
        if (head == null) {
            head = new HeadReader(line, LONGEST_HEAD);
            return;
        }
        if (line.isEmpty()) {
            // RFC 4975 9: an empty line parts the headers from the body.
            endLine = ("\r\n-------" + head.transaction()).getBytes(StandardCharsets.UTF_8);
            state = headDone(head, true) ? State.BODY : State.SKIP;
            head = null;
            return;
        }
        Optional<ContinuationFlag> flag = head.endsWith(line);
        if (flag.isPresent()) {
            HeadReader whole = head;
            head = null;
            if (headDone(whole, false)) {
                handler.end(flag.get());
            }
        } else {
            head.line(line);
        }
    }

    /** Tells of a head; whether body and end have to be told too. */
    private boolean headDone(HeadReader whole, boolean body) {
        try {
            if (whole.isResponse()) {
                handler.response(whole.response());
                return false;
            }
            handler.request(whole.request(), body);
            return true;
        } catch (MsrpSyntaxException e) {
            if (!whole.isResponse()) {
                handler.malformed(whole.transaction(), whole.headers(), String.valueOf(e.getMessage()));
            }
            return false;
        }
    }

    private boolean body(ByteBuffer in) {
        int start = in.position();
        for (int i = start; i < in.limit(); i++) {
            if (in.get(i) != '\r') {
                continue;
            }
            int length = endLineAt(in, i);
            if (length != 0) {
                content(in, start, i);
                return length > 0 && bodyEnd(in, i + length);
            }
        }
        content(in, start, in.limit());
        return false;
    }

    private boolean bodyEnd(ByteBuffer in, int end) {
        in.position(end);
        boolean told = state == State.BODY;
        state = State.HEAD;
        if (told) {
            handler.end(ContinuationFlag.of(in.get(end - 3)));
        }
        return true;
    }

    /** The length of an end-line at that place; 0 when there is none, -1 when what follows must decide. */
    private int endLineAt(ByteBuffer in, int at) {
        int most = Math.min(endLine.length, in.limit() - at);
        for (int i = 1; i < most; i++) {
            if (in.get(at + i) != endLine[i]) {
                return 0;
            }
        }
        int flag = at + endLine.length;
        boolean possible = (flag >= in.limit() || ContinuationFlag.is(in.get(flag)))
                && (flag + 1 >= in.limit() || in.get(flag + 1) == '\r')
                && (flag + 2 >= in.limit() || in.get(flag + 2) == '\n');
        if (!possible) {
            return 0;
        }
        return flag + 2 < in.limit() ? endLine.length + 3 : -1;
    }

    private void content(ByteBuffer in, int from, int to) {
        if (to > from && state == State.BODY) {
            handler.content(in.slice(from, to - from));
        }
        in.position(to);
    }
}

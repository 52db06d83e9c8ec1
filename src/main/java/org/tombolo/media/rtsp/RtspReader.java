package org.tombolo.media.rtsp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cuts what a client sends into requests and interleaved packets (RFC 2326 10.12). Bodies are read over: no request of ours needs
 * one.
 */
final class RtspReader {
    static final int LARGEST_HEAD = 8 << 10;
    private static final int LARGEST_BODY = 16 << 10;
    private static final int INTERLEAVED_HEADER = 4;

    private final ByteBuffer in = ByteBuffer.allocate(LARGEST_HEAD);
    private final Events events;
    private int skip;

    /** What comes. */
    interface Events {
        void request(RtspRequest request);

        /** An interleaved packet, only valid during the call. */
        void interleaved(int channel, ByteBuffer packet);

        /** Nothing that follows can be understood. */
        void malformed(String why);
    }

    RtspReader(Events events) {
        this.events = events;
    }

    /** Where to put octets before {@link #read}. */
    ByteBuffer room() {
        return in;
    }

    /** Takes what was put there. */
    void read() {
        in.flip();
        while (in.hasRemaining() && next()) {}
        in.compact();
        if (!in.hasRemaining()) {
            events.malformed("a request of more than " + LARGEST_HEAD + " octets");
        }
    }

    private boolean next() {
        if (skip > 0) {
            int now = Math.min(skip, in.remaining());
            in.position(in.position() + now);
            skip -= now;
            return true;
        }
        return in.get(in.position()) == '$' ? packet() : head();
    }

    private boolean packet() {
        int at = in.position();
        if (in.remaining() < INTERLEAVED_HEADER) {
            return false;
        }
        int length = in.getShort(at + 2) & 0xFFFF;
        if (length > LARGEST_HEAD - INTERLEAVED_HEADER) {
            // No player's report is that long.
            in.position(at + INTERLEAVED_HEADER);
            skip = length;
            return true;
        }
        if (in.remaining() < INTERLEAVED_HEADER + length) {
            return false;
        }
        events.interleaved(in.get(at + 1) & 0xFF, in.slice(at + INTERLEAVED_HEADER, length));
        in.position(at + INTERLEAVED_HEADER + length);
        return true;
    }

    private boolean head() {
        int at = in.position();
        if (in.get(at) == '\r' || in.get(at) == '\n') {
            in.get(); // RFC 2326 4: empty lines before a request are ignored
            return true;
        }
        int end = endOfHead();
        if (end < 0) {
            return false;
        }
        String text =
                StandardCharsets.UTF_8.decode(in.slice(at, end - at)).toString().stripTrailing();
        in.position(end);
        Optional<RtspRequest> request = RtspRequest.parse(text);
        int body = request.flatMap(r -> r.number("content-length")).orElse(0);
        if (request.isEmpty() || body > LARGEST_BODY) {
            events.malformed(request.isEmpty() ? "no RTSP request" : "a body of " + body + " octets");
            in.position(in.limit());
            return false;
        }
        skip = body;
        events.request(request.get());
        return true;
    }

    /** Where the empty line is over; -1 while it has not come. */
    private int endOfHead() {
        boolean lineEnded = false;
        for (int i = in.position(); i < in.limit(); i++) {
            byte octet = in.get(i);
            if (octet == '\n' && lineEnded) {
                return i + 1;
            }
            lineEnded = octet == '\n' || (octet == '\r' && lineEnded);
        }
        return -1;
    }
}

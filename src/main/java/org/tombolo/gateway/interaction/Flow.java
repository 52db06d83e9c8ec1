package org.tombolo.gateway.interaction;

import java.util.List;
import java.util.Optional;

/**
 * Which way media flow, as whoever writes a description sees it (RFC 4566 6, RFC 3264 5.1).
 *
 * @param send from the writer to the reader
 * @param receive from the reader to the writer
 */
record Flow(boolean send, boolean receive) {
    static final Flow BOTH = new Flow(true, true);

    private static final List<String> WORDS = List.of("a=inactive", "a=recvonly", "a=sendonly", "a=sendrecv");

    /** What one line says; empty when it is about something else. */
    static Optional<Flow> of(String line) {
        int index = WORDS.indexOf(line.trim());
        return index < 0 ? Optional.empty() : Optional.of(new Flow(index >= 2, index % 2 == 1));
    }

    String line() {
        return WORDS.get((send ? 2 : 0) + (receive ? 1 : 0));
    }

    /** What both allow. */
    Flow and(Flow other) {
        return new Flow(send && other.send, receive && other.receive);
    }
}

package org.tombolo.sip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What has to be known of a dialog (RFC 3261 12), or of an INVITE that is not answered yet, to end it from another process.
 *
 * @param local our address with its tag, as From has it
 * @param remote the other's address, with its tag once there is one, as To has it
 * @param target the remote target, or the Request-URI of an INVITE that is not answered yet
 * @param routes the route set, as Route has it
 * @param sequence the number of the INVITE's CSeq
 * @param via the topmost Via of an INVITE that is not answered yet; empty for a dialog
 */
public record DialogRecord(
        String callId, String local, String remote, String target, List<String> routes, long sequence, String via) {
    private static final int FIXED = 6;

    public DialogRecord {
        routes = List.copyOf(routes);
    }

    /** Whether the INVITE has been answered by 2xx, so that BYE ends it; CANCEL otherwise. */
    public boolean confirmed() {
        return via.isEmpty();
    }

    /** One line a part, to be kept. */
    public String text() {
        List<String> lines = new ArrayList<>(List.of(callId, local, remote, target, Long.toString(sequence), via));
        lines.addAll(routes);
        return String.join("\n", lines);
    }

    /** Reads {@link #text}; empty when it is no such thing. */
    public static Optional<DialogRecord> parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length < FIXED || !lines[4].matches("\\d{1,10}")) {
            return Optional.empty();
        }
        List<String> routes = Arrays.asList(lines).subList(FIXED, lines.length);
        return Optional.of(
                new DialogRecord(lines[0], lines[1], lines[2], lines[3], routes, Long.parseLong(lines[4]), lines[5]));
    }
}

package org.tombolo.gateway.interconnection.tracking;

import java.util.Optional;

/**
 * Our name of a message: in the API, and at the start of the stanza id or IMDN Message-ID that we give it.
 *
 * @param run names one run of the gateway: 8 letters, digits, {@code -} or {@code _}
 * @param number its place in the order of arrival
 */
public record MessageId(String run, long number) {
    private static final int RUN = 8;
    private static final int MOST_DIGITS = 18;

    /** The message that an id of ours begins with; empty when it is no such id. */
    public static Optional<MessageId> startOf(String id) {
        int end = RUN + 1;
        while (end < id.length() && isDigit(id.charAt(end))) {
            end++;
        }
        int digits = end - RUN - 1;
        boolean ours = digits > 0
                && digits <= MOST_DIGITS
                && id.charAt(RUN) == '.'
                && isRun(id)
                && (end == id.length() || id.charAt(end) == '~' || id.charAt(end) == '!');
        return ours
                ? Optional.of(new MessageId(id.substring(0, RUN), Long.parseLong(id, RUN + 1, end, 10)))
                : Optional.empty();
    }

    private static boolean isRun(String id) {
        for (int i = 0; i < RUN; i++) {
            char c = id.charAt(i);
            if (!isDigit(c) && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Reads what {@link #text} wrote; empty when it is anything else. */
    public static Optional<MessageId> parse(String text) {
        return startOf(text).filter(id -> id.text().equals(text));
    }

    /** As it is written. */
    public String text() {
        return run + "." + number;
    }

    @Override
    public String toString() {
        return text();
    }
}

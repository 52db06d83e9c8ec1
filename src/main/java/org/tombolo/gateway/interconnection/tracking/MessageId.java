package org.tombolo.gateway.interconnection.tracking;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our name of a message: in the API, and at the start of the stanza id or IMDN Message-ID that we give it.
 *
 * @param run names one run of the gateway: 8 letters, digits, {@code -} or {@code _}
 * @param number its place in the order of arrival
 */
public record MessageId(String run, long number) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{8})\\.(\\d{1,18})(?:[~!].*)?");

    /** The message that an id of ours begins with; empty when it is no such id. */
    public static Optional<MessageId> startOf(String id) {
        Matcher matcher = FORM.matcher(id);
        return matcher.matches()
                ? Optional.of(new MessageId(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
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

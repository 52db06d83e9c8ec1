package org.tombolo.gateway.interaction;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tombolo.sip.Body;

/** Keys in INFO, of phones that have no telephone-event: {@code application/dtmf-relay}, and {@code application/dtmf} with the key alone. */
final class DtmfRelay {
    private static final String RELAY = "application/dtmf-relay";
    private static final String PLAIN = "application/dtmf";
    private static final Pattern SIGNAL = Pattern.compile("(?i)signal\\s*=\\s*([0-9A-D*#])");
    private static final int MILLIS = 160;

    private DtmfRelay() {}

    static Body of(char key) {
        return Body.text(RELAY, "Signal=" + key + "\r\nDuration=" + MILLIS + "\r\n");
    }

    /** The key of a body; empty when it tells of none. */
    static Optional<Character> key(Body body) {
        String text = body.text().strip().toUpperCase(Locale.ROOT);
        if (body.is(RELAY)) {
            return text.lines()
                    .map(line -> SIGNAL.matcher(line.strip()))
                    .filter(Matcher::matches)
                    .map(m -> m.group(1).charAt(0))
                    .findFirst();
        }
        return body.is(PLAIN) && text.matches("[0-9A-D*#]") ? Optional.of(text.charAt(0)) : Optional.empty();
    }
}

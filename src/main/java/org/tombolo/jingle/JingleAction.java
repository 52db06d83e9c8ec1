package org.tombolo.jingle;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a request does to a session (XEP-0166 7.2). */
public enum JingleAction {
    CONTENT_ACCEPT,
    CONTENT_ADD,
    CONTENT_MODIFY,
    CONTENT_REJECT,
    CONTENT_REMOVE,
    DESCRIPTION_INFO,
    SECURITY_INFO,
    SESSION_ACCEPT,
    SESSION_INFO,
    SESSION_INITIATE,
    SESSION_TERMINATE,
    TRANSPORT_ACCEPT,
    TRANSPORT_INFO,
    TRANSPORT_REJECT,
    TRANSPORT_REPLACE;

    /** As it stands in the attribute. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<JingleAction> of(String text) {
        return Arrays.stream(values()).filter(a -> a.text().equals(text)).findFirst();
    }
}

package org.tombolo.xmpp;

import java.util.List;

/**
 * A conference of the IMS, as XMPP asks for it (XEP-0030; XEP-0045 6.4, 6.5).
 *
 * @param subject what it is about, empty when that is not known or not for the one who asks
 * @param nicknames who is in it, for who is in it herself
 */
public record Conference(String subject, List<String> nicknames) {
    /** One of which nothing is told but that it is one. */
    public static final Conference UNKNOWN = new Conference("", List.of());

    public Conference {
        nicknames = List.copyOf(nicknames);
    }
}

package org.tombolo.presence.rules;

import org.tombolo.presence.PresenceDocument;
import org.tombolo.presence.Tuple;
import org.tombolo.presence.Tuple.Basic;

/** What a watcher may. */
public final class Permission {
    /** Everything: there are no rules, and the operator lets everybody watch. */
    public static final Permission EVERYTHING = new Permission(SubHandling.ALLOW, Visibility.ALL);
    /** She waits: nothing is known of any rules. */
    public static final Permission UNDECIDED = new Permission(SubHandling.CONFIRM, Visibility.NOTHING);

    private final SubHandling handling;
    private final Visibility visibility;

    Permission(SubHandling handling, Visibility visibility) {
        this.handling = handling;
        this.visibility = visibility;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Permission that && handling == that.handling && visibility.equals(that.visibility);
    }

    @Override
    public int hashCode() {
        return 31 * handling.hashCode() + visibility.hashCode();
    }

    /** What happens to her subscription. */
    public SubHandling handling() {
        return handling;
    }

    /** What she sees of a document; what is left is for her eyes only. */
    public PresenceDocument filter(PresenceDocument document) {
        return switch (handling) {
            case ALLOW -> visibility.filter(document);
            // RFC 5025 3.2.1: a single service that is closed.
            case POLITE_BLOCK -> PresenceDocument.of(document.entity()).with(Tuple.of("t", Basic.CLOSED));
            case BLOCK, CONFIRM -> PresenceDocument.of(document.entity());
        };
    }
}

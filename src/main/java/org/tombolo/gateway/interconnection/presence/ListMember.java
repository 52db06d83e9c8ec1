package org.tombolo.gateway.interconnection.presence;

import java.util.Optional;
import org.tombolo.presence.ListNotification.Resource;
import org.tombolo.presence.ListNotification.State;
import org.tombolo.presence.PresenceDocument;

/** A place in a list that somebody watches: one virtual subscription (RFC 4662 4.5). Safe for all threads. */
final class ListMember {
    private final String uri;
    private final Runnable changed;
    private Optional<State> state = Optional.empty();
    private String reason = "";
    private Optional<byte[]> document = Optional.empty();
    private boolean told;

    /** @param changed told when there is news */
    ListMember(String uri, Runnable changed) {
        this.uri = uri;
        this.changed = changed;
    }

    String uri() {
        return uri;
    }

    /** The subscription stands so now. */
    void set(State now, String why, Optional<byte[]> content) {
        synchronized (this) {
            state = Optional.of(now);
            reason = why;
            // RFC 4662 5.5: an active instance has a document, if only one that says nothing.
            document = now == State.ACTIVE ? Optional.of(content.orElseGet(this::nothing)) : Optional.empty();
            told = false;
        }
        changed.run();
    }

    private byte[] nothing() {
        return PresenceDocument.of("pres:" + uri.substring(uri.indexOf(':') + 1))
                .write();
    }

    synchronized boolean hasNews() {
        return !told;
    }

    /** What there is to tell, once; empty when it has been told. */
    synchronized Optional<Resource> news(boolean all) {
        if (told && !all) {
            return Optional.empty();
        }
        told = true;
        return Optional.of(new Resource(uri, state, reason, document));
    }
}

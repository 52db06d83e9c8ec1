package org.tombolo.xmpp.component;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stanzas that were written and not yet confirmed, in order. A server handles the stanzas of one stream in order
 * (RFC 6120 10.1), so the answer to a ping confirms all that went before the ping. Safe for all threads.
 */
final class Unconfirmed {
    private static final class Written {
        private final long number;
        private final Outgoing stanza;
        private boolean refused;

        Written(long number, Outgoing stanza) {
            this.number = number;
            this.stanza = stanza;
        }
    }

    private final Deque<Written> inOrder = new ArrayDeque<>();
    private final Map<String, Written> byId = new HashMap<>();
    private long written;
    private boolean closed;

    /** Takes stanzas that are about to be written; false when the stream is over. */
    synchronized boolean add(List<Outgoing> stanzas) {
        if (closed) {
            return false;
        }
        for (Outgoing stanza : stanzas) {
            Written entry = new Written(++written, stanza);
            inOrder.add(entry);
            if (!stanza.id().isEmpty()) {
                byId.put(stanza.id(), entry);
            }
        }
        return true;
    }

    /** The number of the newest, for a ping that follows it. */
    synchronized long newest() {
        return written;
    }

    /** Whether any waits. */
    synchronized boolean any() {
        return !inOrder.isEmpty();
    }

    /** Takes out all up to a number; refused ones are no longer among them. */
    synchronized List<Outgoing> confirm(long number) {
        List<Outgoing> confirmed = new ArrayList<>();
        while (!inOrder.isEmpty() && inOrder.peekFirst().number <= number) {
            Written entry = inOrder.removeFirst();
            byId.remove(entry.stanza.id(), entry);
            if (!entry.refused) {
                confirmed.add(entry.stanza);
            }
        }
        return confirmed;
    }

    /** Takes out the one of that id, provided that the error comes from where the stanza went. */
    synchronized Optional<Outgoing> refuse(String id, String errorFromBare) {
        Written entry = byId.get(id);
        if (entry == null || !bare(entry.stanza.to()).equals(errorFromBare)) {
            return Optional.empty();
        }
        byId.remove(id);
        entry.refused = true;
        return Optional.of(entry.stanza);
    }

    /** Takes out all that are left: the stream is over. */
    synchronized List<Outgoing> close() {
        closed = true;
        List<Outgoing> left = confirm(Long.MAX_VALUE);
        byId.clear();
        return left;
    }

    private static String bare(String jid) {
        int slash = jid.indexOf('/');
        return slash < 0 ? jid : jid.substring(0, slash);
    }
}

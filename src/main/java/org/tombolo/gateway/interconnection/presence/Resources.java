package org.tombolo.gateway.interconnection.presence;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/**
 * The last presence of each resource of an XMPP user, available or not, as one watcher was told.
 *
 * @param byName by resource
 */
record Resources(Map<String, XmppPresence> byName) {
    static final Resources NONE = new Resources(Map.of());
    private static final int MOST = 16;

    boolean isEmpty() {
        return byName.isEmpty();
    }

    boolean anyAvailable() {
        return byName.values().stream().anyMatch(p -> p.type() == Type.AVAILABLE);
    }

    /** The hash of her picture (XEP-0153), which all of her resources announce that know it. */
    Optional<String> photo() {
        return byName.values().stream().flatMap(p -> p.photo().stream()).findFirst();
    }

    /** After another presence, of one resource or (from her bare address) of all. */
    Resources after(XmppPresence presence) {
        Map<String, XmppPresence> now = new LinkedHashMap<>(byName);
        String resource = presence.from().resource();
        if (presence.type() != Type.AVAILABLE) {
            leave(now, presence);
        } else {
            now.values().removeIf(other -> other.type() == Type.UNAVAILABLE);
            if (now.size() < MOST || now.containsKey(resource)) {
                now.put(resource, presence.content());
            }
        }
        return new Resources(Map.copyOf(now));
    }

    /** RFC 8048 6.2: unavailable is closed. The last one stays to say so. */
    private static void leave(Map<String, XmppPresence> now, XmppPresence presence) {
        if (presence.from().resource().isEmpty()) {
            now.clear();
        } else {
            now.remove(presence.from().resource());
        }
        if (now.isEmpty()) {
            now.put(presence.from().resource(), presence.content());
        }
    }

    /** The same resources, all of them gone. */
    Resources gone() {
        Map<String, XmppPresence> gone = new LinkedHashMap<>();
        byName.forEach((name, p) -> gone.put(name, XmppPresence.of(Type.UNAVAILABLE, p.from(), p.to())));
        return new Resources(Map.copyOf(gone));
    }

    /** The presences to tell of; when nothing is known, that the user herself is gone. */
    Collection<XmppPresence> of(Jid user, Jid watcher) {
        return isEmpty() ? List.of(XmppPresence.of(Type.UNAVAILABLE, user, watcher)) : byName.values();
    }
}

package org.tombolo.gateway.interconnection.room;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tombolo.identity.Jid;

/** Who of the IMS users is in which room, or on her way there. Safe for all threads. */
final class RoomDirectory {
    private final Map<String, RoomSession> sessions = new ConcurrentHashMap<>();

    void add(RoomSession session) {
        sessions.put(key(session.room().jid(), session.user().jid()), session);
    }

    void remove(RoomSession session) {
        sessions.remove(key(session.room().jid(), session.user().jid()), session);
    }

    /** The session of a stanza from a room to one of our users. */
    Optional<RoomSession> find(Jid from, Jid to) {
        return Optional.ofNullable(sessions.get(key(from, to)));
    }

    /** A session of the user with this URI in a room. */
    Optional<RoomSession> of(Jid room, String uri) {
        return sessions.values().stream()
                .filter(s -> s.room().jid().equals(room) && s.user().is(uri))
                .findFirst();
    }

    List<RoomSession> all() {
        return List.copyOf(sessions.values());
    }

    int size() {
        return sessions.size();
    }

    private static String key(Jid room, Jid user) {
        return room.bare().text() + " " + user.text();
    }
}

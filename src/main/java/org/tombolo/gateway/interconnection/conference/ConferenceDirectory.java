package org.tombolo.gateway.interconnection.conference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tombolo.identity.Jid;

/** Which XMPP users are in which conference, or on their way there. Safe for all threads. */
final class ConferenceDirectory {
    private final Map<String, ConferenceSession> sessions = new ConcurrentHashMap<>();

    /** Takes up a visit; false when there is one of the same device to the same conference. */
    boolean add(ConferenceSession session) {
        return sessions.putIfAbsent(key(session), session) == null;
    }

    void remove(ConferenceSession session) {
        sessions.remove(key(session), session);
    }

    /** The visit that a stanza of a device to a conference, or to somebody in it, belongs to. */
    Optional<ConferenceSession> find(Jid from, Jid to) {
        return Optional.ofNullable(sessions.get(key(from, to)));
    }

    List<ConferenceSession> all() {
        return List.copyOf(sessions.values());
    }

    int size() {
        return sessions.size();
    }

    private static String key(ConferenceSession session) {
        return key(session.visitor().jid(), session.visitor().room());
    }

    private static String key(Jid device, Jid room) {
        return device.text() + " " + room.bare().text();
    }
}

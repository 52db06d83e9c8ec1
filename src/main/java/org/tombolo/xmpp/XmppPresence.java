package org.tombolo.xmpp;

import java.util.Optional;
import org.tombolo.identity.Jid;

/**
 * A presence stanza (RFC 6121 4) as far as our gateways read it.
 *
 * @param id stanza id, may be empty
 * @param show availability in more detail
 * @param status words for a person; empty when there are none
 * @param language {@code xml:lang}, empty when there is none
 * @param priority -128 to 127; 0 when it is not given
 * @param photo SHA-1 of the avatar in hexadecimal (XEP-0153), empty for "I have none"; absent when nothing is said of it
 * @param error what was wrong, when the type is {@code ERROR}
 * @param room what it says of a room
 */
public record XmppPresence(
        String id,
        Jid from,
        Jid to,
        Type type,
        Show show,
        String status,
        String language,
        int priority,
        Optional<String> photo,
        Optional<StanzaError> error,
        Optional<RoomPart> room) {

    /** RFC 6121 4.7.1; {@code AVAILABLE} is the absence of a type. */
    public enum Type {
        AVAILABLE,
        UNAVAILABLE,
        SUBSCRIBE,
        SUBSCRIBED,
        UNSUBSCRIBE,
        UNSUBSCRIBED,
        PROBE,
        ERROR
    }

    /** RFC 6121 4.7.2.1; {@code NONE} is the absence of the element. */
    public enum Show {
        NONE,
        AWAY,
        CHAT,
        DND,
        XA
    }

    public XmppPresence {
        if (priority < -128 || priority > 127) {
            throw new IllegalArgumentException("a priority is -128 to 127, not " + priority);
        }
    }

    /** One that says nothing of rooms. */
    public XmppPresence(
            String id,
            Jid from,
            Jid to,
            Type type,
            Show show,
            String status,
            String language,
            int priority,
            Optional<String> photo,
            Optional<StanzaError> error) {
        this(id, from, to, type, show, status, language, priority, photo, error, Optional.empty());
    }

    /** One that says its type alone. */
    public static XmppPresence of(Type type, Jid from, Jid to) {
        return new XmppPresence("", from, to, type, Show.NONE, "", "", 0, Optional.empty(), Optional.empty());
    }

    /** One that says somebody is available. */
    public static XmppPresence available(Jid from, Jid to, Show show, String status, String language, int priority) {
        return new XmppPresence(
                "", from, to, Type.AVAILABLE, show, status, language, priority, Optional.empty(), Optional.empty());
    }

    /** The same for somebody else. */
    public XmppPresence to(Jid other) {
        return new XmppPresence(id, from, other, type, show, status, language, priority, photo, error, room);
    }

    /** The same without its id: what it says, and not which stanza says it. */
    public XmppPresence content() {
        return new XmppPresence("", from, to, type, show, status, language, priority, photo, error, room);
    }

    /** The same with words. */
    public XmppPresence withStatus(String words) {
        return new XmppPresence(id, from, to, type, show, words, language, priority, photo, error, room);
    }

    /** The same with an id, by which an error for it is known. */
    public XmppPresence named(String name) {
        return new XmppPresence(name, from, to, type, show, status, language, priority, photo, error, room);
    }

    /** A refusal of a stanza. */
    public static XmppPresence error(String id, Jid from, Jid to, StanzaError error) {
        return new XmppPresence(id, from, to, Type.ERROR, Show.NONE, "", "", 0, Optional.empty(), Optional.of(error));
    }

    /** The same with something of a room. */
    public XmppPresence with(RoomPart part) {
        return new XmppPresence(id, from, to, type, show, status, language, priority, photo, error, Optional.of(part));
    }
}

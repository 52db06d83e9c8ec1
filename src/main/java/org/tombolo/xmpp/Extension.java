package org.tombolo.xmpp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tombolo.identity.Jid;

/** What a message stanza carries besides its text. An extension that is not among these is left out when a stanza is read. */
public sealed interface Extension {

    /** The sender asks for a delivery receipt (XEP-0184 5.1). */
    record ReceiptRequest() implements Extension {}

    /**
     * The message of that id reached a device (XEP-0184 5.2).
     *
     * @param id stanza id of the message; empty when the sender left it out, as early versions of the XEP did
     */
    record Received(String id) implements Extension {}

    /** The sender asks for chat markers (XEP-0333 4.1). */
    record Markable() implements Extension {}

    /**
     * The recipient's mark (XEP-0333 4.2).
     *
     * @param id stanza id of the message up to which it counts
     */
    record Marker(Mark mark, String id) implements Extension {
        /** How far the recipient got. */
        public enum Mark {
            /** It reached a device; some clients say so by this instead of a receipt. */
            RECEIVED,
            /** It was shown. */
            DISPLAYED,
            /** The recipient acted on it. */
            ACKNOWLEDGED
        }
    }

    /** What the other one is doing (XEP-0085). */
    record ChatState(State state) implements Extension {
        /** The five states of XEP-0085 4. */
        public enum State {
            ACTIVE,
            COMPOSING,
            PAUSED,
            INACTIVE,
            GONE
        }
    }

    /**
     * The formatted form of the body (XEP-0071).
     *
     * @param body the XHTML {@code <body/>} element as well-formed XML with its namespace; as the sender wrote it, and
     *     not to be trusted, when it was received
     */
    record Xhtml(String body) implements Extension {}

    /**
     * A file or page elsewhere (XEP-0066 3).
     *
     * @param description words for a person, may be empty
     */
    record OutOfBand(String url, String description) implements Extension {}

    /**
     * A file elsewhere, and what it is (XEP-0447, XEP-0446).
     *
     * @param url by HTTP or HTTPS
     * @param name for a person, may be empty
     * @param type media type, empty when it is not told
     * @param size octets
     * @param thumbnail a small picture of it (XEP-0264)
     * @param until when it is deleted; XMPP has no place for this, so it is known in the gateway alone
     */
    record SharedFile(
            String url,
            String name,
            String type,
            OptionalLong size,
            Optional<Thumbnail> thumbnail,
            Optional<Instant> until)
            implements Extension {}

    /**
     * A small picture of a file (XEP-0264).
     *
     * @param url by HTTP or HTTPS
     * @param type media type, empty when it is not told
     * @param size octets, known in the gateway alone
     */
    record Thumbnail(String url, String type, OptionalLong size) {}

    /**
     * When the message was first sent, for one that is late (XEP-0203).
     *
     * @param by who held it back: an address as text, empty when nobody says so
     */
    record Delay(Instant stamp, String by) implements Extension {}

    /**
     * An invitation to a room, straight from the one who invites (XEP-0249).
     *
     * @param password empty when there is none
     * @param reason words for a person, may be empty
     * @param thread the chat that the room continues, empty when it continues none
     */
    record DirectInvitation(Jid room, String password, String reason, String thread) implements Extension {}

    /**
     * An invitation by way of the room (XEP-0045 7.8.2): to the room it names the one who is invited, from the room the
     * one who invites.
     *
     * @param from who invites; none on the way to the room
     * @param to who is invited; none on the way from the room
     * @param reason words for a person, may be empty
     * @param password empty when there is none
     */
    record MediatedInvitation(Optional<Jid> from, Optional<Jid> to, String reason, String password)
            implements Extension {}

    /**
     * A word about a call before it is a session, or after it was one (XEP-0353 3).
     *
     * @param id of the call, which becomes the session's
     * @param media kinds of media that are proposed, such as {@code audio}
     * @param reason name of a condition of XEP-0166 7.4, empty when none is told
     */
    record CallMessage(Word word, String id, List<String> media, String reason) implements Extension {
        /** The words of XEP-0353 3. */
        public enum Word {
            PROPOSE,
            RINGING,
            PROCEED,
            ACCEPT,
            REJECT,
            RETRACT,
            FINISH
        }
    }

    /** The server should keep the message for who is away, although it has no body (XEP-0334 4.4). */
    record StoreHint() implements Extension {}

    /**
     * The message replaces an earlier one (XEP-0308).
     *
     * @param id stanza id of the one that is replaced
     */
    record Correction(String id) implements Extension {}

    /**
     * Somebody does not take an invitation to a room (XEP-0045 7.8.2).
     *
     * @param from who does not; none on the way to the room
     * @param to who had invited her; none on the way from the room
     * @param reason words for a person, may be empty
     */
    record Declined(Optional<Jid> from, Optional<Jid> to, String reason) implements Extension {}

    /**
     * By which id a server or a room knows the message (XEP-0359 3).
     *
     * @param by who gave the id, as text
     */
    record StanzaId(String id, String by) implements Extension {}

    /** A subject that is there and empty: a room has none any more (XEP-0045 8.1). */
    record EmptySubject() implements Extension {}
}

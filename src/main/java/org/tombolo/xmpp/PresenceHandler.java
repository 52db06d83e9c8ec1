package org.tombolo.xmpp;

import java.util.Optional;
import org.tombolo.identity.Jid;

/** What our side does with presence. Called on the stream's reader thread: must not block. */
public interface PresenceHandler {

    /** A presence stanza to an address of our domain. */
    void presence(XmppPresence presence);

    /**
     * What one of our users is called and looks like.
     *
     * @param user bare address
     * @param asking bare address of who wants to know; empty when that is not told to her
     */
    default Optional<UserCard> card(Jid user, Jid asking) {
        return Optional.empty();
    }

    /** The stream of a domain of ours is open. */
    void up(String domain);

    /** It is gone; it reconnects by itself. */
    void down(String domain, String reason);
}

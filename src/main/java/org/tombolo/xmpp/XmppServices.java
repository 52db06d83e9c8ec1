package org.tombolo.xmpp;

import java.util.Optional;
import org.tombolo.identity.Jid;

/**
 * Gives each kind of stanza to who serves it.
 *
 * @param messages told of the stream first
 */
public record XmppServices(XmppHandler messages, PresenceHandler presences) implements XmppHandler {
    @Override
    public void message(XmppMessage message) {
        messages.message(message);
    }

    @Override
    public void presence(XmppPresence presence) {
        presences.presence(presence);
    }

    @Override
    public Optional<UserCard> card(Jid user, Jid asking) {
        return presences.card(user, asking);
    }

    @Override
    public void up() {
        messages.up();
        presences.up();
    }

    @Override
    public void down(String reason) {
        messages.down(reason);
        presences.down(reason);
    }
}

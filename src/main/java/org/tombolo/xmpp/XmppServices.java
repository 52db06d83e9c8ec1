package org.tombolo.xmpp;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tombolo.identity.Jid;

/**
 * Gives each kind of stanza to who serves it.
 *
 * @param messages told of the stream first
 */
public record XmppServices(XmppHandler messages, PresenceHandler presences, CallHandler calls) implements XmppHandler {
    @Override
    public void message(XmppMessage message) {
        if (!calls.message(message)) {
            messages.message(message);
        }
    }

    @Override
    public void presence(XmppPresence presence) {
        presences.presence(presence);
        calls.presence(presence);
    }

    @Override
    public Optional<UserCard> card(Jid user, Jid asking) {
        return presences.card(user, asking);
    }

    @Override
    public Optional<CompletableFuture<XmppAnswer>> request(XmppRequest request) {
        return calls.request(request);
    }

    @Override
    public void skipped(StanzaFault fault) {
        messages.skipped(fault);
    }

    @Override
    public void up(String domain) {
        messages.up(domain);
        presences.up(domain);
    }

    @Override
    public void down(String domain, String reason) {
        messages.down(domain, reason);
        presences.down(domain, reason);
        calls.down(domain);
    }
}

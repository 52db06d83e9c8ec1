package org.tombolo.xmpp;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tombolo.identity.Jid;

/** Serves some of what comes from the stream; all else goes on to the next. */
public abstract class SelectiveHandler implements XmppHandler {
    private final XmppHandler next;

    /** @param next gets what is not served here, and what becomes of the stream */
    protected SelectiveHandler(XmppHandler next) {
        this.next = next;
    }

    @Override
    public void message(XmppMessage message) {
        next.message(message);
    }

    @Override
    public void presence(XmppPresence presence) {
        next.presence(presence);
    }

    @Override
    public Optional<UserCard> card(Jid user, Jid asking) {
        return next.card(user, asking);
    }

    @Override
    public CompletableFuture<Optional<Conference>> conference(Jid address, Jid asking) {
        return next.conference(address, asking);
    }

    @Override
    public Optional<CompletableFuture<XmppAnswer>> request(XmppRequest request) {
        return next.request(request);
    }

    @Override
    public void skipped(StanzaFault fault) {
        next.skipped(fault);
    }

    @Override
    public void up(String domain) {
        next.up(domain);
    }

    @Override
    public void down(String domain, String reason) {
        next.down(domain, reason);
    }
}

package org.tombolo.xmpp;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tombolo.identity.Jid;

/** What our side does with the stream. Called on the stream's reader thread: must not block. */
public interface XmppHandler {

    /** A message to an address of a domain of ours, or an error for one we sent that came later than its delivery was settled. */
    void message(XmppMessage message);

    /** A presence stanza to an address of a domain of ours; who serves messages alone lets it pass. */
    default void presence(XmppPresence presence) {}

    /**
     * What one of our users is called and looks like.
     *
     * @param user bare address
     * @param asking bare address of who wants to know; empty when that is not told to her
     */
    default Optional<UserCard> card(Jid user, Jid asking) {
        return Optional.empty();
    }

    /**
     * Whether an address of ours is that of a conference, and which; empty for a user's. Who asks need not be told everything.
     *
     * @param address bare
     * @param asking full address
     */
    default CompletableFuture<Optional<Conference>> conference(Jid address, Jid asking) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /**
     * A request to an address of a domain of ours that the stream does not answer by itself.
     *
     * @return the answer to come; empty when nobody here understands it
     */
    default Optional<CompletableFuture<XmppAnswer>> request(XmppRequest request) {
        return Optional.empty();
    }

    /** A stanza was skipped: it goes no further, and the stream goes on. */
    default void skipped(StanzaFault fault) {}

    /**
     * A stream is open: what waits may be sent.
     *
     * @param domain the domain of ours that it is for
     */
    void up(String domain);

    /** The stream of a domain of ours is gone; it reconnects by itself. */
    void down(String domain, String reason);
}

package org.tombolo.xmpp;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tombolo.identity.Jid;

/** The cards of XMPP users. Safe for all threads. */
public interface ContactCards {

    /**
     * Asks for one. Never blocks.
     *
     * @param asking one of our users; the XMPP server tells what she may know
     * @param user bare address
     * @return empty when there is none, it is not for her, or nobody answered in time
     */
    CompletableFuture<Optional<ContactCard>> ask(Jid asking, Jid user);
}

package org.tombolo.web.message;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tombolo.gateway.interconnection.tracking.TrackedMessage;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association.Service;
import org.tombolo.identity.Associations;
import org.tombolo.identity.Jid;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Caller;

/** Who may see what became of a message: a portal user, of those that she wrote or got; an administrator or a client with a token, of any. */
public final class MessageAccess {
    private static final String ADMIN = "admin";

    private final Associations associations;

    public MessageAccess(Associations associations) {
        this.associations = associations;
    }

    /** The addresses of a caller, whose messages she may see; empty when she may see all. */
    Optional<Set<String>> parties(Caller caller) {
        boolean all = caller.scopes().contains(ADMIN);
        return caller.user().filter(user -> !all).map(this::addresses);
    }

    private Set<String> addresses(WebUser user) {
        Set<String> addresses = new HashSet<>();
        for (Service service : Service.values()) {
            for (Address ims : associations.identitiesOf(user, service)) {
                addresses.add(ims.text());
                associations
                        .webOf(ims, Service.MESSAGING)
                        .filter(Jid.class::isInstance)
                        .ifPresent(jid -> addresses.add(jid.text()));
            }
        }
        return addresses;
    }

    /** Whether one of these addresses, or anybody when there are none, is a party of a message. */
    static boolean maySee(Optional<Set<String>> parties, TrackedMessage message) {
        return parties.filter(own ->
                        List.of(message.ims(), message.xmpp().text()).stream().noneMatch(own::contains))
                .isEmpty();
    }

    /** The message as these may see it. */
    static MessageBody view(Optional<Set<String>> parties, TrackedMessage message) {
        return MessageBody.of(
                message, parties.filter(own -> !own.contains(message.ims())).isEmpty());
    }
}

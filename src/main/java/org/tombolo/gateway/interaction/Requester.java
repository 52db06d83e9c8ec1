package org.tombolo.gateway.interaction;

import java.util.List;
import java.util.Optional;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;
import org.tombolo.identity.WebUser;

/**
 * Who asks the gateway for something.
 *
 * @param name client of a token or user of the portal, in a form in which the two never collide
 * @param user the portal user, when it is one: she may only call from a number of her own
 * @param all whether calls of others are shown too
 */
public record Requester(String name, Optional<WebUser> user, boolean all) {
    private static final String CLIENT = "client:";

    /** A client with a token. */
    public static Requester client(String name, boolean all) {
        return new Requester(CLIENT + name, Optional.empty(), all);
    }

    /** The id of the client that a name is of; empty for that of a portal user. */
    public static Optional<String> clientId(String name) {
        return name.startsWith(CLIENT) ? Optional.of(name.substring(CLIENT.length())) : Optional.empty();
    }

    /** A portal user. */
    public static Requester user(WebUser user, boolean all) {
        return new Requester(user.text(), Optional.of(user), all);
    }

    /**
     * Whoever had that name when she asked for something that is done later; what she might do was looked at then.
     */
    public static Requester again(String name) {
        return new Requester(name, Optional.empty(), false);
    }

    /** The {@link #name} that what she sees belongs to; empty when she sees what belongs to anybody. */
    public Optional<String> owner() {
        return all ? Optional.empty() : Optional.of(name);
    }

    boolean sees(Call call) {
        return sees(call.owner());
    }

    /** Whether she sees what belongs to somebody of that {@link #name}. */
    public boolean sees(String owner) {
        return all || owner.equals(name);
    }

    /** Whether she may call, or write, as somebody: a portal user as herself. */
    public boolean mayActAs(Address party, Associations associations) {
        return all
                || user.map(web -> List.of(Association.Service.values()).stream()
                                .anyMatch(service -> associations
                                        .webOf(party, service)
                                        .filter(web::equals)
                                        .isPresent()))
                        .orElse(true);
    }
}

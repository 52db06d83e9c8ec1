package org.tombolo.gateway.interaction.push;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.tombolo.identity.Address;

/**
 * What the phones of users take, as they said when they registered.
 *
 * @param known the SIP address of whom a number is, where that is known; some phones have no use for a message to a {@code tel} URI
 * @param sessions MSRP sessions
 * @param links descriptions of files that they fetch themselves
 */
public record Phones(UnaryOperator<Address> known, Predicate<Address> sessions, Predicate<Address> links) {

    /** What a request to a user goes to. */
    String uri(Address user) {
        return known.apply(user).text();
    }

    boolean takeSessions(Address user) {
        return sessions.test(known.apply(user));
    }

    boolean takeLinks(Address user) {
        return links.test(known.apply(user));
    }
}

package org.tombolo.gateway.interaction.push;

import java.util.function.Predicate;
import org.tombolo.identity.Address;

/**
 * What the phones of users take, as they said when they registered.
 *
 * @param sessions MSRP sessions
 * @param links descriptions of files that they fetch themselves
 */
public record Phones(Predicate<Address> sessions, Predicate<Address> links) {}

package org.tombolo.gateway.convergence;

import java.util.List;
import java.util.Locale;
import org.tombolo.identity.Address;
import org.tombolo.identity.SipAddress;

/**
 * Whose shares are recorded when they have not said themselves.
 *
 * @param who SIP addresses, numbers and domains of those with whom something is shared; {@code *} is everybody
 */
public record KeepRule(List<String> who) {

    boolean keeps(Address to) {
        return who.stream().anyMatch(one -> one.equals("*") || isOf(one.toLowerCase(Locale.ROOT), to));
    }

    private static boolean isOf(String one, Address to) {
        boolean domain = to instanceof SipAddress sip && sip.host().equals(one);
        return domain || to.text().toLowerCase(Locale.ROOT).equals(one);
    }
}

package org.tombolo.gateway.interaction.guard;

import java.util.List;
import java.util.Set;
import org.tombolo.identity.Address;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;

/**
 * Whom nobody may call, or be called as.
 *
 * @param allowed how a number must begin, such as {@code +49}; none means that any may
 * @param denied how it must not begin
 * @param premium likewise, for numbers that cost whoever calls them
 * @param emergency short numbers such as {@code 112}, behind a country code or as the user of a SIP address
 */
public record NumberRules(List<String> allowed, List<String> denied, List<String> premium, Set<String> emergency) {
    private static final int LONGEST_COUNTRY_CODE = 3;

    public NumberRules {
        allowed = List.copyOf(allowed);
        denied = List.copyOf(denied);
        premium = List.copyOf(premium);
        emergency = Set.copyOf(emergency);
    }

    /** No rule at all. */
    public static NumberRules none() {
        return new NumberRules(List.of(), List.of(), List.of(), Set.of());
    }

    /** Whether a party may take part in a call. */
    public boolean allow(Address party) {
        if (party instanceof TelNumber number) {
            return allow(number.e164());
        }
        return !(party instanceof SipAddress sip) || allow(sip);
    }

    private boolean allow(String e164) {
        boolean wanted = allowed.isEmpty() || starts(e164, allowed);
        return wanted && !starts(e164, denied) && !starts(e164, premium) && !isEmergency(e164.substring(1));
    }

    // A SIP address may hide a number: sip:+49112@..., sip:112@...
    private boolean allow(SipAddress sip) {
        String user = sip.user().split(";", 2)[0].replaceAll("[-.()]", "");
        return user.startsWith("+") ? allow(user) : !emergency.contains(user);
    }

    // ITU-T E.164: a country code has one to three digits. No subscriber has a number as short as these.
    private boolean isEmergency(String digits) {
        for (int code = 0; code <= LONGEST_COUNTRY_CODE && code < digits.length(); code++) {
            if (emergency.contains(digits.substring(code))) {
                return true;
            }
        }
        return false;
    }

    private static boolean starts(String number, List<String> prefixes) {
        return prefixes.stream().anyMatch(number::startsWith);
    }
}

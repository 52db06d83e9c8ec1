package org.tombolo.gateway.interaction;

import java.util.Optional;
import org.tombolo.identity.Address;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;

/** Who can be a party of a call: a number, which is all that CAMARA knows, or by our own API a SIP address. */
public final class PartyAddress {
    private PartyAddress() {}

    /** Reads {@code +15550001}, {@code tel:} or {@code sip:}; empty for anything else. */
    public static Optional<Address> parse(String text) {
        Optional<? extends Address> number = TelNumber.parse(text);
        return number.isPresent()
                ? number.map(n -> n)
                : SipAddress.parse(text).filter(a -> !a.user().isEmpty()).map(a -> a);
    }

    /** As APIs show it: a number without its scheme, a SIP address with. */
    public static String shown(Address party) {
        return party instanceof TelNumber number ? number.e164() : party.text();
    }

    /**
     * The URI by which a phone is shown somebody. TS 24.229 5.7.5 lets an AS send on behalf of a user; a SIP URI with user=phone is
     * shown by every phone, tel: is not.
     *
     * @param imsDomain domain of numbers
     */
    public static String uri(Address party, String imsDomain) {
        return party instanceof TelNumber number
                ? "sip:" + number.e164() + "@" + imsDomain + ";user=phone"
                : party.text();
    }

    /** Whether CAMARA has a word for it. */
    public static boolean isNumber(Address party) {
        return party instanceof TelNumber;
    }
}

package org.tombolo.gateway.interconnection.room;

import java.util.List;
import java.util.Optional;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;

/**
 * An IMS user in a room.
 *
 * @param jid as the room sees her, with a resource that no other session has
 * @param uri as she is addressed by the room
 * @param identities URIs that she may write in her own name with
 * @param nickname which she has until she asks for another one
 */
record RoomUser(Jid jid, String uri, List<String> identities, String nickname) {
    private static final String ANONYMOUS = "anonymous.invalid";

    RoomUser {
        identities = List.copyOf(identities);
    }

    /** RFC 7701 6.1: whether a URI is one by which she is known. */
    boolean is(String named) {
        return identities.stream().anyMatch(own -> same(own, named)) || isAnonymous(named);
    }

    /** RFC 7701 5.2, RFC 3323 4.1.1.3: who is anonymous says so everywhere. */
    private boolean isAnonymous(String named) {
        return jid.local().equals("anonymous")
                && SipAddress.parse(named)
                        .map(SipAddress::host)
                        .filter(ANONYMOUS::equals)
                        .isPresent();
    }

    private static boolean same(String one, String other) {
        Optional<TelNumber> number = TelNumber.parse(one);
        // RFC 7701 6.1: an im URI (RFC 3860) is another spelling.
        String sip = other.regionMatches(true, 0, "im:", 0, 3) ? "sip:" + other.substring(3) : other;
        return number.isPresent()
                ? number.equals(TelNumber.parse(other))
                : SipAddress.parse(one)
                        .map(SipAddress::bare)
                        .equals(SipAddress.parse(sip).map(SipAddress::bare));
    }
}

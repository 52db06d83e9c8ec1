package org.tombolo.gateway.interconnection.room;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;

/**
 * A room as both sides name it (RFC 7247 6): an occupant is {@code room@domain/nickname} to XMPP, and
 * {@code sip:room@domain;gr=nickname} to SIP.
 *
 * @param jid without a resource
 * @param uri its SIP URI
 */
record RoomAddress(Jid jid, String uri) {
    // The examples of RFC 7702 put gr behind the bracket, where it belongs to the header.
    private static final Pattern MISPLACED = Pattern.compile("[^<]*<([^<>]+)>\\s*;\\s*gr=([^;\\s]+)\\s*");
    private static final Pattern ADDRESS = Pattern.compile("[^<]*<([^<>]+)>\\s*");

    /** Somebody in the room, or everybody. */
    record Addressee(String nickname) {
        boolean everybody() {
            return nickname.isEmpty();
        }
    }

    /** A room; empty when an address is that of no room. */
    static Optional<RoomAddress> of(Jid address) {
        return address.local().isEmpty()
                ? Optional.empty()
                : AddressMapping.toSip(address.bare()).map(sip -> new RoomAddress(address.bare(), sip.text()));
    }

    /** The occupant's URI. */
    String occupant(String nickname) {
        return AddressMapping.toSip(occupantJid(nickname)).map(SipAddress::text).orElse(uri);
    }

    /** The occupant's address; the nickname has been a resource before. */
    Jid occupantJid(String nickname) {
        return new Jid(jid.local(), jid.domain(), nickname);
    }

    /** The URI in the value of a From or To header of CPIM; empty when there is none. */
    static Optional<String> uri(String header) {
        Matcher misplaced = MISPLACED.matcher(header);
        if (misplaced.matches()) {
            return Optional.of(misplaced.group(1) + ";gr=" + misplaced.group(2));
        }
        Matcher address = ADDRESS.matcher(header);
        return address.matches() ? Optional.of(address.group(1)) : Optional.empty();
    }

    /** Whom a URI names in this room; empty when that is nobody in it. */
    Optional<Addressee> addressee(String named) {
        return SipAddress.parse(named)
                .flatMap(sip -> AddressMapping.toJid(sip, sip.host()))
                .filter(address -> address.bare().equals(jid))
                .map(address -> new Addressee(address.resource()));
    }
}

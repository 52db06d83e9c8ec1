package org.tombolo.gateway.interconnection;

import java.net.IDN;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;
import org.tombolo.identity.Jid;
import org.tombolo.identity.JidEscape;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;

/**
 * Addresses of one side as addresses of the other (RFC 7247 6): the source form is unescaped, then escaped for where it
 * goes. A GRUU is a resource.
 */
final class AddressMapping {
    // RFC 3261 25.1: unreserved and user-unreserved; what else is in a user part is percent-encoded.
    private static final String USER = "-_.!~*'()&=+$,;?/";
    // RFC 3261 25.1: unreserved and param-unreserved.
    private static final String PARAMETER = "-_.!~*'()[]/:&+$";

    private final Domains domains;
    private final Associations associations;

    /**
     * The domains between which we map.
     *
     * @param ims the IMS users' domain
     * @param component our component's domain, under which XMPP sees the IMS users
     * @param xmpp the XMPP users' domain
     */
    record Domains(String ims, String component, String xmpp) {}

    /**
     * An XMPP user that a SIP request is for.
     *
     * @param secure whether it was addressed by {@code sips}
     * @param associated whether an association of an IMS identity led to it, rather than its own domain
     */
    record Target(Jid jid, boolean secure, boolean associated) {}

    AddressMapping(Domains domains, Associations associations) {
        this.domains = domains;
        this.associations = associations;
    }

    /** The XMPP user behind a Request-URI; empty when there is none, or none that an XMPP address could name. */
    Optional<Target> xmppTarget(String requestUri) {
        Optional<SipAddress> sip = SipAddress.parse(requestUri);
        if (sip.isPresent() && isXmpp(sip.get())) {
            SipAddress address = sip.get();
            return toJid(address, domains.xmpp()).map(jid -> new Target(jid, address.secure(), false));
        }
        Optional<Address> ims =
                TelNumber.parse(requestUri).map(Address.class::cast).or(() -> sip.map(SipAddress::bare));
        boolean secure = sip.map(SipAddress::secure).orElse(false);
        return ims.flatMap(address -> associations.webOf(address, Association.Service.MESSAGING))
                .filter(Jid.class::isInstance)
                .map(jid -> new Target((Jid) jid, secure, true));
    }

    /** Whether a Request-URI is in the XMPP users' domain, whether or not its user part can be mapped. */
    boolean isXmpp(String requestUri) {
        return SipAddress.parse(requestUri).filter(this::isXmpp).isPresent();
    }

    private boolean isXmpp(SipAddress address) {
        return address.host().equalsIgnoreCase(domains.xmpp());
    }

    /** Whether an XMPP address is one of ours, so that what is sent there comes back. */
    boolean isOurs(Jid jid) {
        return jid.domain().equalsIgnoreCase(domains.component());
    }

    /** An IMS user as XMPP sees her: of our component's domain. A user of another SIP domain is {@code user\40domain}. */
    Optional<Jid> imsUserToJid(SipAddress user) {
        if (user.host().equalsIgnoreCase(domains.ims())) {
            return toJid(user, domains.component());
        }
        return decode(user.user()).flatMap(name -> jid(name + "@" + user.host(), domains.component(), user.gruu()));
    }

    /**
     * The URI of the IMS user behind an address of our component's domain; empty when there is none.
     * A number is a tel URI.
     */
    Optional<String> jidToImsUri(Jid jid) {
        if (jid.local().isEmpty()) {
            return Optional.empty();
        }
        String name = JidEscape.unescape(jid.local());
        Optional<String> number = TelNumber.parse(name).map(TelNumber::text);
        if (number.isPresent()) {
            return number;
        }
        int at = name.lastIndexOf('@');
        String user = at < 0 ? name : name.substring(0, at);
        String host = at < 0 ? domains.ims() : name.substring(at + 1);
        return sip(user, host, jid.resource()).map(SipAddress::text);
    }

    /** An XMPP user as IMS sees her: the associated IMS identity, else a SIP address of her own domain. */
    Optional<String> xmppUserToUri(Jid user) {
        return associations
                .imsOf(user.bare(), Association.Service.MESSAGING)
                .map(Address::text)
                .or(() -> toSip(user).map(SipAddress::text));
    }

    /** RFC 7247 6.4: from SIP to XMPP. */
    static Optional<Jid> toJid(SipAddress address, String domain) {
        return decode(address.user()).flatMap(name -> jid(name, domain, address.gruu()));
    }

    /** RFC 7247 6.5: from XMPP to SIP. */
    static Optional<SipAddress> toSip(Jid jid) {
        return sip(JidEscape.unescape(jid.local()), jid.domain(), jid.resource());
    }

    private static Optional<Jid> jid(String name, String domain, String gruu) {
        try {
            String resource = decode(gruu).orElse("");
            return name.isEmpty() ? Optional.empty() : Optional.of(new Jid(JidEscape.escape(name), domain, resource));
        } catch (IllegalArgumentException e) {
            // RFC 7247 6.4: what RFC 7622 does not allow, such as a control character, has no XMPP address.
            return Optional.empty();
        }
    }

    private static Optional<SipAddress> sip(String user, String host, String resource) {
        try {
            return Optional.of(
                    new SipAddress(false, encode(user, USER), IDN.toASCII(host), encode(resource, PARAMETER)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String encode(String text, String kept) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || kept.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    /** Percent escapes undone; empty when the octets are no UTF-8. */
    private static Optional<String> decode(String escaped) {
        ByteBuffer octets = ByteBuffer.allocate(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '%') {
                octets.put((byte) Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                octets.put((byte) c);
            }
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}

package org.tombolo.gateway.interconnection;

import java.net.IDN;
import java.util.Optional;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;
import org.tombolo.identity.Jid;
import org.tombolo.identity.JidEscape;
import org.tombolo.identity.Percent;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;

/**
 * Addresses of one side as addresses of the other (RFC 7247 6): the source form is unescaped, then escaped for where it
 * goes. A GRUU is a resource.
 */
public final class AddressMapping {
    // RFC 3261 25.1: unreserved and user-unreserved; what else is in a user part is percent-encoded.
    private static final String USER = "-_.!~*'()&=+$,;?/";
    // RFC 3261 25.1: unreserved and param-unreserved.
    private static final String PARAMETER = "-_.!~*'()[]/:&+$";

    private final Domains domains;
    private final Associations associations;

    /**
     * An XMPP user that a SIP request is for.
     *
     * @param secure whether it was addressed by {@code sips}
     * @param associated whether an association of an IMS identity led to it, rather than its own domain
     */
    public record Target(Jid jid, boolean secure, boolean associated) {}

    /** Maps between these domains, and by associations where they are. */
    public AddressMapping(Domains domains, Associations associations) {
        this.domains = domains;
        this.associations = associations;
    }

    /** The XMPP user behind a Request-URI; empty when there is none, or none that an XMPP address could name. */
    public Optional<Target> xmppTarget(String requestUri) {
        Optional<SipAddress> sip = SipAddress.parse(asSip(requestUri));
        if (sip.isPresent() && isXmpp(sip.get())) {
            SipAddress address = sip.get();
            return toJid(address, address.host()).map(jid -> new Target(jid, address.secure(), false));
        }
        Optional<Address> ims =
                TelNumber.parse(requestUri).map(Address.class::cast).or(() -> sip.map(SipAddress::bare));
        boolean secure = sip.map(SipAddress::secure).orElse(false);
        return ims.flatMap(address -> associations.webOf(address, Association.Service.MESSAGING))
                .filter(Jid.class::isInstance)
                .map(jid -> new Target((Jid) jid, secure, true));
    }

    /** RFC 7247 6.4: an im or pres URI (RFC 3860, RFC 3859) is mapped as a sip URI is. */
    private static String asSip(String uri) {
        if (uri.regionMatches(true, 0, "im:", 0, 3)) {
            return "sip:" + uri.substring(3);
        }
        return uri.regionMatches(true, 0, "pres:", 0, 5) ? "sip:" + uri.substring(5) : uri;
    }

    /** Whether a Request-URI is in a domain of XMPP users, whether or not its user part can be mapped. */
    public boolean isXmpp(String requestUri) {
        return SipAddress.parse(asSip(requestUri)).filter(this::isXmpp).isPresent();
    }

    private boolean isXmpp(SipAddress address) {
        return domains.isXmpp(address.host());
    }

    /** Whether an XMPP address is one of ours, so that what is sent there comes back. */
    public boolean isOurs(Jid jid) {
        return domains.isOurs(jid.domain());
    }

    /** Whether somebody is in a domain of XMPP users. */
    public boolean isXmpp(Jid user) {
        return domains.isXmpp(user.domain());
    }

    /** Whether users of an XMPP domain may write to the IMS users of a component (RFC 8048 8.1). */
    public boolean maySend(Jid from, Jid to) {
        return domains.serves(to.domain(), from.domain());
    }

    /**
     * Somebody on SIP whom a stanza is for.
     *
     * @param uri a sip URI, or a tel URI for a number
     * @param domain empty for a number
     */
    public record ImsTarget(String uri, String domain) {}

    /** Whether what is sent there would come back to us instead of reaching somebody on SIP. */
    public boolean leadsBack(ImsTarget target) {
        boolean under = domains.isOurs(target.domain()) && !domains.isIms(target.domain());
        return under || domains.isXmpp(target.domain());
    }

    /** Whether XMPP users may write there. */
    public boolean mayReceive(ImsTarget target) {
        return target.domain().isEmpty() || domains.isSip(target.domain());
    }

    /**
     * An IMS user as XMPP sees her: of a component's domain. A user of another SIP domain is {@code user\40domain}.
     *
     * @param peer who sees her
     */
    public Optional<Jid> imsUserToJid(SipAddress user, Jid peer) {
        Domains.Component component = domains.between(user.host(), peer.domain());
        if (user.host().equalsIgnoreCase(component.ims())) {
            return toJid(user, component.domain());
        }
        return Percent.decode(user.user())
                .flatMap(name -> jid(name + "@" + user.host(), component.domain(), user.gruu()));
    }

    /** A number as XMPP sees it. */
    public Jid numberToJid(TelNumber number, Jid peer) {
        return new Jid(number.e164(), domains.between("", peer.domain()).domain(), "");
    }

    /**
     * The URI of the IMS user behind an address of our component's domain; empty when there is none.
     * A number is a tel URI.
     */
    public Optional<String> jidToImsUri(Jid jid) {
        return imsTarget(jid).map(ImsTarget::uri);
    }

    /** The IMS user behind an address of our component's domain; empty when there is none. */
    public Optional<ImsTarget> imsTarget(Jid jid) {
        if (jid.local().isEmpty()) {
            return Optional.empty();
        }
        String name = JidEscape.unescape(jid.local());
        Optional<TelNumber> number = TelNumber.parse(name);
        if (number.isPresent()) {
            return number.map(tel -> new ImsTarget(tel.text(), ""));
        }
        int at = name.lastIndexOf('@');
        String user = at < 0 ? name : name.substring(0, at);
        String host = at < 0 ? domains.of(jid.domain()).ims() : name.substring(at + 1);
        return sip(user, host, jid.resource()).map(address -> new ImsTarget(address.text(), address.host()));
    }

    /** An XMPP user as IMS sees her: the associated IMS identity, else a SIP address of her own domain. */
    public Optional<String> xmppUserToUri(Jid user) {
        return associations
                .imsOf(user.bare(), Association.Service.MESSAGING)
                .map(Address::text)
                .or(() -> toSip(user).map(SipAddress::text));
    }

    /** RFC 7247 6.4: from SIP to XMPP. */
    public static Optional<Jid> toJid(SipAddress address, String domain) {
        return Percent.decode(address.user()).flatMap(name -> jid(name, domain, address.gruu()));
    }

    /** RFC 7247 6.5: from XMPP to SIP. */
    public static Optional<SipAddress> toSip(Jid jid) {
        return sip(JidEscape.unescape(jid.local()), jid.domain(), jid.resource());
    }

    private static Optional<Jid> jid(String name, String domain, String gruu) {
        if (!name.equals(name.strip())) {
            // XEP-0106 4.1: an escaped space stands at neither end, so this name has no XMPP address. Without the space
            // it would be somebody else's.
            return Optional.empty();
        }
        try {
            String resource = Percent.decode(gruu).orElse("");
            return name.isEmpty() ? Optional.empty() : Optional.of(new Jid(JidEscape.escape(name), domain, resource));
        } catch (IllegalArgumentException e) {
            // RFC 7247 6.4: what RFC 7622 does not allow, such as a control character, has no XMPP address.
            return Optional.empty();
        }
    }

    private static Optional<SipAddress> sip(String user, String host, String resource) {
        try {
            return Optional.of(new SipAddress(
                    false, Percent.encode(user, USER), IDN.toASCII(host), Percent.encode(resource, PARAMETER)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

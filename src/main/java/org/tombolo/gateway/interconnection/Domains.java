package org.tombolo.gateway.interconnection;

import java.util.List;
import org.tombolo.identity.DomainList;

/**
 * The domains between which we map.
 *
 * @param ims the IMS users' domain
 * @param component our component's domain, under which XMPP sees the IMS users
 * @param xmpp the domains whose users are on XMPP; neither of the other two counts as one
 * @param sip the domains, besides the IMS users' own, whose SIP users an XMPP user may write to
 */
public record Domains(String ims, String component, DomainList xmpp, DomainList sip) {

    /** One XMPP server's domain with those below it, and every SIP domain. */
    public Domains(String ims, String component, String xmpp) {
        this(ims, component, DomainList.of(List.of(xmpp, "*." + xmpp)), DomainList.of(List.of("*")));
    }

    boolean isXmpp(String domain) {
        return !isOurs(domain) && !domain.equalsIgnoreCase(ims) && xmpp.has(domain);
    }

    boolean isSip(String domain) {
        return domain.equalsIgnoreCase(ims) || sip.has(domain);
    }

    boolean isOurs(String domain) {
        return domain.equalsIgnoreCase(component);
    }
}

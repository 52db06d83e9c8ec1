package org.tombolo.gateway.interconnection;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.tombolo.identity.DomainList;
import org.tombolo.identity.Jid;

/**
 * The domains between which we map.
 *
 * @param components our components, one at least; the first one serves what no other does
 * @param sip the domains, besides those of the IMS users, whose SIP users an XMPP user may write to
 */
public record Domains(List<Component> components, DomainList sip) {

    /**
     * One component of an XMPP server.
     *
     * @param domain its domain, under which XMPP sees the IMS users
     * @param ims the domain of the IMS users whom it shows by their user part alone
     * @param xmpp the domains whose users it serves; those of components and of IMS users do not count
     */
    public record Component(String domain, String ims, DomainList xmpp) {
        public Component {
            domain = new Jid("", domain, "").domain();
        }
    }

    public Domains {
        if (components.isEmpty()) {
            throw new IllegalArgumentException("no component");
        }
        components = List.copyOf(components);
    }

    /** One component. */
    public Domains(String ims, String component, DomainList xmpp, DomainList sip) {
        this(List.of(new Component(component, ims, xmpp)), sip);
    }

    /** One XMPP server's domain with those below it, and every SIP domain. */
    public Domains(String ims, String component, String xmpp) {
        this(ims, component, DomainList.of(List.of(xmpp, "*." + xmpp)), DomainList.of(List.of("*")));
    }

    /** Our components' domains. */
    public List<String> names() {
        return components.stream().map(Component::domain).toList();
    }

    boolean isXmpp(String domain) {
        return isForeign(domain) && components.stream().anyMatch(c -> c.xmpp().has(domain));
    }

    /** Whether users of an XMPP domain are served by a component. */
    boolean serves(String component, String domain) {
        return isForeign(domain) && of(component).xmpp().has(domain);
    }

    private boolean isForeign(String domain) {
        return !isOurs(domain) && !isIms(domain);
    }

    boolean isSip(String domain) {
        return isIms(domain) || sip.has(domain);
    }

    boolean isIms(String domain) {
        return components.stream().anyMatch(c -> c.ims().equalsIgnoreCase(domain));
    }

    boolean isOurs(String domain) {
        return components.stream().anyMatch(c -> c.domain().equalsIgnoreCase(domain));
    }

    /** The component of a domain of ours. */
    Component of(String domain) {
        return first(c -> c.domain().equalsIgnoreCase(domain)).orElse(components.get(0));
    }

    /** The component that shows users of an IMS domain to users of an XMPP domain: that of the IMS domain where several reach them. */
    Component between(String ims, String xmpp) {
        return first(c -> c.xmpp().has(xmpp) && c.ims().equalsIgnoreCase(ims))
                .or(() -> first(c -> c.xmpp().has(xmpp)))
                .orElse(components.get(0));
    }

    private Optional<Component> first(Predicate<Component> wanted) {
        return components.stream().filter(wanted).findFirst();
    }
}

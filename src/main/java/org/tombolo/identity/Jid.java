package org.tombolo.identity;

import java.util.Optional;

/**
 * An XMPP address (RFC 7622). Its parts are prepared when it is made (case, width, normalization), so that two spellings
 * of one address are equal, and what is in one may be put on the wire.
 *
 * @param local localpart, escaped by XEP-0106 where it needs to be ({@link JidEscape}); empty for a domain
 * @param domain domainpart, internationalized labels in Unicode
 * @param resource resourcepart, empty for a bare JID
 */
public record Jid(String local, String domain, String resource) implements Address {
    // RFC 5122 2.2: unreserved with nodeallow or resallow; RFC 3986 3.2.2 for the host.
    private static final String URI_NODE = "-._~!$()*+,;=";
    private static final String URI_HOST = "-._~[:]";
    private static final String URI_RESOURCE = "-._~!$&'()*+,:;=";

    /** @throws IllegalArgumentException when a part breaks RFC 7622, naming it */
    public Jid {
        local = local.isEmpty() ? local : JidParts.local(local);
        domain = JidParts.domain(domain);
        resource = resource.isEmpty() ? resource : JidParts.resource(resource);
    }

    /** Reads and checks a JID by RFC 7622; empty when it is none. */
    public static Optional<Jid> parse(String text) {
        // RFC 7622 3.1: the resource is cut off at the first "/" before the localpart at the first "@".
        int slash = text.indexOf('/');
        String bare = slash < 0 ? text : text.substring(0, slash);
        int at = bare.indexOf('@');
        if (at == 0 || slash == text.length() - 1) {
            return Optional.empty();
        }
        try {
            String local = at < 0 ? "" : bare.substring(0, at);
            return Optional.of(new Jid(local, bare.substring(at + 1), slash < 0 ? "" : text.substring(slash + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Without its resource. */
    public Jid bare() {
        return resource.isEmpty() ? this : new Jid(local, domain, "");
    }

    /** The address as a URI (RFC 5122 2.2). */
    public String uri() {
        String node = local.isEmpty() ? "" : Percent.encode(local, URI_NODE) + "@";
        String device = resource.isEmpty() ? "" : "/" + Percent.encode(resource, URI_RESOURCE);
        return "xmpp:" + node + Percent.encode(domain, URI_HOST) + device;
    }

    @Override
    public String text() {
        return (local.isEmpty() ? "" : local + "@") + domain + (resource.isEmpty() ? "" : "/" + resource);
    }
}

package org.tombolo.identity;

import java.util.Optional;

/**
 * An XMPP address (RFC 7622), already prepared: what is in one may be put on the wire.
 *
 * @param local localpart, escaped by XEP-0106 where it needs to be; empty for a domain
 * @param domain domainpart
 * @param resource resourcepart, empty for a bare JID
 */
public record Jid(String local, String domain, String resource) implements Address {

    /** Reads and checks a JID by RFC 7622; empty when it is none. */
    public static Optional<Jid> parse(String text) {
        throw new UnsupportedOperationException();
    }

    /** Without its resource. */
    public Jid bare() {
        return resource.isEmpty() ? this : new Jid(local, domain, "");
    }

    @Override
    public String text() {
        return (local.isEmpty() ? "" : local + "@") + domain + (resource.isEmpty() ? "" : "/" + resource);
    }
}

package org.tombolo.identity;

import java.util.Locale;
import java.util.Optional;

/**
 * A SIP or SIPS address of record or GRUU (RFC 3261 19.1, RFC 5627). Equal when user (case matters), host and scheme are.
 *
 * @param secure whether the scheme is {@code sips}
 * @param user the user part as it stands on the wire, percent escapes included; empty for a host alone
 * @param host host in lower case, without a port
 * @param gruu the {@code gr} parameter, empty when there is none
 */
public record SipAddress(boolean secure, String user, String host, String gruu) implements Address {
    public SipAddress {
        host = host.toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            throw new IllegalArgumentException("a SIP address needs a host");
        }
    }

    /** The address of {@code user@host} by the scheme {@code sip}. */
    public static SipAddress of(String user, String host) {
        return new SipAddress(false, user, host, "");
    }

    /** Reads a SIP or SIPS URI, with or without angle brackets; parameters other than {@code gr} are dropped. */
    public static Optional<SipAddress> parse(String uri) {
        throw new UnsupportedOperationException();
    }

    /** Without its GRUU. */
    public SipAddress bare() {
        return gruu.isEmpty() ? this : new SipAddress(secure, user, host, "");
    }

    @Override
    public String text() {
        String base = (secure ? "sips:" : "sip:") + (user.isEmpty() ? "" : user + "@") + host;
        return gruu.isEmpty() ? base : base + ";gr=" + gruu;
    }
}

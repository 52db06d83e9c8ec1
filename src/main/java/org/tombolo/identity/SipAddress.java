package org.tombolo.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A SIP or SIPS address of record or GRUU (RFC 3261 19.1, RFC 5627). Equal when user (case matters), host and scheme are.
 *
 * @param secure whether the scheme is {@code sips}
 * @param user the user part as it stands on the wire, percent escapes included, but those of unreserved characters undone; empty for a host alone
 * @param host host in lower case, without a port; an IPv6 address in brackets
 * @param gruu the {@code gr} parameter, empty when there is none
 */
public record SipAddress(boolean secure, String user, String host, String gruu) implements Address {
    // RFC 3261 25.1: unreserved, user-unreserved and escapes.
    private static final AsciiSet USER = AsciiSet.lettersAnd("_.!~*'()&=+$,;?/%-");
    // RFC 3261 25.1, paramchar.
    private static final AsciiSet PARAMETER = AsciiSet.lettersAnd("_.!~*'()[]/:&+$%=-");
    private static final AsciiSet HOST = AsciiSet.smallAnd(".-");
    private static final int LONGEST_HOST = 255;
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}\\]");

    /** @throws IllegalArgumentException when a part could not stand in a URI, naming it */
    public SipAddress {
        user = Percent.normal(checked("user part", user, USER));
        gruu = checked("GRUU", gruu, PARAMETER);
        host = host.toLowerCase(Locale.ROOT);
        if (!isHost(host)) {
            throw new IllegalArgumentException("not a host for a SIP address: " + host);
        }
        // A name with its root dot is the same name.
        host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** The address of {@code user@host} by the scheme {@code sip}. */
    public static SipAddress of(String user, String host) {
        return new SipAddress(false, user, host, "");
    }

    /**
     * Reads a SIP or SIPS URI, with or without angle brackets and display name. An address of record says who somebody
     * is, not where: port, password and the parameters other than {@code gr} are dropped. Empty when it is no such URI,
     * or one with headers.
     */
    public static Optional<SipAddress> parse(String uri) {
        return SipUri.parse(uri).flatMap(SipAddress::of);
    }

    private static Optional<SipAddress> of(SipUri uri) {
        try {
            String gruu = uri.parameters().getOrDefault("gr", "");
            return Optional.of(new SipAddress(uri.secure(), uri.user(), uri.host(), gruu));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String checked(String what, String value, AsciiSet allowed) {
        if (!allowed.hasAll(value) || !Percent.wellFormed(value)) {
            throw new IllegalArgumentException("not a " + what + " of a SIP address: " + value);
        }
        return value;
    }

    private static boolean isHost(String host) {
        return host.startsWith("[") ? isIpv6(host) : isName(host);
    }

    // RFC 3261 25.1, domainlabel: it starts and ends with a letter or digit; a dot may stand at the very end.
    private static boolean isName(String host) {
        if (host.isEmpty() || host.length() > LONGEST_HOST || host.endsWith("-") || !HOST.hasAll(host)) {
            return false;
        }
        boolean inside = false;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if ((c == '.' || c == '-') && (!inside || (c == '.' && host.charAt(i - 1) == '-'))) {
                return false;
            }
            inside = c != '.';
        }
        return true;
    }

    private static boolean isIpv6(String host) {
        try {
            // A literal in brackets is never looked up.
            return IPV6.matcher(host).matches() && InetAddress.getByName(host).getAddress().length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
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

package org.tombolo.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names and addresses that a certificate is for.
 *
 * @param names lower-case host names (a leading {@code *.} stands for one label) and addresses
 */
record CertificateNames(List<String> names) {
    // GeneralName choices (RFC 5280 4.2.1.6).
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,]+)");

    static CertificateNames of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        for (List<?> name : alternativeNames(certificate)) {
            add(names, (Integer) name.get(0), String.valueOf(name.get(1)));
        }
        Matcher subject =
                COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
        // RFC 5922 7.1: the common name counts only when there is no alternative name.
        if (names.isEmpty() && subject.find()) {
            names.add(subject.group(1).toLowerCase(Locale.ROOT));
        }
        return new CertificateNames(List.copyOf(names));
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static void add(List<String> names, int kind, String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (kind == DNS || kind == ADDRESS) {
            names.add(lower);
        } else if (kind == URI && lower.startsWith("sip:") && !lower.contains("@")) {
            // RFC 5922 7.1: the domain of a SIP URI without a user part.
            names.add(lower.substring("sip:".length()));
        }
    }

    boolean cover(String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        return names.stream().anyMatch(name -> name.equals(wanted) || wildcard(name, wanted) || address(name, wanted));
    }

    // RFC 6125 6.4.3: the star stands for the whole left-most label, no more.
    private static boolean wildcard(String name, String host) {
        int dot = host.indexOf('.');
        return name.startsWith("*.") && dot > 0 && name.substring(1).equals(host.substring(dot));
    }

    // The same IPv6 address has many spellings.
    private static boolean address(String name, String host) {
        if (!name.contains(":") || !host.contains(":")) {
            return false;
        }
        try {
            return InetAddress.getByName(name).equals(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return names.isEmpty() ? "no host" : String.join(", ", names);
    }
}

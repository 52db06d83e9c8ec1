package org.tombolo.msrp.sdp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hash of the certificate that a side shows in TLS (RFC 8122 5).
 *
 * @param algorithm in lower case, such as {@code sha-256}
 * @param value hexadecimal in upper case with colons
 */
public record Fingerprint(String algorithm, String value) {
    // RFC 8122 5: md2 and md5 must not be used any more.
    private static final List<String> TAKEN = List.of("sha-512", "sha-384", "sha-256", "sha-224", "sha-1");
    private static final Pattern FORM = Pattern.compile("(\\S{1,16}) +((?:[0-9A-Fa-f]{2}:){15,63}[0-9A-Fa-f]{2})");
    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    /** That of a certificate, by SHA-256. */
    public static Fingerprint of(X509Certificate certificate) {
        return new Fingerprint("sha-256", hash("sha-256", certificate));
    }

    /** Reads the attribute's value; empty when it is none, or of an algorithm we do not take. */
    static Optional<Fingerprint> parse(String text) {
        Matcher parts = FORM.matcher(text.trim());
        if (!parts.matches() || !TAKEN.contains(parts.group(1).toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return Optional.of(new Fingerprint(
                parts.group(1).toLowerCase(Locale.ROOT), parts.group(2).toUpperCase(Locale.ROOT)));
    }

    /** Whether it is that of a certificate. */
    public boolean matches(X509Certificate certificate) {
        return value.equals(hash(algorithm, certificate));
    }

    private static String hash(String algorithm, X509Certificate certificate) {
        try {
            String name = algorithm.toUpperCase(Locale.ROOT);
            return HEX.formatHex(MessageDigest.getInstance(name).digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    String text() {
        return algorithm + " " + value;
    }
}

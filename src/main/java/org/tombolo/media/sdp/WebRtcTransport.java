package org.tombolo.media.sdp;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One side's ICE credentials (RFC 8839 5.4) and the fingerprint of its certificate (RFC 8122 5).
 *
 * @param ufrag 4 to 256 characters
 * @param password 22 to 256 characters
 * @param hash name of the hash function in lower case, such as {@code sha-256}
 * @param fingerprint upper-case hexadecimal octets with colons between
 */
public record WebRtcTransport(String ufrag, String password, String hash, String fingerprint) {
    private static final Pattern UFRAG = Pattern.compile("[A-Za-z0-9+/]{4,256}");
    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9+/]{22,256}");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){15,63}");

    private static final Pattern HASH = Pattern.compile("sha-(256|384|512)");

    public WebRtcTransport {
        hash = hash.toLowerCase(Locale.ROOT);
        fingerprint = fingerprint.toUpperCase(Locale.ROOT);
    }

    /** The same with other credentials, which must be there. */
    public WebRtcTransport restarted(WebRtcFragment fresh) {
        return new WebRtcTransport(fresh.ufrag().orElseThrow(), fresh.password().orElseThrow(), hash, fingerprint);
    }

    /** Reads that of a stream, from its own lines or the session's. */
    static WebRtcTransport of(SessionDescription description, MediaDescription stream) throws SdpException {
        String[] print = one(description, stream, "fingerprint").split(" +", 2);
        WebRtcTransport found = new WebRtcTransport(
                one(description, stream, "ice-ufrag"),
                one(description, stream, "ice-pwd"),
                print[0],
                print.length == 2 ? print[1].trim() : "");
        Optional<String> wrong = found.wrong();
        if (wrong.isPresent()) {
            throw new SdpException(wrong.get());
        }
        return found;
    }

    /** What is not as it must be, in words; empty when all is well. */
    public Optional<String> wrong() {
        if (!isUfrag(ufrag) || !isPassword(password)) {
            return Optional.of("the ICE credentials are not as RFC 8839 5.4 wants them");
        }
        // RFC 8122 5: SHA-256 is what everybody must be able to do.
        return HASH.matcher(hash).matches() && FINGERPRINT.matcher(fingerprint).matches()
                ? Optional.empty()
                : Optional.of("the fingerprint is not one of SHA-256, SHA-384 or SHA-512 (RFC 8122 5)");
    }

    static boolean isUfrag(String text) {
        return UFRAG.matcher(text).matches();
    }

    static boolean isPassword(String text) {
        return PASSWORD.matcher(text).matches();
    }

    private static String one(SessionDescription description, MediaDescription stream, String name)
            throws SdpException {
        return value(description, stream, name)
                .orElseThrow(() -> new SdpException("the offer has no a=" + name + " for its " + stream.type()));
    }

    static Optional<String> value(SessionDescription description, MediaDescription stream, String name) {
        return stream.values(name).stream()
                .findFirst()
                .or(() -> description.attributes().stream()
                        .filter(a -> a.name().equals(name))
                        .map(Attribute::value)
                        .findFirst());
    }
}

package org.tombolo.media.srtp;

/**
 * What a DTLS handshake yields (RFC 5764 4.2). Not to be logged.
 *
 * @param profile the agreed profile
 * @param material client key, server key, client salt, server salt
 */
public record SrtpKeys(SrtpProfile profile, byte[] material) {
    /** Label of the exporter (RFC 5764 4.2). */
    public static final String LABEL = "EXTRACTOR-dtls_srtp";

    public SrtpKeys {
        if (material.length != length(profile)) {
            throw new IllegalArgumentException("keys of " + profile + " have " + length(profile) + " octets");
        }
    }

    /** Octets of key material that a profile needs. */
    public static int length(SrtpProfile profile) {
        return 2 * (SrtpProfile.KEY + profile.salt());
    }

    byte[] key(boolean server) {
        return part(server ? SrtpProfile.KEY : 0, SrtpProfile.KEY);
    }

    byte[] salt(boolean server) {
        return part(2 * SrtpProfile.KEY + (server ? profile.salt() : 0), profile.salt());
    }

    private byte[] part(int from, int length) {
        return java.util.Arrays.copyOfRange(material, from, from + length);
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "SrtpKeys[" + profile + "]";
    }
}

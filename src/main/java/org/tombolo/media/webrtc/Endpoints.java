package org.tombolo.media.webrtc;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.sdp.WebRtcTransport;

/** Makes our ends of sessions: all are reached by the same candidates and have the same certificate. */
final class Endpoints {
    private static final int UFRAG_BYTES = 6;
    private static final int PASSWORD_BYTES = 18;
    private static final int CNAME_BYTES = 12;

    private final Candidates candidates;
    private final Supplier<String> fingerprint;
    private final SecureRandom random;

    /** @param fingerprint of our certificate, SHA-256; slow at its first use */
    Endpoints(Candidates candidates, Supplier<String> fingerprint, SecureRandom random) {
        this.candidates = candidates;
        this.fingerprint = fingerprint;
        this.random = random;
    }

    WebRtcEndpoint fresh() {
        long number = random.nextLong() >>> 2; // RFC 9429 5.2.1
        return with(number, text(random, CNAME_BYTES));
    }

    /** The same end under new credentials. */
    WebRtcEndpoint restarted(WebRtcEndpoint before) {
        return with(before.session(), before.cname());
    }

    private WebRtcEndpoint with(long number, String cname) {
        WebRtcTransport transport = new WebRtcTransport(
                text(random, UFRAG_BYTES), text(random, PASSWORD_BYTES), "sha-256", fingerprint.get());
        return new WebRtcEndpoint(transport, candidates.lines(), candidates.host(), candidates.port(), number, cname);
    }

    /** Characters of RFC 8839 5.4 {@code ice-char}, which has no {@code -} and no {@code _}. */
    static String text(SecureRandom random, int bytes) {
        byte[] octets = new byte[bytes];
        random.nextBytes(octets);
        return Base64.getEncoder().withoutPadding().encodeToString(octets);
    }
}

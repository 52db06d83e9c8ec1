package org.tombolo.media.sdp;

import java.util.Optional;

/**
 * What a browser sends of its ICE after the offer (RFC 8840 9, {@code application/trickle-ice-sdpfrag}). An ICE-lite agent has
 * no use for its candidates: it learns addresses from checks (RFC 8445 7.3.1.3).
 *
 * @param ufrag {@code ice-ufrag}, when there is one
 * @param password {@code ice-pwd}, likewise
 */
public record WebRtcFragment(Optional<String> ufrag, Optional<String> password) {

    /**
     * Reads a fragment.
     *
     * @throws SdpException when it is none
     */
    public static WebRtcFragment parse(String text) throws SdpException {
        SessionDescription lines = SessionDescription.parse("v=0\r\n" + text);
        Optional<String> ufrag = find(lines, "ice-ufrag");
        Optional<String> password = find(lines, "ice-pwd");
        return checked(ufrag, password);
    }

    /**
     * Credentials that were said otherwise than in SDP.
     *
     * @throws SdpException when they are none
     */
    public static WebRtcFragment of(String ufrag, String password) throws SdpException {
        return checked(Optional.of(ufrag), Optional.of(password));
    }

    private static WebRtcFragment checked(Optional<String> ufrag, Optional<String> password) throws SdpException {
        if (ufrag.filter(u -> !WebRtcTransport.isUfrag(u)).isPresent()
                || password.filter(p -> !WebRtcTransport.isPassword(p)).isPresent()) {
            throw new SdpException("a=ice-ufrag or a=ice-pwd is not as RFC 8839 5.4 wants it");
        }
        return new WebRtcFragment(ufrag, password);
    }

    private static Optional<String> find(SessionDescription lines, String name) {
        return lines.attributes().stream()
                .filter(a -> a.name().equals(name))
                .map(Attribute::value)
                .findFirst()
                .or(() -> lines.media().stream()
                        .flatMap(stream -> stream.values(name).stream())
                        .findFirst());
    }

    /** Whether it starts ICE anew: other credentials than before (draft-ietf-wish-whep-03, "ICE Restarts"). */
    public boolean restarts(WebRtcTransport before) {
        return ufrag.filter(u -> !u.equals(before.ufrag())).isPresent()
                || password.filter(p -> !p.equals(before.password())).isPresent();
    }
}

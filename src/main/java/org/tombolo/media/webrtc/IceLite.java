package org.tombolo.media.webrtc;

import java.net.InetSocketAddress;
import org.tombolo.media.stun.Stun;
import org.tombolo.media.stun.StunKey;
import org.tombolo.media.stun.StunMessage;
import org.tombolo.media.stun.StunWriter;

/**
 * The answering side of one ICE session (RFC 8445 2.5): we have host candidates only, are controlled, and never check by
 * ourselves. One thread at a time.
 */
final class IceLite {
    private final String ufrag;
    private final String username;
    private final StunKey key;

    /**
     * What a check led to.
     *
     * @param response to be sent to where the check came from
     * @param valid whether it was made by the peer
     * @param nominated whether the peer chose the way it took
     */
    record Verdict(byte[] response, boolean valid, boolean nominated) {}

    /**
     * @param ufrag ours
     * @param password ours
     * @param remoteUfrag the peer's
     */
    IceLite(String ufrag, String password, String remoteUfrag) {
        this.ufrag = ufrag;
        this.username = ufrag + ":" + remoteUfrag; // RFC 8445 7.2.2
        this.key = new StunKey(password);
    }

    String ufrag() {
        return ufrag;
    }

    /** Answers a binding request. */
    Verdict answer(StunMessage request, InetSocketAddress from) {
        byte[] transaction = request.transaction();
        if (!request.has(Stun.USERNAME) || !request.has(Stun.MESSAGE_INTEGRITY)) {
            return refused(new StunWriter(Stun.BINDING_ERROR, transaction).error(400, "Bad Request"));
        }
        // RFC 8489 9.1.3; an unauthenticated refusal is not signed
        if (request.text(Stun.USERNAME).filter(username::equals).isEmpty() || !request.isSignedBy(key)) {
            return refused(new StunWriter(Stun.BINDING_ERROR, transaction).error(401, "Unauthenticated"));
        }
        if (!request.unknown().isEmpty()) {
            return refused(new StunWriter(Stun.BINDING_ERROR, transaction)
                    .error(420, "Unknown Attribute")
                    .unknown(request.unknown())
                    .signed(key));
        }
        if (request.has(Stun.ICE_CONTROLLED)) {
            // RFC 8445 7.3.1.1: a lite agent cannot control, so that the peer must.
            return refused(new StunWriter(Stun.BINDING_ERROR, transaction)
                    .error(487, "Role Conflict")
                    .signed(key));
        }
        byte[] success = new StunWriter(Stun.BINDING_SUCCESS, transaction)
                .mapped(from)
                .signed(key)
                .finish();
        return new Verdict(success, true, request.has(Stun.USE_CANDIDATE));
    }

    private static Verdict refused(StunWriter error) {
        return new Verdict(error.finish(), false, false);
    }
}

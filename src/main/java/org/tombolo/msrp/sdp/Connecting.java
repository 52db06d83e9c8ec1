package org.tombolo.msrp.sdp;

import java.util.Optional;
import org.tombolo.msrp.wire.MsrpUri;

/** Who connects to whom once both sides have spoken. */
public enum Connecting {
    /** We open the connection. */
    ACTIVE,
    /** The peer does. */
    PASSIVE;

    /**
     * How an offerer goes on.
     *
     * @return empty when the answer's {@code a=setup} does not fit the offer's
     */
    public static Optional<Connecting> ofOfferer(MessageMedia offer, MessageMedia answer) {
        if (offer.setup().isEmpty() || answer.setup().isEmpty()) {
            // RFC 4975 5.4: the offerer connects, unless both sides speak of setup (RFC 6135 4.1).
            return Optional.of(ACTIVE);
        }
        if (!offer.setup().get().allows(answer.setup().get())) {
            return Optional.empty();
        }
        return Optional.of(answer.setup().get() == Setup.ACTIVE ? PASSIVE : ACTIVE);
    }

    /** How an answerer goes on. */
    public static Connecting ofAnswerer(MessageMedia answer) {
        return answer.setup().equals(Optional.of(Setup.ACTIVE)) ? ACTIVE : PASSIVE;
    }

    /** A TCP address. */
    public record Target(String host, int port) {}

    /**
     * Where the active side connects to.
     *
     * @param ours what we said
     * @param peer what the peer said
     */
    public static Target target(MessageMedia ours, MessageMedia peer) {
        MsrpUri next = peer.path().first();
        // RFC 6714 4.2, 4.3: with CEMA on both sides and no relay, c= and m= lead, so that a middlebox can stand
        // between. The
        // path still names the session.
        boolean cema = ours.cema() && peer.cema() && peer.path().hops().size() == 1;
        return cema && !peer.address().isEmpty()
                ? new Target(peer.address(), peer.port())
                : new Target(next.bareHost(), next.connectPort());
    }
}

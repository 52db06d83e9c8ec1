package org.tombolo.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Calls that a test answers by itself; nothing but INVITE is sent.
 *
 * @param <L> what the test does with a leg
 */
public final class FakeCalls<L extends Leg> implements SipCalls {
    /** The legs of all INVITEs, oldest first. */
    public final List<L> invited = new ArrayList<>();

    private final Dialer<L> dialer;

    /** Makes the leg of an INVITE. */
    @FunctionalInterface
    public interface Dialer<L extends Leg> {
        L invite(LegListener listener, String from, String to, List<Header> headers, Optional<Body> offer);
    }

    public FakeCalls(Dialer<L> dialer) {
        this.dialer = dialer;
    }

    @Override
    public void send(
            ConvergedSession session,
            String method,
            String from,
            String to,
            List<Header> headers,
            Optional<Body> body,
            Consumer<SipResponse> done) {
        throw new AssertionError("nothing but INVITE");
    }

    @Override
    public Leg invite(
            ConvergedSession session,
            String from,
            String to,
            List<Header> headers,
            Optional<Body> offer,
            LegListener listener) {
        L leg = dialer.invite(listener, from, to, headers, offer);
        invited.add(leg);
        return leg;
    }
}

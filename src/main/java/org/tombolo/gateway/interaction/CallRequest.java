package org.tombolo.gateway.interaction;

import java.time.Duration;
import java.util.Optional;
import org.tombolo.identity.Address;

/**
 * What a client asks for.
 *
 * @param caller who is called first
 * @param callee who is called when the caller has answered
 * @param sink where the events go, besides their stream
 * @param recording whether the call shall be recorded
 */
public record CallRequest(
        Address caller, Address callee, Optional<Sink> sink, boolean recording, Requester requester, Options options) {

    /** A call as CAMARA knows it. */
    public CallRequest(Address caller, Address callee, Optional<Sink> sink, boolean recording, Requester requester) {
        this(caller, callee, sink, recording, requester, Options.NONE);
    }

    /**
     * What only our own API offers.
     *
     * @param ringing how long each party may ring, when it shall be shorter than usual
     * @param longest how long the call may last, when it shall be shorter than usual
     * @param anonymous whether the callee may not learn who calls (RFC 3323)
     */
    public record Options(Optional<Duration> ringing, Optional<Duration> longest, boolean anonymous) {
        /** Nothing in particular. */
        public static final Options NONE = new Options(Optional.empty(), Optional.empty(), false);

        /** The limits of this call. */
        CallEnvironment.Limits within(CallEnvironment.Limits usual) {
            return new CallEnvironment.Limits(
                    shorter(ringing, usual.ringing()), shorter(longest, usual.longest()), usual.calls());
        }

        private static Duration shorter(Optional<Duration> wanted, Duration usual) {
            return wanted.filter(w -> w.compareTo(usual) < 0).orElse(usual);
        }
    }
}

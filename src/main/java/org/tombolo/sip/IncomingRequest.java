package org.tombolo.sip;

/**
 * A request outside of a dialog, with the ways to answer it. Exactly one final answer is given: a {@link #reply} of 200
 * or more, {@link #proceed}, {@link #forward} or what is done with the {@link #leg}. All methods but {@link #message}
 * and {@link #session} belong on the session's executor.
 */
public interface IncomingRequest {

    /** What arrived. */
    SipRequest message();

    /** The session that this request opened. */
    ConvergedSession session();

    /** Answers, provisionally or for good. A final answer to anything but INVITE ends the session. */
    void reply(SipReply reply);

    /** Sends the request on over what is left of its Route, unchanged (TS 24.229 5.7.3), out of any later exchange. */
    void proceed();

    /**
     * Proxies to other targets, for the standalone registrar.
     *
     * @param targets SIP URIs, tried in parallel
     */
    void forward(java.util.List<String> targets);

    /**
     * The dialog that an INVITE opens.
     *
     * @throws IllegalStateException when this is no INVITE
     */
    Leg leg(LegListener listener);
}

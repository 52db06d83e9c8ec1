package org.tombolo.gateway.interaction;

/** What became of a {@link CallRequest}. */
public sealed interface CreateResult {
    /** The call has begun. */
    record Created(Call call) implements CreateResult {}

    /** It was refused, and nothing has happened. */
    record Refused(Refusal why) implements CreateResult {}

    /** Why a call is refused. */
    enum Refusal {
        /** Caller and callee are the same number. */
        SAME_PARTIES,
        /** We do not record. */
        RECORDING,
        /** A portal user named a caller that is not hers. */
        NOT_HER_NUMBER,
        /** The pair has a call already. */
        ALREADY_ACTIVE,
        /** SIP requests are not taken yet. */
        NOT_READY,
        /** The caller's number is not to be used. */
        CALLER_DENIED,
        /** The callee's number is not to be called. */
        CALLEE_DENIED,
        /** The client has had its share. */
        QUOTA,
        /** The client, or the pair, has too many calls in a short time. */
        TOO_FAST,
        /** As many calls as we take are active. */
        TOO_MANY,
        /** The call could not be written down, so it was not begun. */
        NOT_STORED
    }
}

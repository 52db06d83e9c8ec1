package org.tombolo.gateway.interaction.push;

/** What became of a {@link PushRequest}. */
public sealed interface PushResult {
    /** It is durable, and on its way. */
    record Accepted(Push push) implements PushResult {}

    /** It was refused, and nothing has happened. */
    record Refused(Refusal why) implements PushResult {}

    /** Why a push is refused. */
    enum Refusal {
        /** SIP requests are not sent yet. */
        NOT_READY,
        /** A portal user named a sender that is not hers. */
        NOT_HER_NUMBER,
        /** The sender's number is not to be used. */
        SENDER_DENIED,
        /** Nothing may be sent to that number. */
        RECIPIENT_DENIED,
        /** The client has had its share of the day. */
        QUOTA,
        /** The client, or the pair, pushes too much in a short time. */
        TOO_FAST,
        /** As many wait as may wait. */
        TOO_MANY,
        /** A link that does not fit into a message. */
        TOO_LONG,
        /** There is no place for a long text. */
        STORE_FULL,
        /** It could not be written down. */
        NOT_STORED
    }
}

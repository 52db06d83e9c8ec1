package org.tombolo.msrp;

import java.util.function.Consumer;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.wire.MsrpStatus;

/**
 * A session between us and one peer. {@link #offer} and {@link #answered}, or {@link #answer}, set it up. Safe for all
 * threads; never blocks.
 */
public interface MsrpSession {

    /** What we offer, for the SDP of an INVITE. */
    MessageMedia offer(Terms terms);

    /**
     * Takes the answer to our offer, and connects or waits for the peer as both say. After a re-INVITE it is called
     * again.
     *
     * @return whether the answer fits the offer; if not, the session has to be closed
     */
    boolean answered(MessageMedia answer);

    /**
     * Answers an offer at the moment at which the answer is sent, and connects or waits for the peer. After a re-INVITE
     * with the same path it is called again (RFC 4975 8.4).
     */
    MessageMedia answer(MessageMedia offer, Terms terms);

    /** Whether an offer goes on with this session: it has the same path (RFC 4975 8.4). */
    boolean continues(MessageMedia offer);

    /**
     * Sends a message, at once or when the connection is there. Messages of up to 64 KB keep their order; larger ones
     * go beside them.
     *
     * @param listener told on the session's executor
     */
    Sending send(OutgoingMessage message, SendListener listener);

    /**
     * Asks to be known by a nickname (RFC 7701 7.1), at once or when the connection is there.
     *
     * @param answer gets the response on the session's executor: 408 when none came, 481 when the session ended first
     */
    void nickname(String nickname, Consumer<MsrpStatus> answer);

    /** Ends the session. What was not yet sent fails; the listener of the session is told nothing more. */
    void close();

    /** A message on its way. */
    interface Sending {
        /** The Message-ID it has (RFC 4975 7.1.1). */
        String messageId();

        /** Gives it up; the peer is told when it has seen a part (RFC 4975 7.1, flag {@code #}). */
        void abort();
    }
}

package org.tombolo.msrp;

import java.util.function.Consumer;
import org.tombolo.msrp.wire.MsrpStatus;

/** What happens on a session. Called on its executor. */
public interface MsrpListener {

    /** Both sides have the connection. */
    default void opened() {}

    /**
     * A message starts to arrive. One that is not wanted is given to {@link IncomingMessage#refuse}.
     *
     * @return where its content goes
     */
    MessageSink incoming(IncomingMessage message);

    /**
     * The peer wants to be known by a nickname (RFC 7701 7.1). Who is no chat room does not know the method.
     *
     * @param nickname empty for none any more (RFC 7701 7.3)
     * @param answer to be called once, by any thread
     */
    default void nickname(String nickname, Consumer<MsrpStatus> answer) {
        answer.accept(MsrpStatus.UNKNOWN_METHOD);
    }

    /** The session is over; nothing follows. Not called for an end that we asked for. */
    void closed(SessionEnd end);
}

package org.tombolo.msrp;

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

    /** The session is over; nothing follows. Not called for an end that we asked for. */
    void closed(SessionEnd end);
}

package org.tombolo.peer;

import java.io.IOException;
import java.util.Map;

/** A real XMPP server for tests, on loopback, with data of its own that goes when it is closed. */
public interface XmppServer extends AutoCloseable {
    /** The domain of its users. */
    String DOMAIN = "localhost";

    /** The domain of its one component. */
    String COMPONENT = "ims.localhost";

    /** The component's secret. */
    String SECRET = "s3cret";

    /** Users and passwords of every server. */
    Map<String, String> USERS = Map.of("juliet", "juliet-pw", "romeo", "romeo-pw");

    /** The port of the component protocol. */
    int componentPort();

    /** The port of clients. */
    int clientPort();

    /** Starts it again after {@link #stop} or {@link #kill}, with the same data and ports. */
    void start() throws IOException;

    /** Asks it to end, and waits. */
    void stop();

    /** Ends it without a word. */
    void kill();

    /** Holds the process as a machine that hangs does: its connections stay, nothing is answered. */
    void suspend() throws IOException;

    /** Lets it go on. */
    void resume() throws IOException;

    @Override
    void close();
}

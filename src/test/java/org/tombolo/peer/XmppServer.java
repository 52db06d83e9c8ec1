package org.tombolo.peer;

import java.io.IOException;
import java.util.Map;

/** A real XMPP server for tests, on loopback, with data of its own. */
public abstract class XmppServer implements AutoCloseable {
    /** The domain of its users. */
    public static final String DOMAIN = "localhost";

    /** The domain of its component. */
    public static final String COMPONENT = "ims.localhost";

    /** The domain of another one. */
    public static final String SECOND = "second.localhost";

    /** The secret of that. */
    public static final String SECOND_SECRET = "s3cond";

    /** The component's secret. */
    public static final String SECRET = "s3cret";

    /** Users and passwords of every server. */
    public static final Map<String, String> USERS = Map.of("juliet", "juliet-pw", "romeo", "romeo-pw");

    private final int clientPort;
    private final int componentPort;
    private final int secondComponentPort;
    private final int secureComponentPort;
    private final ServerProcess process;

    XmppServer(Listening ports, ServerProcess process) {
        this.clientPort = ports.client();
        this.componentPort = ports.component();
        this.secondComponentPort = ports.secondComponent();
        this.secureComponentPort = ports.secureComponent();
        this.process = process;
    }

    /**
     * Where one listens.
     *
     * @param secondComponent where the second component comes
     * @param secureComponent where it comes by TLS, on a server that has a certificate
     */
    record Listening(int client, int component, int secondComponent, int secureComponent, int http) {
        static Listening onFreePorts() throws IOException {
            return new Listening(Ports.free(), Ports.free(), Ports.free(), Ports.free(), Ports.free());
        }
    }

    /** The port of the second component by TLS; of a secured server only. */
    public int secureComponentPort() {
        return secureComponentPort;
    }

    /** The port of the second component. */
    public int secondComponentPort() {
        return secondComponentPort;
    }

    /** The port of the component protocol. */
    public int componentPort() {
        return componentPort;
    }

    /** The port of clients. */
    public int clientPort() {
        return clientPort;
    }

    /** Starts it again after {@link #stop} or {@link #kill}, with the same data and ports. */
    public void start() throws IOException {
        process.start();
    }

    /** Asks it to end, and waits. */
    public void stop() {
        process.stop();
    }

    /** Ends it without a word. */
    public void kill() {
        process.kill();
    }

    /** Holds the process as a machine that hangs does: its connections stay, nothing is answered. */
    public void suspend() throws IOException {
        process.signal("STOP");
    }

    /** Lets it go on. */
    public void resume() throws IOException {
        process.signal("CONT");
    }

    @Override
    public void close() {
        process.kill();
    }
}

package org.tombolo.msrp;

import java.io.IOException;
import java.time.Duration;

/** A thread with all whose time it watches. */
final class IoThread {
    final Loop loop;
    final Transactions transactions;
    /** Connections that are being opened. */
    final Deadlines<Connection> opening;
    /** Connections that no session has. */
    final Deadlines<Connection> unproven;
    /** Connections whose peer reads nothing. */
    final Deadlines<Connection> stalled;
    /** Sessions whose slow consumers hold up the other sessions of their connection. */
    final Deadlines<EndpointSession> holding;
    /** Incoming messages of which more must come. */
    final Deadlines<Incoming> incomplete;
    /** Messages that were sent, and whose failure may still be reported. */
    final Deadlines<Transfer> reportable;
    /** Sessions that wait for their peer to connect. */
    final Deadlines<EndpointSession> waiting;
    /** Ports that could not accept. */
    final Deadlines<Acceptor> resting;
    /** Relays, each once a second. */
    final Deadlines<RelayLink> relays;

    IoThread(String name, EndpointOptions.Timeouts times) throws IOException {
        loop = new Loop(name);
        transactions = new Transactions(loop, times.transaction());
        opening = loop.deadlines(times.connect(), c -> c.end("it took too long to connect"));
        unproven = loop.deadlines(times.proof(), Connection::unproven);
        stalled = loop.deadlines(times.stall(), c -> c.end("the peer does not read"));
        holding = loop.deadlines(Window.PATIENCE, EndpointSession::heldTooLong);
        incomplete = loop.deadlines(times.incomplete(), Incoming::paused);
        reportable = loop.deadlines(times.report(), Transfer::forgotten);
        waiting = loop.deadlines(times.binding(), EndpointSession::notConnected);
        resting = loop.deadlines(Duration.ofSeconds(1), Acceptor::rested);
        relays = loop.deadlines(Duration.ofSeconds(1), RelayLink::tick);
    }
}

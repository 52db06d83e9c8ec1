package org.tombolo.msrp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.msrp.wire.FrameReader;
import org.tombolo.msrp.wire.MsrpSyntaxException;

/**
 * One TCP connection with the sessions that are bound to it. OPENING -> OPEN -> CLOSED. All but {@link #thread} runs on
 * its thread.
 */
final class Connection implements Loop.Part {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int MOST_READS = 8;
    private static final int MOST_WRITES = 8;
    /** More frames than that which wait before all messages, and we stop to read what causes them. */
    private static final int MOST_CONTROL = 256;

    /** RFC 4975 5.4 leaves it open; one that sends nothing but errors wants nothing good. */
    private static final int MOST_ERRORS = 100;

    private enum State {
        OPENING,
        OPEN,
        CLOSED
    }

    private final Core core;
    private final IoThread thread;
    private final Wire wire;
    private final Requests requests;
    private final FrameReader reader;
    private final Outlet outlet;
    private final Consumer<Connection> whenClosed;
    private Set<EndpointSession> sessions = Set.of();
    private final boolean accepted;
    private State state;
    private @Nullable SelectionKey key;
    private byte @Nullable [] unread;
    private volatile boolean paused;
    private boolean writing;
    private boolean closing;
    private boolean kept;
    private boolean served;
    private int errors;

    /**
     * @param wires makes the wire of this connection
     * @param accepted whether the peer opened it; else it may not be connected yet
     * @param whenClosed told once at the end
     */
    Connection(
            Core core,
            IoThread thread,
            Function<Connection, Wire> wires,
            boolean accepted,
            Consumer<Connection> whenClosed) {
        this.core = core;
        this.thread = thread;
        this.wire = wires.apply(this);
        this.accepted = accepted;
        this.state = accepted ? State.OPEN : State.OPENING;
        this.whenClosed = whenClosed;
        this.requests = new Requests(this, core);
        this.reader = new FrameReader(requests);
        this.outlet = new Outlet(thread.loop.pool());
    }

    IoThread thread() {
        return thread;
    }

    Wire wire() {
        return wire;
    }

    Outlet outlet() {
        return outlet;
    }

    boolean closed() {
        return state == State.CLOSED;
    }

    /** Starts: to read, or to wait until it is connected. */
    void start() {
        try {
            key = thread.loop.register(
                    wire.channel(), state == State.OPEN ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
            if (state == State.OPEN) {
                thread.unproven.start(this);
                limitUnproven();
            } else if (wire.channel().isConnected()) {
                connected();
            } else {
                thread.opening.start(this);
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void limitUnproven() {
        int most =
                Math.max(1, core.options().limits().unproven() / core.options().threads());
        while (thread.unproven.size() > most) {
            thread.unproven.expireFirst();
        }
    }

    @Override
    public void ready(SelectionKey ready) throws IOException {
        if (state == State.OPENING && ready.isConnectable()) {
            connected();
        }
        if (ready.isValid() && ready.isReadable()) {
            read();
        }
        if (state != State.CLOSED && ready.isValid() && ready.isWritable()) {
            write();
        }
    }

    private void connected() throws IOException {
        wire.channel().finishConnect();
        state = State.OPEN;
        thread.opening.stop(this);
        operations();
        List.copyOf(sessions).forEach(session -> session.bound(this));
        writeSoon();
    }

    /** Reads as long as there is something and somebody who takes it, a few times. */
    private void read() throws IOException {
        for (int i = 0; i < MOST_READS; i++) {
            if (state != State.OPEN || paused || !readOnce()) {
                return;
            }
        }
        thread.loop.later(this::goOn);
    }

    private boolean readOnce() throws IOException {
        ByteBuffer in = thread.loop.input();
        if (unread != null) {
            in.put(unread);
            unread = null;
        }
        int octets = wire.read(in);
        if (octets < 0) {
            end("the peer closed the connection");
            return false;
        }
        parse(in.flip());
        if (in.hasRemaining()) {
            unread = new byte[in.remaining()];
            in.get(unread);
        }
        if (!outlet.idle() || wire.blocked()) {
            writeSoon();
        }
        return octets > 0;
    }

    private void parse(ByteBuffer in) {
        try {
            reader.read(in);
        } catch (MsrpSyntaxException e) {
            core.counters().error(Counters.Kind.SYNTAX);
            end("no MSRP: " + e.getMessage());
        }
    }

    /** Reads again what may already wait, after a pause or a computation. */
    private void goOn() {
        try {
            if (state == State.OPEN) {
                read();
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    /** A long computation of TLS is done; called from any thread. */
    void computed() {
        thread.loop.later(() -> {
            if (wire instanceof TlsWire tls) {
                tls.computed();
            }
            goOn();
            writeSoon();
        });
    }

    /** Stops reading until {@link #resume}. */
    void pause() {
        paused = true;
        operations();
    }

    /** From any thread. */
    boolean paused() {
        return paused;
    }

    void resume() {
        if (paused && state == State.OPEN && outlet.controlSize() < MOST_CONTROL && !anyCongested()) {
            paused = false;
            operations();
            thread.loop.later(this::goOn);
        }
    }

    private boolean anyCongested() {
        boolean shared = shared();
        return sessions.stream().anyMatch(session -> session.congested(shared));
    }

    /** Adds a frame that goes out before all messages. */
    void send(byte[] frame) {
        if (state != State.CLOSED) {
            outlet.add(frame);
            if (outlet.controlSize() >= MOST_CONTROL && !paused) {
                pause();
            }
            writeSoon();
        }
    }

    void writeSoon() {
        if (!writing && state != State.CLOSED) {
            writing = true;
            thread.loop.writeSoon(this);
        }
    }

    @Override
    public void write() throws IOException {
        writing = false;
        if (state != State.OPEN) {
            return;
        }
        boolean took = true;
        for (int i = 0; took && i < MOST_WRITES && (i == 0 || !outlet.idle()); i++) {
            took = outlet.write(wire);
        }
        stallWatch(took);
        operations();
        if (took && outlet.idle()) {
            written();
        } else if (took) {
            thread.loop.later(this::writeSoon);
        }
        resume();
    }

    private void stallWatch(boolean took) {
        if (took) {
            thread.stalled.stop(this);
        } else if (!thread.stalled.runs(this)) {
            thread.stalled.start(this);
        }
    }

    private void written() {
        if (closing) {
            end("no session is left");
        }
    }

    private void operations() {
        if (key != null && key.isValid() && state == State.OPEN) {
            key.interestOps((paused ? 0 : SelectionKey.OP_READ) | (wire.blocked() ? SelectionKey.OP_WRITE : 0));
        }
    }

    /** A session is ours from now on. */
    void add(EndpointSession session) {
        if (sessions.isEmpty()) {
            sessions = Set.of(session);
        } else if (!sessions.contains(session)) {
            Set<EndpointSession> more = sessions instanceof HashSet ? sessions : new HashSet<>(sessions);
            more.add(session);
            sessions = more;
        }
        closing = false;
        served = true;
        thread.unproven.stop(this);
        if (state == State.OPEN) {
            session.bound(this);
        }
        if (paused && shared()) {
            sessions.stream().filter(s -> s.congested(true)).forEach(thread.holding::start);
        }
    }

    /** A session has ended. */
    void remove(EndpointSession session) {
        if (sessions.size() == 1 && sessions.contains(session)) {
            sessions = Set.of();
            leftAlone();
        } else if (sessions instanceof HashSet) {
            sessions.remove(session);
        }
        resume();
    }

    /** It stays although no session has it: it leads to a relay. */
    void keep() {
        kept = true;
        thread.unproven.stop(this);
    }

    /** Who opened it closes it; the other side might just be using it for the next session. */
    private void leftAlone() {
        if (accepted) {
            thread.unproven.start(this);
            limitUnproven();
        } else if (!kept) {
            // What is still to be written goes out first.
            closing = true;
            writeSoon();
        }
    }

    /** Whether other sessions would be held up if nothing were read any more. */
    boolean shared() {
        return sessions.size() > 1;
    }

    /** A request that had to be answered by an error of the peer's making. */
    void error() {
        core.counters().error(Counters.Kind.REQUEST);
        if (++errors > MOST_ERRORS || (sessions.isEmpty() && !kept)) {
            closing = true;
            writeSoon();
        }
    }

    /** Its time to name a session is over. */
    void unproven() {
        if (!served) {
            core.counters().error(Counters.Kind.CONNECTION);
        }
        end("no session is on it");
    }

    @Override
    public void failed(Exception fault) {
        end(String.valueOf(fault.getMessage()));
    }

    /** Closes it; RFC 4975 5.4: its sessions end with it. */
    void end(String why) {
        if (state == State.CLOSED) {
            return;
        }
        boolean opened = state == State.OPEN;
        state = State.CLOSED;
        LOG.debug("MSRP connection ends: {}", why);
        thread.opening.stop(this);
        thread.unproven.stop(this);
        thread.stalled.stop(this);
        requests.abandon();
        SessionEnd end =
                new SessionEnd(opened ? SessionEnd.Cause.CONNECTION_LOST : SessionEnd.Cause.NOT_CONNECTED, why);
        List.copyOf(sessions).forEach(session -> session.end(end));
        wire.close();
        outlet.release();
        core.counters().connections.decrementAndGet();
        whenClosed.accept(this);
    }
}

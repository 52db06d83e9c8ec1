package org.tombolo.msrp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.msrp.sdp.Connecting;
import org.tombolo.msrp.sdp.Fingerprint;
import org.tombolo.msrp.sdp.MessageMedia;

/** How sessions get their connections: those to the same peer share one (RFC 4975 5.4). Safe for all threads. */
final class Links {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private final Core core;
    private final List<IoThread> threads;
    private final Optional<RelayLink> relay;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<Line, Connection> lines = new ConcurrentHashMap<>();

    /** What connections are told apart by. */
    private record Line(boolean tls, String host, int port, Optional<Fingerprint> promised) {}

    Links(Core core, List<IoThread> threads, Optional<RelayLink> relay) {
        this.core = core;
        this.threads = threads;
        this.relay = relay;
    }

    /** Gets a session its connection, or waits for the peer to bring one. */
    void connect(EndpointSession session, MessageMedia ours, MessageMedia peer, Connecting how) {
        if (how == Connecting.PASSIVE) {
            home().loop.execute(() -> home().waiting.start(session));
        }
        if (ours.path().hops().size() > 1) {
            relay.flatMap(RelayLink::connection).ifPresentOrElse(c -> add(session, c), session::notConnected);
        } else if (how == Connecting.ACTIVE) {
            Connecting.Target target = Connecting.target(ours, peer);
            Line line = new Line(peer.tls(), target.host(), target.port(), peer.fingerprint());
            // A file would fill a connection that chats share, and its consumer may be slower than theirs.
            Connection open = ours.file().isPresent() ? null : lines.get(line);
            if (open == null) {
                dial(session, line, ours.file().isEmpty());
            } else {
                open.thread().loop.execute(() -> join(session, open, line));
            }
        }
    }

    private IoThread home() {
        return threads.get(0);
    }

    /** Nobody has to be waited for any more. */
    void opened(EndpointSession session) {
        home().loop.execute(() -> home().waiting.stop(session));
    }

    private static void add(EndpointSession session, Connection connection) {
        connection.thread().loop.execute(() -> {
            connection.add(session);
            if (connection.closed()) {
                session.notConnected();
            }
        });
    }

    private void join(EndpointSession session, Connection open, Line line) {
        if (open.closed()) {
            dial(session, line, true);
        } else {
            open.add(session);
        }
    }

    private void dial(EndpointSession session, Line line, boolean share) {
        connectTo(
                line,
                connection -> {
                    if (share) {
                        lines.put(line, connection);
                    }
                    add(session, connection);
                },
                closed -> lines.remove(line, closed),
                why -> session.end(new SessionEnd(SessionEnd.Cause.NOT_CONNECTED, why)));
    }

    /** Opens a connection that no session has yet. */
    void connectTo(
            boolean tls,
            String host,
            int port,
            Consumer<Connection> opening,
            Consumer<Connection> closed,
            Consumer<String> failed) {
        connectTo(new Line(tls, host, port, Optional.empty()), opening, closed, failed);
    }

    private void connectTo(
            Line line, Consumer<Connection> opening, Consumer<Connection> closed, Consumer<String> failed) {
        try {
            // A name may have to be looked up, which takes long.
            core.slowly().execute(() -> {
                try {
                    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(line.host()), line.port());
                    opening.accept(open(line, address, closed));
                } catch (UnknownHostException e) {
                    failed.accept("there is no host " + line.host());
                } catch (IOException e) {
                    failed.accept("cannot connect: " + e.getMessage());
                }
            });
        } catch (RejectedExecutionException e) {
            failed.accept("the endpoint stops");
        }
    }

    private Connection open(Line line, InetSocketAddress address, Consumer<Connection> closed) throws IOException {
        count();
        SocketChannel channel = SocketChannel.open();
        try {
            Acceptor.configure(channel);
            channel.connect(address);
            IoThread thread = next();
            Connection connection = new Connection(core, thread, wires(line, channel, thread), false, closed);
            thread.loop.execute(connection::start);
            return connection;
        } catch (IOException | RuntimeException e) {
            core.counters().connections.decrementAndGet();
            PlainWire.close(channel);
            throw e;
        }
    }

    private Function<Connection, Wire> wires(Line line, SocketChannel channel, IoThread thread) throws IOException {
        return line.tls()
                ? tls(channel, tls().client(line.host(), line.port(), line.promised()), thread)
                : connection -> new PlainWire(channel);
    }

    private Function<Connection, Wire> tls(SocketChannel channel, SSLEngine engine, IoThread thread) {
        return connection -> new TlsWire(channel, engine, thread.loop.pool(), core.slowly(), connection::computed);
    }

    private MsrpTls tls() throws IOException {
        return core.tls().orElseThrow(() -> new IOException("there is no certificate for TLS"));
    }

    private void count() throws IOException {
        if (core.counters().connections.incrementAndGet()
                > core.options().limits().connections()) {
            core.counters().connections.decrementAndGet();
            throw new IOException("too many connections are open");
        }
    }

    /** A peer has connected. */
    void accepted(SocketChannel channel, boolean tls) {
        try {
            count();
            IoThread thread = next();
            Function<Connection, Wire> wires =
                    tls ? tls(channel, tls().server(), thread) : connection -> new PlainWire(channel);
            Connection connection = new Connection(core, thread, wires, true, closed -> {});
            thread.loop.execute(connection::start);
        } catch (IOException e) {
            core.counters().error(Counters.Kind.CONNECTION);
            LOG.debug("a connection is refused: {}", e.getMessage());
            PlainWire.close(channel);
        }
    }

    private IoThread next() {
        return threads.get(Math.floorMod(turn.getAndIncrement(), threads.size()));
    }
}

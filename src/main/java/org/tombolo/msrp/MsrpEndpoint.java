package org.tombolo.msrp;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.tombolo.metrics.Metrics;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpUri;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.Trace;

/** An MSRP endpoint: listens, connects, and has the sessions. */
public final class MsrpEndpoint implements MsrpSessions, AutoCloseable {
    private final Core core;
    private final List<IoThread> threads = new ArrayList<>();
    private final List<Acceptor> ports = new ArrayList<>();
    private final Links links;
    private final Optional<RelayLink> relay;
    private final MsrpUri ours;
    private final Optional<MsrpUri> oursTls;

    /**
     * Listens; serves from {@link #start} on.
     *
     * @param tls our certificate; none, and there is no MSRP over TLS
     * @param relay the relays that we are reached through
     * @param slowly runs what may take long
     * @throws IOException when an address cannot be had
     */
    public MsrpEndpoint(
            EndpointOptions options,
            Optional<MsrpTls> tls,
            Optional<RelayOptions> relay,
            Executor slowly,
            Trace trace,
            Metrics metrics,
            SecureRandom random,
            Clock clock)
            throws IOException {
        Counters counters = new Counters(metrics);
        Directory directory = new Directory(options.limits().sessions());
        this.core = new Core(options, directory, counters, new Ids(random), slowly, tls, trace, clock);
        try {
            ports.add(Acceptor.listen(options.address(), false));
            if (tls.isPresent() && options.tlsAddress().isPresent()) {
                ports.add(Acceptor.listen(options.tlsAddress().get(), true));
            }
            this.ours = MsrpUri.tcp(false, options.publicHost(), ports.get(0).port(), "");
            this.oursTls = ports.size() < 2
                    ? Optional.empty()
                    : Optional.of(
                            MsrpUri.tcp(true, options.publicHost(), ports.get(1).port(), ""));
        } catch (IOException e) {
            ports.forEach(Acceptor::close);
            throw e;
        }
        for (int i = 0; i < options.threads(); i++) {
            threads.add(new IoThread("tombolo-msrp-" + (i + 1), options.timeouts()));
        }
        this.relay = relay.map(r -> new RelayLink(
                r, core.ids(), named(r.relays().first().secure(), core.ids().session()), System::nanoTime));
        this.links = new Links(core, threads, this.relay);
        for (Acceptor port : ports) {
            port.start(threads.get(0), links);
        }
        metrics.gauge("tombolo_msrp_sessions", directory::size);
    }

    /** Serves. */
    public void start() {
        threads.forEach(thread -> thread.loop.start());
        relay.ifPresent(link -> link.start(links, threads.get(0)));
    }

    /** Where others reach us over TCP. */
    public MsrpUri uri() {
        return ours;
    }

    @Override
    public Opening open(SessionId name, boolean tls, Executor executor, MsrpListener listener) {
        Optional<MsrpPath> path = path(tls);
        if (path.isEmpty()) {
            return new Opening.Refused(relay.isPresent() ? "the MSRP relay is not there" : "there is no MSRP over TLS");
        }
        EndpointSession session = new EndpointSession(core, links, name, path.get(), executor, listener);
        return core.directory().add(session)
                ? new Opening.Opened(session)
                : new Opening.Refused("there are too many MSRP sessions");
    }

    /** A URI of ours that nobody guesses, behind the relays that lead to it. */
    private Optional<MsrpPath> path(boolean tls) {
        String id = core.ids().session();
        if (relay.isPresent()) {
            return relay.get()
                    .usePath()
                    .map(relays -> relays.then(MsrpPath.of(named(relays.last().secure(), id))));
        }
        return tls && oursTls.isEmpty() ? Optional.empty() : Optional.of(MsrpPath.of(named(tls, id)));
    }

    private MsrpUri named(boolean secure, String id) {
        MsrpUri uri = secure ? oursTls.orElse(ours) : ours;
        return MsrpUri.tcp(secure, uri.bareHost(), uri.port(), id);
    }

    /** Whether the relays serve us; true when there are none. */
    public boolean relayed() {
        return relay.map(link -> link.usePath().isPresent()).orElse(true);
    }

    /** Sessions that are open or being set up. */
    public int sessions() {
        return core.directory().size();
    }

    /** Connections that are open or opening. */
    public int connections() {
        return core.counters().connections.get();
    }

    /** Octets that were received and that nobody has taken yet. */
    public long undelivered() {
        return core.counters().undelivered.get();
    }

    @Override
    public void close() {
        relay.ifPresent(RelayLink::stop);
        SessionEnd end = new SessionEnd(SessionEnd.Cause.SHUTDOWN, "the endpoint stops");
        core.directory().all().forEach(session -> session.end(end));
        ports.forEach(Acceptor::close);
        threads.forEach(thread -> thread.loop.close());
    }
}

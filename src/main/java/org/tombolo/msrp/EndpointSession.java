package org.tombolo.msrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tombolo.msrp.sdp.Connecting;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.sdp.Setup;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.msrp.wire.MsrpUri;
import org.tombolo.msrp.wire.UseNickname;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;

/**
 * One session. NEW -> AGREED -> BOUND -> CLOSED; a peer may connect before its answer has come, which leads from NEW to
 * BOUND, and CLOSED is reached from all. What is set before BOUND is guarded by the monitor; afterwards the session
 * belongs to the thread of its connection.
 */
final class EndpointSession implements MsrpSession {
    private enum State {
        /** There is no agreement yet. */
        NEW,
        /** Both sides have spoken; there is no connection yet. */
        AGREED,
        /** There is a connection. */
        BOUND,
        CLOSED
    }

    private final Core core;
    private final Links links;
    private final SessionId name;
    private final MsrpPath path;
    private final Mailbox mailbox;
    private final MsrpListener listener;
    private final Window window;
    private State state = State.NEW;
    private @Nullable MessageMedia ours;
    private @Nullable MessageMedia peer;
    private @Nullable Connection connection;
    private @Nullable Traffic traffic;
    private @Nullable List<Runnable> early;
    private boolean dialing;
    private boolean opened;

    /** What there is of a session on its connection. */
    private record Traffic(SendQueue sendQueue, Inbox inbox) {}

    /** @param path relays that lead to us, and our URI */
    EndpointSession(Core core, Links links, SessionId name, MsrpPath path, Executor executor, MsrpListener listener) {
        this.core = core;
        this.links = links;
        this.name = name;
        this.path = path;
        this.mailbox = new Mailbox(executor);
        this.listener = listener;
        this.window =
                new Window(core.counters().undelivered, core.options().limits().undelivered());
    }

    String id() {
        return path.last().sessionId();
    }

    MsrpUri uri() {
        return path.last();
    }

    Ids ids() {
        return core.ids();
    }

    Counters counters() {
        return core.counters();
    }

    Mailbox mailbox() {
        return mailbox;
    }

    MsrpListener listener() {
        return listener;
    }

    Window window() {
        return window;
    }

    @Override
    public synchronized MessageMedia offer(Terms terms) {
        // RFC 6135 4.2.2: who can be reached, and be it over a relay, leaves the choice to the answerer.
        return say(terms, Setup.ACTPASS, true);
    }

    @Override
    public synchronized MessageMedia answer(MessageMedia offer, Terms terms) {
        // RFC 6135 4.2.1: an answer always says who connects.
        Setup setup = offer.setup().map(Setup::answer).orElse(Setup.PASSIVE);
        // RFC 6714 4.3: an offerer behind a relay that connects itself falls back to RFC 4975.
        boolean fallBack = offer.path().hops().size() > 1 && setup != Setup.ACTIVE;
        MessageMedia answer = say(terms, setup, offer.cema() && !fallBack);
        agreed(offer, Connecting.ofAnswerer(answer));
        return answer;
    }

    @Override
    public synchronized boolean answered(MessageMedia answer) {
        Optional<Connecting> how = Connecting.ofOfferer(Objects.requireNonNull(ours, "nothing was offered"), answer);
        how.ifPresent(connecting -> agreed(answer, connecting));
        return how.isPresent();
    }

    private MessageMedia say(Terms terms, Setup setup, boolean cema) {
        boolean tls = path.first().secure();
        ours = new MessageMedia(
                tls,
                path.first().bareHost(),
                path.first().connectPort(),
                path,
                terms.accept(),
                terms.maxSize(),
                Optional.of(setup),
                // RFC 6714 4.2: not together with a relay.
                cema && path.hops().size() == 1,
                terms.direction(),
                tls ? core.tls().map(MsrpTls::fingerprint) : Optional.empty(),
                terms.file(),
                terms.room());
        return ours;
    }

    private void agreed(MessageMedia said, Connecting how) {
        peer = said;
        if (state == State.NEW || (state == State.AGREED && !dialing)) {
            state = State.AGREED;
            dialing = how == Connecting.ACTIVE;
            links.connect(this, Objects.requireNonNull(ours), said, how);
        } else if (connection != null && !MsrpTls.fits(said.fingerprint(), connection.wire())) {
            end(new SessionEnd(SessionEnd.Cause.REFUSED, "not the certificate that the SDP promised"));
        } else {
            // The peer was faster than its answer.
            runEarly();
        }
    }

    @Override
    public synchronized boolean continues(MessageMedia offer) {
        return peer != null && peer.path().equals(offer.path());
    }

    /** The way to the peer over relays of ours and hers. */
    synchronized MsrpPath pathToPeer() {
        MsrpPath theirs = Objects.requireNonNull(peer).path();
        List<MsrpUri> relays = path.hops().subList(0, path.hops().size() - 1);
        return relays.isEmpty() ? theirs : new MsrpPath(relays).reversed().then(theirs);
    }

    /** Whether the peer may send this (RFC 4975 8.6); anything while nothing was said. */
    synchronized boolean takes(String contentType) {
        return ours == null || ours.accept().take(contentType);
    }

    synchronized long maxSize() {
        OptionalLong said = ours == null ? OptionalLong.empty() : ours.maxSize();
        return said.orElse(Long.MAX_VALUE);
    }

    boolean congested(boolean shared) {
        return window.congested(shared);
    }

    /** Others have waited long enough for our consumer. */
    void heldTooLong() {
        Connection held = connection;
        Traffic slow = traffic;
        if (held != null && slow != null && window.stop(held)) {
            counters().error(Counters.Kind.SLOW);
            slow.inbox().stop(new MsrpStatus(413, "the receiver is too slow"));
        }
    }

    /** A request for us came over a connection (RFC 4975 7.3): it has ours, gets it now, or is refused. */
    synchronized MsrpStatus bind(Connection from) {
        if (state == State.CLOSED) {
            return MsrpStatus.NO_SESSION;
        }
        if (state == State.BOUND ? connection != from : dialing) {
            return MsrpStatus.SESSION_IN_USE;
        }
        if (peer != null && !MsrpTls.fits(peer.fingerprint(), from.wire())) {
            return new MsrpStatus(403, "not the certificate that the SDP promised");
        }
        from.add(this);
        opened();
        return MsrpStatus.OK;
    }

    /** We have a connection. */
    synchronized void bound(Connection open) {
        if (state == State.NEW || state == State.AGREED) {
            state = State.BOUND;
            connection = open;
            traffic = new Traffic(new SendQueue(this, open), new Inbox(this, open));
            if (dialing) {
                new Hello(this, open).send();
            }
            runEarly();
        }
    }

    /** Both sides have it. */
    synchronized void opened() {
        if (!opened && state == State.BOUND) {
            opened = true;
            links.opened(this);
            trace("session open");
            mailbox.post(listener::opened);
        }
    }

    synchronized boolean isBoundTo(Connection other) {
        return state == State.BOUND && connection == other;
    }

    SendQueue sendQueue() {
        return Objects.requireNonNull(traffic).sendQueue();
    }

    Inbox inbox() {
        return Objects.requireNonNull(traffic).inbox();
    }

    @Override
    public Sending send(OutgoingMessage message, SendListener done) {
        PendingSend send = new PendingSend(core.ids().message());
        execute(() -> {
            if (traffic == null) {
                mailbox.post(() -> done.failed(new MsrpStatus(481, "the session is over")));
            } else if (!send.aborted()) {
                Transfer transfer = new Transfer(this, traffic.sendQueue(), send.messageId(), message, done);
                send.started(transfer);
                trace("sends " + send.messageId() + ", " + message.contentType());
                traffic.sendQueue().add(transfer);
            }
        });
        return send;
    }

    /** Runs work on the thread of the connection; before there is one and an agreement, it waits. */
    void execute(Runnable work) {
        Connection open;
        synchronized (this) {
            open = connection;
            boolean waits = state != State.CLOSED && (open == null || peer == null);
            if (waits) {
                early = early == null ? new ArrayList<>() : early;
                early.add(work);
                return;
            }
        }
        if (open == null) {
            work.run();
        } else {
            open.thread().loop.execute(work);
        }
    }

    private void runEarly() {
        if (early != null && connection != null && (peer != null || state == State.CLOSED)) {
            early.forEach(connection.thread().loop::later);
            early = null;
        }
    }

    @Override
    public void close() {
        end(Optional.empty());
    }

    /** It is over for a reason that its owner does not know yet. */
    void end(SessionEnd why) {
        end(Optional.of(why));
    }

    private void end(Optional<SessionEnd> why) {
        List<Runnable> never;
        Connection left;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            left = connection;
            never = early == null ? List.of() : early;
            early = null;
        }
        core.directory().remove(this);
        links.opened(this);
        window.close();
        trace("session over" + why.map(end -> ": " + end.why()).orElse(""));
        if (left == null) {
            never.forEach(Runnable::run);
        } else {
            left.thread().loop.execute(() -> leave(left, never));
        }
        why.ifPresent(end -> mailbox.post(() -> listener.closed(end)));
    }

    private void leave(Connection left, List<Runnable> never) {
        Traffic last = traffic;
        traffic = null;
        left.thread().holding.stop(this);
        if (last != null) {
            last.inbox().close();
            last.sendQueue().close();
        }
        never.forEach(Runnable::run);
        left.remove(this);
    }

    /**
     * Tells the owner which nickname the peer wants.
     *
     * @param answer called on the thread of the connection
     */
    void nicknameWanted(String nickname, Consumer<MsrpStatus> answer) {
        mailbox.post(() -> listener.nickname(nickname, status -> execute(() -> answer.accept(status))));
    }

    @Override
    public void nickname(String nickname, Consumer<MsrpStatus> answer) {
        String value = UseNickname.text(nickname);
        execute(() -> {
            Connection open = connection;
            if (traffic == null || open == null) {
                mailbox.post(() -> answer.accept(MsrpStatus.NO_SESSION));
            } else {
                new NicknameRequest(this, open, status -> mailbox.post(() -> answer.accept(status))).send(value);
            }
        });
    }

    /** Nobody came, and nobody was reached. */
    void notConnected() {
        end(new SessionEnd(SessionEnd.Cause.NOT_CONNECTED, "the peer did not connect"));
    }

    void trace(String summary) {
        String other = peer == null ? "peer" : peer.path().last().host();
        core.trace()
                .record(new TraceEvent(name, core.clock().instant(), Protocol.MSRP, TraceEvent.US, other, summary, ""));
    }
}

package org.tombolo.media.webrtc;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.media.rtp.RtcpFeedback;
import org.tombolo.media.rtp.RtcpFeedback.ReceptionReport;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.sdp.WebRtcFragment;
import org.tombolo.media.sdp.WebRtcTransport;
import org.tombolo.media.srtp.SrtpKeys;
import org.tombolo.media.srtp.SrtpSession;
import org.tombolo.media.stun.StunMessage;

/** One browser that watches, or one peer of a call. The public methods may be called by any thread. */
public final class WebRtcConnection implements Handshake.Events, OutgoingTrack.Transmitter {
    private static final Logger LOG = LoggerFactory.getLogger(WebRtcConnection.class);
    /** From the answer to the end of the handshake. */
    private static final long SETUP_NANOS = Duration.ofSeconds(20).toNanos();

    /** RFC 7675 5.1: consent expires after 30 seconds without a valid check. */
    private static final long CONSENT_NANOS = Duration.ofSeconds(30).toNanos();

    /** Ways to one browser: two families of addresses on a few interfaces. */
    private static final int MOST_ADDRESSES = 8;

    /** CHECKING -> SECURED -> OVER; CHECKING -> OVER. */
    private enum State {
        /** Nobody has come, or ICE and DTLS are under way. */
        CHECKING,
        /** The streams flow. */
        SECURED,
        /** Nothing is sent or taken. */
        OVER
    }

    private final String id;
    private final WebRtcEnvironment environment;
    private final Agreement session;
    private final int sender;
    private final Forwarder forwarder;
    private final WebRtcListener listener;
    private final Handshake handshake;
    private final AtomicReference<State> state = new AtomicReference<>(State.CHECKING);
    private final Deque<InetSocketAddress> addresses = new ArrayDeque<>();
    private final long begun;
    private volatile IceLite ice;
    private volatile Optional<IceLite> before = Optional.empty();
    private volatile @Nullable InetSocketAddress remote;
    private volatile long checked;
    /** Of the forwarder's thread. */
    private @Nullable Sending sending;

    WebRtcConnection(String id, WebRtcEnvironment environment, Agreement session, int sender, WebRtcListener listener) {
        this.id = id;
        this.environment = environment;
        this.session = session;
        this.sender = sender;
        this.forwarder = environment.forwarder(sender);
        this.listener = listener;
        this.ice = session.ice();
        this.begun = environment.nanos();
        WebRtcTransport peer = session.peer();
        this.handshake = new Handshake(environment.dtls(), peer, environment.handshakes(), this::sendDtls, this);
    }

    /** Names it among all connections; not to be guessed. */
    public String id() {
        return id;
    }

    /** Names its present ICE session. */
    public String iceSession() {
        return ice.ufrag();
    }

    void open() {
        environment.demultiplexer().add(ice.ufrag(), this);
        forwarder.execute(() -> forwarder.add(this));
    }

    /**
     * Takes what the browser sent of its ICE after the offer.
     *
     * @return our new credentials as SDP fragment when ICE starts anew, else empty
     */
    public Optional<String> update(WebRtcFragment fragment) {
        return restart(fragment).flatMap(ours -> session.fragment());
    }

    /**
     * Starts ICE anew when the peer has other credentials than before (RFC 8445 9); DTLS goes on.
     *
     * @return our end under new credentials; empty when they are the same, or the connection is over
     */
    public synchronized Optional<WebRtcEndpoint> restart(WebRtcFragment fragment) {
        if (state.get() == State.OVER || !session.isRestart(fragment)) {
            return Optional.empty();
        }
        before.ifPresent(old -> environment.demultiplexer().remove(old.ufrag()));
        // RFC 8445 9: media stays on the old way until a new one is found.
        before = Optional.of(ice);
        ice = session.restart(fragment);
        environment.demultiplexer().add(ice.ufrag(), this);
        return Optional.of(session.ours());
    }

    /** Answers a check; on the reading thread. */
    IceLite.Verdict check(String ufrag, StunMessage request, InetSocketAddress from) {
        IceLite current = ice;
        boolean old = !current.ufrag().equals(ufrag);
        IceLite.Verdict verdict = before.filter(b -> old).orElse(current).answer(request, from);
        if (verdict.valid() && state.get() != State.OVER) {
            checked = environment.nanos();
            know(from);
            choose(from, verdict.nominated(), old);
        }
        return verdict;
    }

    private void know(InetSocketAddress from) {
        synchronized (addresses) {
            if (state.get() == State.OVER || addresses.contains(from)) {
                return;
            }
            addresses.add(from);
            environment.demultiplexer().add(from, this);
            if (addresses.size() > MOST_ADDRESSES) {
                environment.demultiplexer().remove(addresses.remove(), this);
            }
        }
    }

    private void forgetAddresses() {
        synchronized (addresses) {
            addresses.forEach(address -> environment.demultiplexer().remove(address, this));
            addresses.clear();
        }
    }

    /** RFC 8445 7.3.1.5: the nominated way is the one; before there is one, that of the first check will do for DTLS. */
    private void choose(InetSocketAddress from, boolean nominates, boolean old) {
        if ((nominates && !old) || remote == null) {
            remote = from;
        }
        if (!old && before.isPresent() && nominates) {
            environment.demultiplexer().remove(before.get().ufrag());
            before = Optional.empty();
        }
    }

    /** Takes a DTLS record; on the reading thread. */
    void dtls(ByteBuffer datagram) {
        if (state.get() != State.OVER) {
            handshake.datagram(datagram);
        }
    }

    private void sendDtls(ByteBuffer record) {
        InetSocketAddress to = remote;
        if (to != null) {
            environment.port().send(sender, record, to);
        }
    }

    /** Takes an SRTP or SRTCP packet; on the reading thread. */
    void packet(ByteBuffer datagram) {
        if (state.get() != State.SECURED) {
            return;
        }
        boolean control = RtcpFeedback.isRtcp(datagram);
        byte[] packet = new byte[datagram.limit()];
        datagram.get(0, packet);
        forwarder.execute(() -> {
            if (control) {
                feedback(packet);
            } else {
                media(packet);
            }
        });
    }

    private void media(byte[] packet) {
        if (sending != null && !sending.media(packet)) {
            environment.counts().forged().increment();
        }
    }

    /** Asks the peer of a call for a key frame of one of its sources. */
    public void requestKeyframe(int source) {
        forwarder.execute(() -> {
            if (sending != null) {
                sending.requestKeyframe(source);
            }
        });
    }

    /** Tells the peer of a call how a source of its is received. */
    public void report(ReceptionReport block) {
        forwarder.execute(() -> {
            if (sending != null) {
                sending.report(block);
            }
        });
    }

    private void feedback(byte[] packet) {
        if (sending == null) {
            return;
        }
        if (!sending.control(packet)) {
            environment.counts().forged().increment();
        } else if (sending.hasLeft()) {
            close("the browser said BYE");
        }
    }

    @Override
    public void secured(SrtpKeys keys) {
        if (state.compareAndSet(State.CHECKING, State.SECURED)) {
            listener.connected("at " + remote + ", " + keys.profile());
            forwarder.execute(() -> start(keys));
        }
    }

    private void start(SrtpKeys keys) {
        if (state.get() != State.SECURED) {
            return;
        }
        try {
            sending = new Sending(
                    forwarder,
                    new SrtpSession(keys, true),
                    environment.clock(),
                    session.keyframeRequest(),
                    session::received);
            sending.start(session.sent(), session.cname(), environment.random().nextInt(), this);
        } catch (GeneralSecurityException e) {
            LOG.error("SRTP does not start", e);
            close("SRTP does not start");
        }
    }

    @Override
    public void unsecured(String why) {
        if (state.get() == State.CHECKING) {
            environment.counts().failed().increment();
        }
        close(why);
    }

    @Override
    public boolean send(ByteBuffer packet) {
        InetSocketAddress to = remote;
        boolean sent = to != null && environment.port().send(sender, packet, to);
        (sent ? environment.counts().sent() : environment.counts().dropped()).increment();
        return sent;
    }

    @Override
    public void broken(RuntimeException fault) {
        LOG.error("connection {} is closed after", id, fault);
        close("internal error");
    }

    /** Lets time pass; on the forwarder's thread. */
    void tick() {
        long now = environment.nanos();
        if (state.get() == State.CHECKING && now - begun > SETUP_NANOS) {
            close(remote == null ? "ICE: no valid check came" : "DTLS: not done in time");
        } else if (remote != null && now - checked > CONSENT_NANOS) {
            remote = null; // RFC 7675 5.1: nothing more may be sent, not even good-bye
            close("consent expired (RFC 7675)");
        } else if (sending != null) {
            sending.tick();
        }
    }

    /** Ends it: says good-bye and gives everything back. Once more does nothing. */
    public void close(String why) {
        if (state.getAndSet(State.OVER) == State.OVER) {
            return;
        }
        environment.demultiplexer().remove(ice.ufrag());
        before.ifPresent(old -> environment.demultiplexer().remove(old.ufrag()));
        forgetAddresses();
        forwarder.execute(() -> finish(why));
    }

    private void finish(String why) {
        forwarder.remove(this);
        String summary = "";
        if (sending != null) {
            sending.stop();
            summary = sending.summary();
        }
        handshake.close();
        environment.closed(this);
        listener.ended(id, why, summary);
    }
}

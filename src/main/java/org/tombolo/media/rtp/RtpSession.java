package org.tombolo.media.rtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One RTP stream that we receive, and perhaps one that we send, with their RTCP. All but the public methods runs on its loop's thread. */
public final class RtpSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RtpSession.class);
    private static final Duration PATIENCE = Duration.ofMillis(60);
    private static final long REPORT_EVERY = Duration.ofSeconds(5).toNanos();
    private static final long ASK_EVERY = Duration.ofMillis(500).toNanos();
    private static final long ASK_SIGNALLING_EVERY = Duration.ofSeconds(1).toNanos();
    /** After this another port of the same address may take over: the sender started anew, or its NAT did. */
    private static final long LATCH = Duration.ofSeconds(1).toNanos();

    private final int port;
    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final Depacketizer out;
    private final RtpListener listener;
    private final RtpLoop loop;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final RtpPacket view = new RtpPacket();
    private final ReorderBuffer order;
    private final RtcpWriter writer;
    private final OutgoingStream outgoing;
    private final RtcpFeedback feedback = new Feedback();
    private Reception reception;
    private volatile RtpParameters agreed;
    private boolean held;
    private boolean waits;
    private int latchedPort;
    private long lastPacket;
    private long silentSince;
    private long lastReport;
    private long lastAsk;
    private boolean asked;
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong foreign = new AtomicLong();
    private volatile long lost;

    RtpSession(
            int port,
            DatagramChannel rtp,
            DatagramChannel rtcp,
            RtpParameters agreed,
            Depacketizer out,
            RtpListener listener,
            RtpLoop loop,
            Runnable release) {
        this.port = port;
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.agreed = agreed;
        this.out = out;
        this.listener = listener;
        this.loop = loop;
        this.release = release;
        this.order = new ReorderBuffer(out, PATIENCE);
        this.reception = new Reception(agreed.clockRate());
        // RFC 7022 4.2: a short-term persistent CNAME tells nothing about us
        this.writer = new RtcpWriter(
                ThreadLocalRandom.current().nextInt(), UUID.randomUUID().toString());
        this.outgoing = new OutgoingStream(writer.ssrc());
        this.silentSince = System.nanoTime();
        this.lastReport = silentSince;
    }

    /** Our even port; RTCP has the next one. */
    public int port() {
        return port;
    }

    /** RTP packets taken. */
    public long packets() {
        return packets.get();
    }

    /** Datagrams that were not taken: from another address or port, of another payload type, or no RTP. */
    public long foreign() {
        return foreign.get();
    }

    /** Packets that never came, or too late. */
    public long lost() {
        return lost;
    }

    /** Whether the session takes no more. */
    public boolean isClosed() {
        return closed.get();
    }

    /** Goes on with what a new offer said. On hold nothing is expected, so that silence has {@code parameters.silence} too. */
    public void update(RtpParameters parameters, boolean onHold) {
        loop.execute(() -> {
            if (parameters.clockRate() != agreed.clockRate()) {
                reception = new Reception(parameters.clockRate());
            }
            agreed = parameters;
            held = onHold;
            silentSince = System.nanoTime();
            lastPacket = 0;
        });
    }

    /**
     * Sends a packet of another stream on to the peer, as one of ours: source and numbers are our own, so that a change of
     * the stream's source is none for the peer. One thread at a time.
     *
     * @param payloadType what the peer calls the format
     */
    public void send(RtpPacket packet, int payloadType) {
        RtpParameters now = agreed;
        if (closed.get() || now.peer().getPort() == 0) {
            return;
        }
        try {
            rtp.send(outgoing.next(packet, payloadType, System.nanoTime(), now.clockRate()), now.peer());
        } catch (IOException e) {
            LOG.debug("RTP to {}", now.peer(), e);
        }
    }

    /** RTP packets sent. */
    public long sent() {
        return outgoing.packets();
    }

    /** Asks the sender for a key frame. Asked again too soon, it does nothing. */
    public void requestKeyframe() {
        loop.execute(() -> ask(System.nanoTime()));
    }

    /** Says BYE, closes both sockets, gives the ports back. */
    @Override
    public void close() {
        loop.execute(() -> {
            if (closed.compareAndSet(false, true)) {
                send(isActive() ? writer.bye(reception, System.nanoTime()) : ByteBuffer.allocate(0));
                loop.remove(this);
                RtpLoop.close(rtp);
                RtpLoop.close(rtcp);
                release.run();
            }
        });
    }

    /** Takes a datagram; tells whether more are likely to wait already, so that a read that finds nothing is saved. */
    boolean datagram(ByteBuffer datagram, InetSocketAddress from, boolean rtcpPort, long now) {
        if (!from.getAddress().equals(agreed.peer().getAddress())) {
            foreign.incrementAndGet();
        } else if (rtcpPort || (agreed.mux() && RtcpReader.isRtcp(datagram))) {
            if (RtcpReader.read(datagram, reception, now)) {
                listener.left();
            }
            if (outgoing.packets() > 0) {
                RtcpFeedback.read(datagram, feedback);
            }
            reception.takeClock().ifPresent(clock -> listener.clock(clock.ntp(), clock.timestamp()));
        } else if (view.wrap(datagram) && view.payloadType() == agreed.payloadType() && latched(from, now)) {
            boolean last = view.marker();
            packet(from, now);
            return !last;
        } else {
            foreign.incrementAndGet();
        }
        return true;
    }

    /** Only one port of the agreed address sends (RFC 3550 11 lets it differ from the one in the SDP). */
    private boolean latched(InetSocketAddress from, long now) {
        if (from.getPort() != latchedPort && (lastPacket == 0 || now - lastPacket > LATCH)) {
            latchedPort = from.getPort();
        }
        return from.getPort() == latchedPort;
    }

    private void packet(InetSocketAddress from, long now) {
        lastPacket = now;
        silentSince = now;
        packets.incrementAndGet();
        if (!reception.started() || view.ssrc() != reception.ssrc()) {
            source(from);
        }
        reception.packet(view, now);
        order.put(view, now);
        giveUp(now);
    }

    private void giveUp(long now) {
        order.expire(now);
        if (waits != order.holds()) {
            waits = order.holds();
            loop.late(this, waits);
        }
        lost = order.lost();
        if (out.wantsKeyframe()) {
            ask(now);
        }
    }

    private void source(InetSocketAddress from) {
        if (reception.started()) {
            order.clear();
            out.restarted();
        }
        reception.start(view.ssrc(), view.sequence());
        listener.started(from, view.ssrc());
    }

    void tick(long now) {
        if (order.holds()) {
            giveUp(now);
        }
        if (now - silentSince > agreed.silence().toNanos()) {
            silentSince = now;
            listener.silent(agreed.silence());
        }
        if (isActive() && now - lastReport > REPORT_EVERY) {
            lastReport = now;
            outgoing.news(Instant.now(), now, agreed.clockRate()).ifPresent(writer::sending);
            send(writer.report(reception, now));
        }
    }

    private boolean isActive() {
        return reception.started() || outgoing.packets() > 0;
    }

    private void ask(long now) {
        boolean overRtcp = !agreed.feedback().isEmpty() && reception.started();
        long pause = overRtcp ? ASK_EVERY : ASK_SIGNALLING_EVERY;
        if (held || closed.get() || (asked && now - lastAsk < pause)) {
            return;
        }
        asked = true;
        lastAsk = now;
        if (!overRtcp) {
            listener.keyframeWanted();
        } else if (agreed.feedback().contains(RtpParameters.Feedback.PLI)) {
            send(writer.pictureLoss(reception, now));
        } else {
            send(writer.fullIntra(reception, now));
        }
    }

    /** RTCP goes to the agreed address, and only after RTP came from there or went there: we are nobody's reflector. */
    private void send(ByteBuffer packet) {
        if (!packet.hasRemaining() || agreed.peerRtcp().getPort() == 0) {
            return;
        }
        try {
            (agreed.mux() ? rtp : rtcp).send(packet, agreed.peerRtcp());
        } catch (IOException e) {
            LOG.debug("RTCP to {}", agreed.peerRtcp(), e);
        }
    }

    /** What the peer says of the stream that we send. */
    private final class Feedback implements RtcpFeedback {
        @Override
        public void keyframeWanted(int ssrc) {
            if (ssrc == writer.ssrc()) {
                listener.keyframeRequested();
            }
        }

        @Override
        public void missing(int ssrc, int sequence) {
            // Nothing that went to a phone is kept.
        }

        @Override
        public void received(ReceptionReport report) {
            if (report.ssrc() == writer.ssrc()) {
                listener.received(outgoing.ofSource(report));
            }
        }

        @Override
        public void left() {}
    }
}

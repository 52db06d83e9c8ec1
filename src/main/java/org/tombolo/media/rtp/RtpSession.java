package org.tombolo.media.rtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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

    private final int port;
    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final Depacketizer out;
    private final RtpListener listener;
    private final RtpLoop loop;
    private final RtpCounts counts;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final RtpPacket view = new RtpPacket();
    private final SourceGate gate = new SourceGate();
    private final KeyframeRequests requests = new KeyframeRequests();
    private final ReportSchedule reports;
    private final ReorderBuffer order;
    private final RtcpWriter writer;
    private final OutgoingStream outgoing;
    private final RtcpFeedback feedback;
    private Reception reception;
    private volatile RtpParameters agreed;
    private boolean held;
    private boolean waits;
    private long silentSince;
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
            RtpCounts counts,
            Runnable release) {
        this.port = port;
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.agreed = agreed;
        this.out = out;
        this.listener = listener;
        this.loop = loop;
        this.counts = counts;
        this.release = release;
        this.order = new ReorderBuffer(out, PATIENCE);
        this.reception = new Reception(agreed.clockRate());
        // RFC 7022 4.2: a short-term persistent CNAME tells nothing about us
        this.writer = new RtcpWriter(
                ThreadLocalRandom.current().nextInt(), UUID.randomUUID().toString());
        this.outgoing = new OutgoingStream(writer.ssrc());
        this.feedback = new SentFeedback(writer.ssrc(), outgoing, listener);
        this.silentSince = System.nanoTime();
        this.reports = new ReportSchedule(ThreadLocalRandom.current(), silentSince);
    }

    /** Our even port; RTCP has the next one. */
    public int port() {
        return port;
    }

    /** RTP packets taken. */
    public long packets() {
        return packets.get();
    }

    /** Datagrams that were not taken: from another address, port or source, of another payload type, forged, or no RTP. */
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
            gate.move();
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
            outgoing.withhold(packet);
            return;
        }
        try {
            rtp.send(outgoing.next(packet, payloadType, System.nanoTime(), now.clockRate()), now.peer());
        } catch (IOException e) {
            LOG.debug("RTP to {}", now.peer(), e);
        }
    }

    /** A packet of that stream is not sent on: the peer is not to take it for lost. On the thread of {@link #send}. */
    public void withhold(RtpPacket packet) {
        outgoing.withhold(packet);
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
            refuse();
        } else if (rtcpPort || (agreed.mux() && RtcpReader.isRtcp(datagram))) {
            clear(datagram, true).ifPresentOrElse(clear -> control(clear, now), this::refuse);
        } else if (gate.takes(from.getPort(), agreed.peer().getPort(), now)) {
            return media(datagram, from, now);
        } else {
            refuse();
        }
        return true;
    }

    private boolean media(ByteBuffer datagram, InetSocketAddress from, long now) {
        Optional<ByteBuffer> clear = clear(datagram, false);
        if (clear.isEmpty() || !view.wrap(clear.get()) || !agreed.takes(view.payloadType())) {
            refuse();
            return true;
        }
        boolean last = view.marker();
        packet(from, now);
        return !last;
    }

    private Optional<ByteBuffer> clear(ByteBuffer datagram, boolean rtcp) {
        if (agreed.protection().isEmpty()) {
            return Optional.of(datagram);
        }
        RtpProtection protection = agreed.protection().get();
        return rtcp ? protection.openControl(datagram) : protection.open(datagram);
    }

    private void control(ByteBuffer datagram, long now) {
        if (RtcpReader.read(datagram, reception, now)) {
            listener.left();
        }
        if (outgoing.packets() > 0) {
            RtcpFeedback.read(datagram, feedback);
        }
        reception.takeClock().ifPresent(clock -> listener.clock(clock.ntp(), clock.timestamp()));
    }

    private void packet(InetSocketAddress from, long now) {
        switch (gate.judge(view, now)) {
            case TAKEN -> take(view, now);
            case STARTS -> {
                source(from, view);
                take(view, now);
            }
            case CHANGES -> {
                source(from, gate.first());
                take(gate.first(), now);
                take(view, now);
            }
            case KEPT, REFUSED -> refuse();
        }
    }

    private void refuse() {
        foreign.incrementAndGet();
        counts.refuse();
    }

    private void take(RtpPacket packet, long now) {
        silentSince = now;
        packets.incrementAndGet();
        counts.take();
        reception.packet(packet, now);
        order.put(packet, now);
        giveUp(now);
    }

    private void giveUp(long now) {
        order.expire(now);
        if (waits != order.holds()) {
            waits = order.holds();
            loop.late(this, waits);
        }
        counts.lose(order.lost() - lost);
        lost = order.lost();
        if (out.wantsKeyframe()) {
            ask(now);
        } else {
            requests.satisfied();
        }
    }

    private void source(InetSocketAddress from, RtpPacket packet) {
        if (reception.started()) {
            order.clear();
            out.restarted();
        }
        reception.start(packet.ssrc(), packet.sequence());
        listener.started(from, packet.ssrc());
    }

    void tick(long now) {
        if (order.holds()) {
            giveUp(now);
        }
        if (now - silentSince > agreed.silence().toNanos()) {
            silentSince = now;
            listener.silent(agreed.silence());
        }
        if (isActive() && reports.due(now)) {
            outgoing.news(Instant.now(), now, agreed.clockRate()).ifPresent(writer::sending);
            send(writer.report(reception, now));
        }
    }

    private boolean isActive() {
        return reception.started() || outgoing.packets() > 0;
    }

    private void ask(long now) {
        if (held || closed.get()) {
            return;
        }
        boolean overRtcp = !agreed.feedback().isEmpty() && reception.started();
        switch (requests.want(overRtcp, now)) {
            case RTCP -> {
                boolean pictureLoss = agreed.feedback().contains(RtpParameters.Feedback.PLI);
                send(pictureLoss ? writer.pictureLoss(reception, now) : writer.fullIntra(reception, now));
            }
            case SIGNALLING -> listener.keyframeWanted();
            case NOT_NOW -> {}
        }
    }

    /** RTCP goes to the agreed address, and only after RTP came from there or went there: we are nobody's reflector. */
    private void send(ByteBuffer packet) {
        if (!packet.hasRemaining() || agreed.peerRtcp().getPort() == 0) {
            return;
        }
        Optional<RtpProtection> protection = agreed.protection();
        Optional<ByteBuffer> sent =
                protection.isPresent() ? protection.get().protectControl(packet) : Optional.of(packet);
        try {
            if (sent.isPresent()) {
                (agreed.mux() ? rtp : rtcp).send(sent.get(), agreed.peerRtcp());
            }
        } catch (IOException e) {
            LOG.debug("RTCP to {}", agreed.peerRtcp(), e);
        }
    }
}

package org.tombolo.media.rtp;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tombolo.media.rtp.RtcpFeedback.ReceptionReport;

/**
 * A stream whose packets somebody else receives, such as a WebRTC connection: brought into order, and reported on to who sends it.
 * For one thread at a time.
 */
public final class Arrivals {
    private static final Duration PATIENCE = Duration.ofMillis(60);
    /** Often enough for a browser to follow what the way takes (RFC 4585 3.4). */
    private static final long REPORT_EVERY = Duration.ofSeconds(1).toNanos();

    private final Depacketizer out;
    private final ReorderBuffer order;
    private final Reception reception;
    private final Consumer<ReceptionReport> reports;
    private final LongSupplier nanos;
    private long reported;

    /**
     * @param clockRate ticks a second
     * @param reports told how the stream is received, from time to time
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public Arrivals(Depacketizer out, int clockRate, Consumer<ReceptionReport> reports, LongSupplier nanos) {
        this.out = out;
        this.order = new ReorderBuffer(out, PATIENCE);
        this.reception = new Reception(clockRate);
        this.reports = reports;
        this.nanos = nanos;
    }

    /** The next packet that came. */
    public void packet(RtpPacket packet) {
        long now = nanos.getAsLong();
        if (!reception.started() || packet.ssrc() != reception.ssrc()) {
            begin(packet, now);
        }
        reception.packet(packet, now);
        order.put(packet, now);
        order.expire(now);
        if (now - reported >= REPORT_EVERY) {
            reported = now;
            reports.accept(report(now));
        }
    }

    private void begin(RtpPacket packet, long now) {
        if (reception.started()) {
            order.clear();
            out.restarted();
        }
        reception.start(packet.ssrc(), packet.sequence());
        reported = now;
    }

    private ReceptionReport report(long now) {
        return new ReceptionReport(
                reception.ssrc(),
                reception.fractionLost(),
                reception.cumulativeLost(),
                reception.extendedHighest(),
                reception.jitter(),
                reception.lastSenderReport(),
                reception.delaySince(now));
    }
}

package org.tombolo.media.rtp;

import java.util.Optional;

/** What a receiver report tells of one source (RFC 3550 6.4.1, A.1, A.3, A.8). */
final class Reception {
    private final int clockRate;
    private boolean started;
    private int ssrc;
    private int first;
    private int highest;
    private int cycles;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private int transit;
    private double jitter;
    private int lastSenderReport;
    private long lastSenderReportAt;
    private Optional<SenderClock> clock = Optional.empty();

    /** A moment as the source tells it: NTP time and its RTP timestamp (RFC 3550 6.4.1). */
    record SenderClock(long ntp, int timestamp) {}

    Reception(int clockRate) {
        this.clockRate = clockRate;
    }

    boolean started() {
        return started;
    }

    int ssrc() {
        return ssrc;
    }

    long received() {
        return received;
    }

    /** Starts with a source. */
    void start(int source, int sequence) {
        started = true;
        ssrc = source;
        first = sequence;
        highest = sequence;
        cycles = 0;
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
        jitter = 0;
        transit = 0;
        lastSenderReport = 0;
    }

    void packet(RtpPacket packet, long now) {
        int step = (short) (packet.sequence() - highest);
        if (step > 0) {
            cycles += packet.sequence() < highest ? 1 : 0;
            highest = packet.sequence();
        }
        // RFC 3550 A.8
        int arrival = (int) (now / 1000 * clockRate / 1_000_000);
        int newTransit = arrival - packet.timestamp();
        if (received > 0) {
            jitter += (Math.abs((long) (newTransit - transit)) - jitter) / 16;
        }
        transit = newTransit;
        received++;
    }

    /** Remembers a sender report and when it came. */
    void senderReport(SenderClock told, long now) {
        lastSenderReport = (int) (told.ntp() >>> 16);
        lastSenderReportAt = now;
        clock = Optional.of(told);
    }

    /** What the newest sender report told of the source's clock, once. */
    Optional<SenderClock> takeClock() {
        Optional<SenderClock> taken = clock;
        clock = Optional.empty();
        return taken;
    }

    int extendedHighest() {
        return cycles << 16 | highest;
    }

    /** Packets lost since the start, in 24 bits (RFC 3550 A.3). */
    int cumulativeLost() {
        long missing = expected() - received;
        return (int) Math.max(-0x800000, Math.min(0x7FFFFF, missing)) & 0xFFFFFF;
    }

    /** The fraction lost since this was asked last, in 1/256. */
    int fractionLost() {
        long expected = expected() - expectedBefore;
        long arrived = received - receivedBefore;
        expectedBefore = expected();
        receivedBefore = received;
        long missing = expected - arrived;
        return expected <= 0 || missing <= 0 ? 0 : (int) Math.min(255, (missing << 8) / expected);
    }

    int jitter() {
        return (int) Math.min(Integer.MAX_VALUE, jitter);
    }

    int lastSenderReport() {
        return lastSenderReport;
    }

    /** Time since the last sender report in 1/65536 s, 0 when none came. */
    int delaySince(long now) {
        return lastSenderReport == 0 ? 0 : (int) ((now - lastSenderReportAt) * 65536 / 1_000_000_000L);
    }

    private long expected() {
        return (((long) cycles << 16) + highest) - first + 1;
    }
}

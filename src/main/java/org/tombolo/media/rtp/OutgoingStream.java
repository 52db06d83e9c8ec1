package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * The stream that we send to a phone: packets of others under a source of ours (a translator that hides its side, RFC 3550
 * 7.1). When the others' source changes, numbers and times go on from where they were.
 */
final class OutgoingStream {
    private final int ssrc;
    private ByteBuffer out = ByteBuffer.allocate(2048);
    private boolean started;
    private volatile int source;
    private volatile int sequenceOffset;
    private int timestampOffset;
    private int lastSequence;
    private volatile Moment last = new Moment(0, 0);
    private volatile long packets;
    private volatile long octets;

    /** The timestamp of the newest packet and when it went. */
    private record Moment(int timestamp, long nanos) {}

    OutgoingStream(int ssrc) {
        this.ssrc = ssrc;
    }

    long packets() {
        return packets;
    }

    /** The packet to be sent instead of one of the others; valid until the next call. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread counts, others read
    ByteBuffer next(RtpPacket packet, int payloadType, long now, int clockRate) {
        if (!started || packet.ssrc() != source) {
            follow(packet, now, clockRate);
        }
        int sequence = packet.sequence() + sequenceOffset;
        int timestamp = packet.timestamp() + timestampOffset;
        if (!started || (short) (sequence - lastSequence) > 0) {
            lastSequence = sequence;
            if (!started || timestamp != last.timestamp) {
                // The packets of one key, or of one picture, have the time of its start.
                last = new Moment(timestamp, now);
            }
        }
        started = true;
        packets++;
        octets += packet.length();
        return write(packet, payloadType, sequence, timestamp);
    }

    /**
     * A packet of the others that is not sent, such as on hold. Its number is used for the next one that is: what we held back
     * would be lost to the phone, which reports so (RFC 3550 6.4.1). Times go on as the others' clock does.
     */
    void withhold(RtpPacket packet) {
        boolean ofStream = started && packet.ssrc() == source;
        if (ofStream && (short) (packet.sequence() + sequenceOffset - lastSequence) > 0) {
            sequenceOffset = lastSequence - packet.sequence();
        }
    }

    private void follow(RtpPacket packet, long now, int clockRate) {
        source = packet.ssrc();
        if (started) {
            sequenceOffset = lastSequence + 1 - packet.sequence();
            timestampOffset = timestampAt(now, clockRate) + 1 - packet.timestamp();
        }
    }

    /** Header extensions and contributing sources were agreed with the others alone: they stay behind. */
    private ByteBuffer write(RtpPacket packet, int payloadType, int sequence, int timestamp) {
        int length = packet.length();
        if (out.capacity() < RtpPacket.HEADER + length) {
            out = ByteBuffer.allocate(RtpPacket.HEADER + length);
        }
        out.clear();
        out.put((byte) 0x80).put((byte) (payloadType | (packet.marker() ? 0x80 : 0)));
        out.putShort((short) sequence).putInt(timestamp).putInt(ssrc);
        packet.copy(0, out.array(), RtpPacket.HEADER, length);
        return out.position(RtpPacket.HEADER + length).flip();
    }

    /**
     * What the phone says of our stream as if it were of the others' (RFC 3550 7.2). Our sender reports are no news to them, so
     * that no round trip can be told.
     */
    RtcpFeedback.ReceptionReport ofSource(RtcpFeedback.ReceptionReport report) {
        return new RtcpFeedback.ReceptionReport(
                source, report.fractionLost(), report.lost(), report.highest() - sequenceOffset, report.jitter(), 0, 0);
    }

    private int timestampAt(long now, int clockRate) {
        Moment moment = last;
        return moment.timestamp + (int) ((now - moment.nanos) / 1000 * clockRate / 1_000_000);
    }

    /**
     * What a sender report says; empty before the first packet.
     *
     * @param time the wall clock's
     * @param now the monotonic clock's
     */
    Optional<RtcpWriter.Sent> news(Instant time, long now, int clockRate) {
        return packets == 0
                ? Optional.empty()
                : Optional.of(
                        new RtcpWriter.Sent(SenderReports.ntp(time), timestampAt(now, clockRate), packets, octets));
    }
}

package org.tombolo.media.rtp;

import java.nio.ByteBuffer;

/** What a receiver tells a sender over RTCP. */
public interface RtcpFeedback {

    /** A packet of a source is missing (generic NACK, RFC 4585 6.2.1). */
    void missing(int ssrc, int sequence);

    /** A key frame of a source is wanted (RFC 4585 6.3.1, RFC 5104 4.3.1). */
    void keyframeWanted(int ssrc);

    /** How a source is received (RFC 3550 6.4.1). */
    void received(ReceptionReport report);

    /** The receiver leaves (RFC 3550 6.6). */
    void left();

    /**
     * One block of a report.
     *
     * @param ssrc of whom it tells
     * @param fractionLost since the last one, in 1/256
     * @param lost since the start; may be negative when packets came twice
     * @param highest the highest sequence number that came, with the number of its cycles in the upper half
     * @param jitter in ticks of the clock rate
     * @param lastSenderReport the middle 32 bits of the NTP time of the last sender report, 0 when none came
     * @param delaySince time since then, in 1/65536 s
     */
    record ReceptionReport(
            int ssrc, int fractionLost, int lost, int highest, int jitter, int lastSenderReport, int delaySince) {}

    /** Whether a datagram on a port of both is RTCP (RFC 5761 4). */
    static boolean isRtcp(ByteBuffer datagram) {
        return RtcpReader.isRtcp(datagram);
    }

    /** Reads a compound packet; what is malformed ends the reading. */
    static void read(ByteBuffer datagram, RtcpFeedback out) {
        RtcpReader.each(datagram, (type, at, end) -> new FeedbackReader(datagram, at, end, out).read(type));
    }
}

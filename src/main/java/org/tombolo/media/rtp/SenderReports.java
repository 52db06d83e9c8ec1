package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes what one source of ours says over RTCP: sender reports (RFC 3550 6.4.1), by whose times receivers bring sound and
 * picture together, each with the source's name.
 */
public final class SenderReports {
    /** From 1900, where NTP counts from, to 1970. */
    private static final long NTP_EPOCH = 2_208_988_800L;

    private final int ssrc;
    private final byte[] description;

    /**
     * @param cname the same for all sources of one session
     */
    public SenderReports(int ssrc, String cname) {
        this.ssrc = ssrc;
        this.description = description(ssrc, cname.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] description(int ssrc, byte[] name) {
        int words = (4 + 2 + name.length) / 4 + 1;
        return header(ByteBuffer.allocate(4 + 4 * words), 1, RtcpWriter.SOURCE_DESCRIPTION, words)
                .putInt(ssrc)
                .put((byte) 1)
                .put((byte) name.length)
                .put(name)
                .array();
    }

    private static ByteBuffer header(ByteBuffer out, int count, int type, int words) {
        return out.put((byte) (0x80 | count)).put((byte) type).putShort((short) words);
    }

    /**
     * A report.
     *
     * @param now the time
     * @param timestamp the RTP timestamp of that moment
     * @param packets sent so far
     * @param octets of payload sent so far
     */
    public byte[] report(Instant now, int timestamp, long packets, long octets) {
        ByteBuffer out = ByteBuffer.allocate(28 + description.length);
        header(out, 0, RtcpWriter.SENDER_REPORT, 6).putInt(ssrc);
        return out.putLong(ntp(now))
                .putInt(timestamp)
                .putInt((int) packets)
                .putInt((int) octets)
                .put(description)
                .array();
    }

    /**
     * Picture loss indication (RFC 4585 6.3.1).
     *
     * @param source whose next picture must be a key frame
     */
    public byte[] pictureLoss(int source) {
        ByteBuffer out = ByteBuffer.allocate(8 + description.length + 12);
        header(out, 0, RtcpWriter.RECEIVER_REPORT, 1).putInt(ssrc).put(description);
        header(out, RtcpWriter.PLI, RtcpWriter.PAYLOAD_FEEDBACK, 2).putInt(ssrc);
        return out.putInt(source).array();
    }

    /** What somebody says of a source of the peer's (RFC 3550 6.4.2). */
    public byte[] reception(RtcpFeedback.ReceptionReport block) {
        ByteBuffer out = ByteBuffer.allocate(32 + description.length);
        header(out, 1, RtcpWriter.RECEIVER_REPORT, 7).putInt(ssrc).putInt(block.ssrc());
        out.putInt(block.fractionLost() << 24 | (block.lost() & 0xFFFFFF)).putInt(block.highest());
        out.putInt(block.jitter()).putInt(block.lastSenderReport()).putInt(block.delaySince());
        return out.put(description).array();
    }

    /** Good-bye (RFC 3550 6.6); a compound packet starts with a report. */
    public byte[] bye() {
        ByteBuffer out = ByteBuffer.allocate(8 + description.length + 8);
        header(out, 0, RtcpWriter.RECEIVER_REPORT, 1).putInt(ssrc).put(description);
        return header(out, 1, RtcpWriter.BYE, 1).putInt(ssrc).array();
    }

    /** Seconds since 1900, and 2^-32 of them (RFC 3550 4). */
    static long ntp(Instant time) {
        return ((time.getEpochSecond() + NTP_EPOCH) << 32) | ((long) time.getNano() << 32) / 1_000_000_000L;
    }

    /**
     * The round trip time that a receiver's report shows (RFC 3550 6.4.1), in seconds; negative when it tells none.
     *
     * @param now the time of the report's arrival
     */
    public static double roundTrip(RtcpFeedback.ReceptionReport report, Instant now) {
        if (report.lastSenderReport() == 0) {
            return -1;
        }
        int middle = (int) (ntp(now) >>> 16);
        return Math.max(0, middle - report.lastSenderReport() - report.delaySince()) / 65536.0;
    }
}

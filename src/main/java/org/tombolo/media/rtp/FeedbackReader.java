package org.tombolo.media.rtp;

import java.nio.ByteBuffer;

/**
 * Reads one RTCP packet of a receiver. Feedback packets are (RFC 4585 6.1):
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|   FMT   |       PT      |          length               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                  SSRC of packet sender                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                  SSRC of media source                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :            feedback control information                       :
 * </pre>
 */
final class FeedbackReader {
    private static final int BLOCK = 24;

    private final ByteBuffer in;
    private final int at;
    private final int end;
    private final int format;
    private final RtcpFeedback out;

    FeedbackReader(ByteBuffer in, int at, int end, RtcpFeedback out) {
        this.in = in;
        this.at = at;
        this.end = end;
        this.format = in.get(at) & 0x1F;
        this.out = out;
    }

    void read(int type) {
        switch (type) {
            case RtcpWriter.SENDER_REPORT -> blocks(at + RtcpReader.SENDER_INFO);
            case RtcpWriter.RECEIVER_REPORT -> blocks(at + 8);
            case RtcpWriter.TRANSPORT_FEEDBACK -> transport();
            case RtcpWriter.PAYLOAD_FEEDBACK -> payload();
            case RtcpWriter.BYE -> out.left();
            default -> {} // SDES, APP, XR
        }
    }

    private void blocks(int first) {
        int block = first;
        for (int count = format; count > 0 && block + BLOCK <= end; count--) {
            int lost = in.getInt(block + 4);
            out.received(new RtcpFeedback.ReceptionReport(
                    in.getInt(block),
                    lost >>> 24,
                    lost << 8 >> 8,
                    in.getInt(block + 8),
                    in.getInt(block + 12),
                    in.getInt(block + 16),
                    in.getInt(block + 20)));
            block += BLOCK;
        }
    }

    /** Generic NACK: a sequence number, and a bit for each of the 16 after it. */
    private void transport() {
        if (format != RtcpWriter.NACK) {
            return;
        }
        for (int entry = at + 12; entry + 4 <= end; entry += 4) {
            int first = in.getShort(entry) & 0xFFFF;
            out.missing(in.getInt(at + 8), first);
            for (int following = in.getShort(entry + 2) & 0xFFFF; following != 0; following &= following - 1) {
                out.missing(in.getInt(at + 8), first + 1 + Integer.numberOfTrailingZeros(following) & 0xFFFF);
            }
        }
    }

    private void payload() {
        if (format == RtcpWriter.PLI && at + 12 <= end) {
            out.keyframeWanted(in.getInt(at + 8));
        }
        if (format == RtcpWriter.FIR) {
            for (int entry = at + 12; entry + 8 <= end; entry += 8) {
                out.keyframeWanted(in.getInt(entry));
            }
        }
    }
}

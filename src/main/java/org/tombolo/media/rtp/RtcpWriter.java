package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes compound RTCP packets (RFC 3550 6.1): a receiver report and our CNAME always, then what is to be said.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P| RC/FMT  |      PT       |     length in words less one  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        SSRC of the sender                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
final class RtcpWriter {
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int BYE = 203;
    static final int TRANSPORT_FEEDBACK = 205;
    static final int PAYLOAD_FEEDBACK = 206;

    static final int NACK = 1;
    static final int PLI = 1;
    static final int FIR = 4;

    private final int ssrc;
    private final byte[] name;
    private final ByteBuffer out = ByteBuffer.allocate(256);
    private int firSequence;
    private @Nullable Sent sent;

    /**
     * What a sender tells of itself (RFC 3550 6.4.1).
     *
     * @param ntp the moment, as {@link SenderReports#ntp} writes it
     * @param timestamp the RTP timestamp of that moment
     */
    record Sent(long ntp, int timestamp, long packets, long octets) {}

    /**
     * @param ssrc ours
     * @param name CNAME (RFC 7022), at most 64 ASCII characters
     */
    RtcpWriter(int ssrc, String name) {
        this.ssrc = ssrc;
        this.name = name.getBytes(StandardCharsets.US_ASCII);
    }

    int ssrc() {
        return ssrc;
    }

    /** From now on we are a sender, and reports say so. */
    void sending(Sent news) {
        sent = news;
    }

    ByteBuffer report(Reception source, long now) {
        return start(source, now).flip();
    }

    ByteBuffer bye(Reception source, long now) {
        start(source, now);
        return header(1, BYE, 1).flip();
    }

    /** Picture loss indication (RFC 4585 6.3.1). */
    ByteBuffer pictureLoss(Reception source, long now) {
        start(source, now);
        header(PLI, PAYLOAD_FEEDBACK, 2);
        return out.putInt(source.ssrc()).flip();
    }

    /** Full intra request (RFC 5104 4.3.1): the source stands in the entry, not in the header. */
    ByteBuffer fullIntra(Reception source, long now) {
        start(source, now);
        header(FIR, PAYLOAD_FEEDBACK, 4);
        return out.putInt(0).putInt(source.ssrc()).putInt(firSequence++ << 24).flip();
    }

    private ByteBuffer start(Reception source, long now) {
        out.clear();
        int blocks = source.started() ? 1 : 0;
        if (sent == null) {
            header(blocks, RECEIVER_REPORT, 1 + 6 * blocks);
        } else {
            header(blocks, SENDER_REPORT, 6 + 6 * blocks);
            out.putLong(sent.ntp()).putInt(sent.timestamp());
            out.putInt((int) sent.packets()).putInt((int) sent.octets());
        }
        if (source.started()) {
            block(source, now);
        }
        return description();
    }

    private void block(Reception source, long now) {
        out.putInt(source.ssrc());
        out.putInt(source.fractionLost() << 24 | source.cumulativeLost());
        out.putInt(source.extendedHighest()).putInt(source.jitter());
        out.putInt(source.lastSenderReport()).putInt(source.delaySince(now));
    }

    private ByteBuffer description() {
        int words = (4 + 2 + name.length) / 4 + 1; // at least one zero octet ends the items
        header(1, SOURCE_DESCRIPTION, words);
        int end = out.position() + 4 * words - 4;
        out.put((byte) 1).put((byte) name.length).put(name);
        while (out.position() < end) {
            out.put((byte) 0);
        }
        return out;
    }

    private ByteBuffer header(int count, int type, int words) {
        return out.put((byte) (0x80 | count))
                .put((byte) type)
                .putShort((short) words)
                .putInt(ssrc);
    }
}

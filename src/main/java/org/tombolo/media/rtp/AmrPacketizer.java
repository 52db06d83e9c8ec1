package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.tombolo.media.AmrTrack;
import org.tombolo.media.Frame;
import org.tombolo.media.Track;

/**
 * AMR and AMR-WB over RTP (RFC 4867), one frame a packet; the payloads are those of {@link AmrDepacketizer}. No mode is asked of the
 * receiver.
 */
public final class AmrPacketizer extends Packetizer {
    private static final int NO_REQUEST = 15;
    private static final int TABLE_BITS = 6;
    private static final byte[] NO_HEADER = {};

    private final AmrTrack track;
    private final boolean octetAligned;
    private boolean talking;

    /** @param octetAligned whether frames begin at octets */
    public AmrPacketizer(Consumer<RtpPacket> out, AmrTrack track, boolean octetAligned) {
        super(out);
        this.track = track;
        this.octetAligned = octetAligned;
    }

    @Override
    public void track(Track newTrack) {
        // It is what was agreed.
    }

    @Override
    public void frame(Frame frame) {
        ByteBuffer data = frame.data();
        int first = data.get(data.position());
        int bits = track.bits(first >> 3 & 0x0F);
        if (bits <= 0) {
            talking = false; // RFC 4867 4.3.2: a pause needs no packet
            return;
        }
        // RFC 4867 4.1: the first packet after a pause
        send(frame.time(), !talking, NO_HEADER, octetAligned ? aligned(data) : packed(data, bits));
        talking = true;
    }

    /** 4.4: request, table, frame. */
    private static ByteBuffer aligned(ByteBuffer data) {
        return ByteBuffer.allocate(1 + data.remaining())
                .put((byte) (NO_REQUEST << 4))
                .put(data.duplicate())
                .flip();
    }

    /** 4.3: four bits of request, six of the table, and the frame right after them. */
    private static ByteBuffer packed(ByteBuffer data, int bits) {
        ByteBuffer out = ByteBuffer.allocate((4 + TABLE_BITS + bits + 7) / 8);
        int at = data.position();
        int table = data.get(at) >> 2 & 0x1F; // F is 0: no frame follows
        int carried = NO_REQUEST << TABLE_BITS | table;
        out.put((byte) (carried >> 2));
        for (int i = 1; out.hasRemaining(); i++) {
            int next = i < data.remaining() ? data.get(at + i) & 0xFF : 0;
            out.put((byte) (carried << 6 | next >> 2));
            carried = next;
        }
        return out.flip();
    }
}

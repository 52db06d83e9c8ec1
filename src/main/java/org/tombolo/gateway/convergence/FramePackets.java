package org.tombolo.gateway.convergence;

import java.nio.ByteBuffer;
import org.tombolo.media.Frame;
import org.tombolo.media.H264Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.RtpPacket;

/** Frames that were made here as packets for a relay, as if a phone had sent them: each NAL unit of H.264, which the relay cuts to size (RFC 6184 5.6), or each packet of sound (RFC 7587 4.2). */
final class FramePackets implements MediaSink {
    private static final int HEADER = 12;
    private static final int VERSION = 0x80;
    private static final int MARKER = 0x80;

    private final Depacketizer relay;
    private final RtpPacket packet = new RtpPacket();
    private boolean units;
    private int sequence;

    FramePackets(Depacketizer relay) {
        this.relay = relay;
    }

    @Override
    public void track(Track track) {
        units = track instanceof H264Track;
    }

    @Override
    public void frame(Frame frame) {
        ByteBuffer data = frame.data().duplicate();
        while (units && data.remaining() > Integer.BYTES) {
            int length = Math.min(data.getInt(), data.remaining());
            ByteBuffer unit = data.slice().limit(length);
            data.position(data.position() + length);
            packet(unit, frame.time(), !data.hasRemaining());
        }
        if (!units) {
            packet(data, frame.time(), false);
        }
    }

    private void packet(ByteBuffer payload, long time, boolean marker) {
        ByteBuffer datagram = ByteBuffer.allocate(HEADER + payload.remaining())
                .put((byte) VERSION)
                .put((byte) (marker ? MARKER : 0))
                .putShort((short) sequence++)
                .putInt((int) time)
                .putInt(0)
                .put(payload)
                .flip();
        if (packet.wrap(datagram)) {
            relay.packet(packet);
        }
    }
}

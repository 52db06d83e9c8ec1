package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.tombolo.media.MediaSink;

/** Makes packets of frames, of one payload format. Source and payload type are left to who sends them. For one thread at a time. */
public abstract class Packetizer implements MediaSink {
    /** Octets of payload: with SRTP, UDP and IPv6 it fits any path (RFC 8200 5: 1280). */
    public static final int LARGEST = 1200;

    private static final byte VERSION = (byte) 0x80;
    private static final byte MARKER = (byte) 0x80;

    private final Consumer<RtpPacket> out;
    private final RtpPacket view = new RtpPacket();
    private ByteBuffer buffer = ByteBuffer.allocate(RtpPacket.HEADER + LARGEST);
    private int sequence;

    /** @param out takes each packet, which is only valid during the call */
    Packetizer(Consumer<RtpPacket> out) {
        this.out = out;
    }

    /**
     * Sends a packet.
     *
     * @param header what the payload format puts before the data, perhaps nothing
     */
    final void send(long time, boolean marker, byte[] header, ByteBuffer data) {
        int size = RtpPacket.HEADER + header.length + data.remaining();
        if (buffer.capacity() < size) {
            buffer = ByteBuffer.allocate(size);
        }
        Arrays.fill(buffer.array(), 0, RtpPacket.HEADER, (byte) 0);
        buffer.clear().put(VERSION).put(marker ? MARKER : 0);
        buffer.putShort((short) sequence++).putInt((int) time).putInt(0);
        buffer.put(header).put(data.duplicate()).flip();
        if (view.wrap(buffer)) {
            out.accept(view);
        }
    }
}

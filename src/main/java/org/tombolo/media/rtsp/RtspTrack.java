package org.tombolo.media.rtsp;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.tombolo.media.relay.PacketLog;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.relay.RelayPacket;
import org.tombolo.media.relay.RelayPosition;
import org.tombolo.media.rtp.SenderReports;

/** One stream to one player. On the server's thread. */
final class RtspTrack {
    private static final int MOST_AT_ONCE = 128;

    private final RtspMedia media;
    private final PacketLog log;
    private final RelayPosition position;
    private final Out out;
    private final SenderReports reports;
    private final int firstSequence;
    private long packets;
    private long octets;

    /** The way to the player. */
    interface Out {
        /** Whether it takes a packet now. */
        boolean hasRoom();

        /**
         * Sends a packet.
         *
         * @param control whether it is RTCP
         */
        void send(ByteBuffer packet, boolean control);
    }

    RtspTrack(RtspMedia media, Out out, String cname, int firstSequence) {
        this.media = media;
        this.log = media.relay().log();
        this.position = new RelayPosition(log, firstSequence);
        this.out = out;
        this.reports = new SenderReports(media.relay().ssrc(), cname);
        this.firstSequence = firstSequence;
    }

    Relay relay() {
        return media.relay();
    }

    int firstSequence() {
        return firstSequence;
    }

    /**
     * Begins with the newest group of pictures, or with the next packet.
     *
     * @return whether a key frame must be asked for
     */
    boolean start() {
        return position.start(media.isVideo());
    }

    /** Sends what has come, as far as there is room; tells whether more could be sent at once. */
    boolean pump(ByteBuffer buffer) {
        long head = log.head();
        if (position.isWaiting() && !position.catchUp(head)) {
            return false;
        }
        if (head - position.next() > PacketLog.CAPACITY && !position.catchUp(head)) {
            position.goTo(head - PacketLog.CAPACITY);
        }
        long next = position.next();
        for (int left = MOST_AT_ONCE; next < head && left > 0 && out.hasRoom(); next++) {
            RelayPacket packet = log.get(next);
            if (packet != null) {
                send(packet, buffer);
                left--;
            }
        }
        position.goTo(next);
        return next < head && out.hasRoom();
    }

    private void send(RelayPacket packet, ByteBuffer buffer) {
        buffer.clear();
        buffer.put(packet.octets()).flip();
        buffer.put(1, (byte) (buffer.get(1) | media.payloadType()));
        buffer.putShort(2, (short) position.sequence(packet));
        if (position.isHurried(packet)) {
            buffer.putInt(4, position.hurriedTime(packet));
        }
        packets++;
        octets += buffer.remaining() - RelayPacket.HEADER;
        out.send(buffer, false);
    }

    /** RFC 3550 6.4.1: brings sound and picture together at the player's. */
    void report(Instant now) {
        if (packets > 0 && out.hasRoom()) {
            out.send(ByteBuffer.wrap(reports.report(now, relay().timestampNow(), packets, octets)), true);
        }
    }

    String summary() {
        return media.type() + ": " + packets + " packets";
    }

    /** RFC 3550 6.6: nothing follows. */
    void bye() {
        if (out.hasRoom()) {
            out.send(ByteBuffer.wrap(reports.bye()), true);
        }
    }
}

package org.tombolo.media.webrtc;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import org.tombolo.media.relay.PacketLog;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.relay.RelayPacket;
import org.tombolo.media.relay.RelayPosition;
import org.tombolo.media.rtp.RtcpFeedback.ReceptionReport;
import org.tombolo.media.rtp.SenderReports;
import org.tombolo.media.srtp.SrtpBuffer;
import org.tombolo.media.srtp.SrtpSource;

/**
 * One stream to one viewer: what she has got of it, and her payload type and sequence numbers. Runs on the thread of its
 * {@link Forwarder}.
 */
final class OutgoingTrack {
    /** So many packets at a time; then it is another viewer's turn. */
    static final int MOST_AT_ONCE = 32;

    private static final int MOST_RETRANSMITTED = 64;

    /** So many first packets tell how to play: the browser keeps what it was told, and not all of them get lost. */
    private static final int TELLING = 64;

    private final Relay relay;
    private final PacketLog log;
    private final RelayPosition position;
    private final int payloadType;
    private final byte[] howToPlay;
    private final SrtpSource source;
    private final SenderReports reports;
    private final Transmitter out;
    private int retransmissions = MOST_RETRANSMITTED;
    private long packets;
    private long octets;
    private long resent;
    private Optional<ReceptionReport> received = Optional.empty();

    /** The way to the viewer. */
    interface Transmitter {
        /** Sends a protected packet at once or not at all. */
        boolean send(ByteBuffer packet);

        /** Protects an RTCP packet of a source of ours, and sends it. */
        default void control(SrtpSource source, byte[] packet, SrtpBuffer buffer) {
            buffer.set(packet, packet.length);
            try {
                if (source.protectControl(buffer)) {
                    send(buffer.view());
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the platform has the ciphers of SRTCP", e);
            }
        }

        /** A fault of ours: she gets no more. */
        void broken(RuntimeException fault);
    }

    /**
     * @param playoutDelay identifier of the header extension that the browser takes for it; 0 when it takes none
     * @param firstSequence below 2^15 (RFC 3711 3.3.1)
     */
    OutgoingTrack(
            Relay relay,
            int payloadType,
            int playoutDelay,
            SrtpSource source,
            SenderReports reports,
            Transmitter out,
            int firstSequence) {
        this.relay = relay;
        this.log = relay.log();
        this.position = new RelayPosition(log, firstSequence);
        this.payloadType = payloadType;
        this.howToPlay = playoutDelay == 0 ? new byte[0] : playoutDelay(playoutDelay);
        this.source = source;
        this.reports = reports;
        this.out = out;
    }

    /**
     * The extension playout-delay, in a one-byte header (RFC 8285 4.2): from 0 to 400 ms. A browser that is told so shows a frame as
     * soon as it is complete, and keeps its 10 ms and more for evenness to itself.
     *
     * <pre>
     * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
     * |       0xBE    |    0xDE       |           length=1            |
     * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
     * |  ID   | len=2 |   MIN delay, 10 ms    |   MAX delay, 10 ms    |
     * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
     * </pre>
     */
    private static byte[] playoutDelay(int id) {
        return new byte[] {(byte) 0xBE, (byte) 0xDE, 0, 1, (byte) (id << 4 | 2), 0, 0, 40};
    }

    Relay relay() {
        return relay;
    }

    /**
     * Begins with the newest group of pictures, or with the next packet.
     *
     * @param fromKeyframe whether only a key frame can be first
     * @return whether a key frame must be asked for
     */
    boolean start(boolean fromKeyframe) {
        return position.start(fromKeyframe);
    }

    /** Sends what has come; tells whether more waits. A fault must not reach other viewers. */
    boolean pump(SrtpBuffer buffer) {
        try {
            return sendNew(buffer);
        } catch (RuntimeException e) {
            out.broken(e);
            return false;
        }
    }

    private boolean sendNew(SrtpBuffer buffer) {
        long head = log.head();
        if (position.isWaiting() && !position.catchUp(head)) {
            return false;
        }
        long next = Math.max(position.next(), head - PacketLog.CAPACITY);
        for (int left = MOST_AT_ONCE; next < head && left > 0; next++) {
            RelayPacket packet = log.get(next);
            if (packet != null) {
                send(packet, buffer);
                left--;
            }
        }
        position.goTo(next);
        return next < head;
    }

    private void send(RelayPacket packet, SrtpBuffer buffer) {
        byte[] plain = packet.octets();
        buffer.set(plain, plain.length);
        byte[] header = buffer.octets();
        int sequence = position.sequence(packet);
        header[1] = packet.markerAndType(payloadType);
        header[2] = (byte) (sequence >> 8);
        header[3] = (byte) sequence;
        if (howToPlay.length > 0 && position.sinceStart(packet) < TELLING) {
            header[0] |= 0x10;
            buffer.insert(RelayPacket.HEADER, howToPlay);
        }
        if (position.isHurried(packet)) {
            buffer.view().putInt(4, position.hurriedTime(packet));
        }
        try {
            if (source.protect(buffer) && out.send(buffer.view())) {
                packets++;
                octets += plain.length - RelayPacket.HEADER;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform has the ciphers of SRTP", e);
        }
    }

    /** Sends a packet once more, when it is still there and she has not asked for too many. */
    void resend(int sequence, SrtpBuffer buffer) {
        RelayPacket packet = log.get(position.indexOf(sequence));
        if (packet != null && retransmissions-- > 0) {
            send(packet, buffer);
            resent++;
        }
    }

    /** From time to time: she may ask for retransmissions again. */
    void tick() {
        retransmissions = MOST_RETRANSMITTED;
    }

    void report(Instant now, SrtpBuffer buffer) {
        if (!position.isWaiting()) {
            out.control(source, reports.report(now, relay.timestampNow(), packets, octets), buffer);
        }
    }

    void bye(SrtpBuffer buffer) {
        out.control(source, reports.bye(), buffer);
    }

    void received(ReceptionReport report) {
        received = Optional.of(report);
    }

    /** What she says of it, and what was sent, in words. */
    String summary() {
        return packets + " packets, " + resent + " of them again"
                + received.map(r -> ", " + r.lost() + " lost on the way").orElse("");
    }
}

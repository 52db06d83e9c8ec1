package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tombolo.media.Frame;
import org.tombolo.media.H264Track;
import org.tombolo.media.Track;

/**
 * Packets that are what an encoder has made: each NAL unit of H.264 (RFC 6184 5.6), the parameter sets before each key frame, or each
 * packet of sound (RFC 7587 4.2, RFC 3551 4.5.14).
 */
public final class UnitPacketizer extends Packetizer {
    private static final byte[] NO_HEADER = {};

    private Optional<H264Track> pictures = Optional.empty();

    public UnitPacketizer(Consumer<RtpPacket> out) {
        super(out);
    }

    @Override
    public void track(Track track) {
        pictures = track instanceof H264Track h264 ? Optional.of(h264) : Optional.empty();
    }

    @Override
    public void frame(Frame frame) {
        if (pictures.isEmpty()) {
            send(frame.time(), false, NO_HEADER, frame.data());
            return;
        }
        if (frame.key()) {
            sets(pictures.get()).forEach(set -> send(frame.time(), false, NO_HEADER, ByteBuffer.wrap(set)));
        }
        ByteBuffer data = frame.data().duplicate();
        while (data.remaining() > Integer.BYTES) {
            int length = Math.min(data.getInt(), data.remaining());
            ByteBuffer unit = data.slice().limit(length);
            data.position(data.position() + length);
            send(frame.time(), !data.hasRemaining(), NO_HEADER, unit);
        }
    }

    private static List<byte[]> sets(H264Track track) {
        return Stream.concat(track.sequenceSets().stream(), track.pictureSets().stream())
                .toList();
    }
}

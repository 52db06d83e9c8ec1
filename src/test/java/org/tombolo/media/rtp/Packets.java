package org.tombolo.media.rtp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.tombolo.media.Frame;
import org.tombolo.media.H264Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;

/** RTP for tests: captured with ffmpeg as the sender, or made here. */
public final class Packets {
    private Packets() {}

    /** Datagrams of a capture: each after its length in two octets. */
    public static List<byte[]> captured(String name) {
        try (InputStream file = Packets.class.getResourceAsStream("/org/tombolo/media/rtp/" + name)) {
            return framed(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Packets as RFC 4571 frames them. */
    public static List<byte[]> framed(InputStream file) throws IOException {
        DataInputStream in = new DataInputStream(file);
        List<byte[]> packets = new ArrayList<>();
        while (in.available() > 0) {
            packets.add(in.readNBytes(in.readUnsignedShort()));
        }
        return packets;
    }

    public static byte[] of(int sequence, int timestamp, boolean marker, byte... payload) {
        ByteBuffer out = ByteBuffer.allocate(12 + payload.length);
        out.put((byte) 0x80).put((byte) (marker ? 0xE0 : 0x60)).putShort((short) sequence);
        return out.putInt(timestamp).putInt(0x1234).put(payload).array();
    }

    public static RtpPacket view(byte[] datagram) {
        RtpPacket packet = new RtpPacket();
        if (!packet.wrap(ByteBuffer.wrap(datagram))) {
            throw new IllegalArgumentException("no RTP packet");
        }
        return packet;
    }

    /** What came out. */
    public static final class Out implements MediaSink {
        /** Of H.264; others are left out. */
        public final List<H264Track> tracks = new ArrayList<>();

        public final List<Unit> units = new ArrayList<>();

        public record Unit(long time, boolean key, String octets) {}

        @Override
        public void track(Track track) {
            if (track instanceof H264Track h264) {
                tracks.add(h264);
            }
        }

        @Override
        public void frame(Frame frame) {
            byte[] octets = new byte[frame.data().remaining()];
            frame.data().get(octets);
            units.add(
                    new Unit(frame.time(), frame.key(), java.util.HexFormat.of().formatHex(octets)));
        }
    }
}

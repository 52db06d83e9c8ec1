package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.tombolo.media.Frame;
import org.tombolo.media.Track;
import org.tombolo.media.h263.Groups;

/** Packets of H.263, each of as many whole groups of blocks as fit, whatever the payload format: what is lost ends where the next packet begins. */
abstract class H263Packetizer extends Packetizer {
    H263Packetizer(Consumer<RtpPacket> out) {
        super(out);
    }

    @Override
    public final void track(Track track) {
        // All that a receiver needs stands in the pictures.
    }

    @Override
    public final void frame(Frame frame) {
        byte[] picture = new byte[frame.data().remaining()];
        frame.data().duplicate().get(picture);
        int from = 0;
        int end = 0;
        for (int next : Groups.ends(picture)) {
            if (next - from > LARGEST - header() && end > from) {
                groups(frame.time(), picture, from, end);
                from = end;
            }
            end = next;
        }
        groups(frame.time(), picture, from, end);
    }

    /** Octets of the header of the payload format. */
    abstract int header();

    /**
     * Sends groups of a picture that fit a packet, or one that does not.
     *
     * @param picture the whole of it
     */
    abstract void groups(long time, byte[] picture, int from, int to);

    /** A part of a picture; the last has the marker. */
    final void part(long time, byte[] header, byte[] picture, int from, int to) {
        send(time, to == picture.length, header, ByteBuffer.wrap(picture, from, to - from));
    }
}

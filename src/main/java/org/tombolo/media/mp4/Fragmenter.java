package org.tombolo.media.mp4;

import java.nio.ByteBuffer;
import org.tombolo.media.Frame;
import org.tombolo.media.FrameClock;

/**
 * Makes one movie fragment of each frame (ISO/IEC 14496-12 8.8.4): {@code moof} and {@code mdat}, 112 octets more than the
 * frame. One instance a stream; not for several threads.
 *
 * <p>A fragment is an array of its own, shared by all viewers and left to the garbage collector: how long the slowest viewer
 * needs it is not known, and one array a frame costs less than counting who still holds it.
 */
final class Fragmenter {
    private static final int MFHD = 16;
    private static final int TFHD = 16;
    private static final int TFDT = 20;
    private static final int TRUN = 36;
    private static final int TRAF = 8 + TFHD + TFDT + TRUN;
    private static final int MOOF = 8 + MFHD + TRAF;
    // sample_flags (8.8.3.1): depends on no other, or depends on others and is no sync sample
    static final int SYNC = 0x0200_0000;
    private static final int NOT_SYNC = 0x0101_0000;

    private int sequence;

    /** The fragment of a picture, which the clock has just gone on to. */
    Fragment picture(Frame frame, FrameClock clock) {
        int flags = frame.key() ? SYNC : NOT_SYNC;
        byte[] bytes = fragment(
                Fragment.PICTURE, frame.data(), clock.decoded(), new int[] {clock.duration(), flags, clock.offset()});
        return new Fragment(bytes, Fragment.PICTURE, frame.key(), clock.decoded(), clock.duration());
    }

    /** The fragment of a packet of sound. */
    Fragment sound(ByteBuffer packet, long time, int duration) {
        byte[] bytes = fragment(Fragment.SOUND, packet, time, new int[] {duration, SYNC, 0});
        return new Fragment(bytes, Fragment.SOUND, false, time, duration);
    }

    /**
     * @param sample its duration, flags and composition offset
     */
    private byte[] fragment(int track, ByteBuffer data, long time, int[] sample) {
        int size = data.remaining();
        ByteBuffer out = ByteBuffer.allocate(MOOF + 8 + size);
        out.putInt(MOOF).putInt(0x6D6F6F66); // moof
        out.putInt(MFHD).putInt(0x6D666864).putInt(0).putInt(++sequence);
        out.putInt(TRAF).putInt(0x74726166); // traf
        // tfhd: default-base-is-moof
        out.putInt(TFHD).putInt(0x74666864).putInt(0x0002_0000).putInt(track);
        out.putInt(TFDT).putInt(0x74666474).putInt(0x0100_0000).putLong(time);
        // trun version 1: data offset; duration, size, flags and signed composition offset of the one sample
        out.putInt(TRUN).putInt(0x7472756E).putInt(0x0100_0F01).putInt(1).putInt(MOOF + 8);
        out.putInt(sample[0]).putInt(size).putInt(sample[1]).putInt(sample[2]);
        out.putInt(8 + size).putInt(0x6D646174); // mdat
        return out.put(data.duplicate()).array();
    }
}

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
public final class Fragmenter {
    private static final int MFHD = 16;
    private static final int TFHD = 16;
    private static final int TFDT = 20;
    private static final int TRUN = 36;
    private static final int TRAF = 8 + TFHD + TFDT + TRUN;
    private static final int MOOF = 8 + MFHD + TRAF;
    // sample_flags (8.8.3.1): depends on no other, or depends on others and is no sync sample
    private static final int SYNC = 0x0200_0000;
    private static final int NOT_SYNC = 0x0101_0000;

    private final FrameClock clock;
    private int sequence;

    /**
     * @param clockRate ticks a second
     */
    public Fragmenter(int clockRate) {
        this.clock = new FrameClock(clockRate);
    }

    /** The fragment of the next frame in decoding order. */
    public Fragment fragment(Frame frame) {
        clock.advance(frame.time());
        ByteBuffer data = frame.data().duplicate();
        int size = data.remaining();
        ByteBuffer out = ByteBuffer.allocate(MOOF + 8 + size);
        header(out, size, frame.key());
        out.put(data);
        return new Fragment(out.array(), frame.key(), clock.decoded(), clock.duration());
    }

    private void header(ByteBuffer out, int size, boolean key) {
        out.putInt(MOOF).putInt(0x6D6F6F66); // moof
        out.putInt(MFHD).putInt(0x6D666864).putInt(0).putInt(++sequence);
        out.putInt(TRAF).putInt(0x74726166); // traf
        // tfhd: default-base-is-moof
        out.putInt(TFHD).putInt(0x74666864).putInt(0x0002_0000).putInt(1);
        out.putInt(TFDT).putInt(0x74666474).putInt(0x0100_0000).putLong(clock.decoded());
        // trun version 1: data offset; duration, size, flags and signed composition offset of the one sample
        out.putInt(TRUN).putInt(0x7472756E).putInt(0x0100_0F01).putInt(1).putInt(MOOF + 8);
        out.putInt(clock.duration()).putInt(size).putInt(key ? SYNC : NOT_SYNC).putInt(clock.offset());
        out.putInt(8 + size).putInt(0x6D646174); // mdat
    }
}

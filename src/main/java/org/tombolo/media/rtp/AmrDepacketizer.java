package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.tombolo.media.AmrTrack;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;

/**
 * AMR and AMR-WB over RTP (RFC 4867), one channel, octet-aligned or bandwidth-efficient.
 *
 * <pre>
 *  0                   1
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  CMR  |R|R|R|R|F|  FT   |Q|P|P|  octet-aligned (4.4)
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  CMR  |F|  FT   |Q| bits ...     bandwidth-efficient (4.3)
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class AmrDepacketizer implements Depacketizer {
    /** 1.2 s in one packet are more than any network waits for. */
    private static final int MOST_FRAMES = 60;

    private final MediaSink sink;
    private final AmrTrack track;
    private final boolean octetAligned;
    private final boolean frameChecks;
    private final IntConsumer asked;
    private final int[] contents = new int[MOST_FRAMES];
    private boolean announced;
    private int timestamp;
    private long time;
    private long next = Long.MIN_VALUE;
    private volatile long malformed;

    /** For who sends the source nothing. */
    public AmrDepacketizer(MediaSink sink, AmrTrack track, boolean octetAligned, boolean frameChecks) {
        this(sink, track, octetAligned, frameChecks, request -> {});
    }

    /**
     * @param octetAligned whether frames begin at octets
     * @param frameChecks whether each frame has a check (RFC 4867 4.4.2.1), which is left alone
     * @param asked gets the codec mode request of each packet (4.3.1), 0 to 15
     */
    public AmrDepacketizer(
            MediaSink sink, AmrTrack track, boolean octetAligned, boolean frameChecks, IntConsumer asked) {
        this.sink = sink;
        this.track = track;
        this.octetAligned = octetAligned;
        this.frameChecks = frameChecks;
        this.asked = asked;
    }

    /** Packets that could not be read; from any thread. */
    public long malformed() {
        return malformed;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread counts, others read
    public void packet(RtpPacket packet) {
        time += packet.timestamp() - timestamp;
        timestamp = packet.timestamp();
        int frames = contents(packet);
        if (frames == 0) {
            malformed++;
            return;
        }
        asked.accept(bits(packet, 0, 4));
        if (!announced) {
            announced = true;
            sink.track(track);
        }
        frames(packet, frames);
    }

    /** Reads the table of contents (4.3.2, 4.4.2); tells how many frames there are, 0 when this is no packet of AMR. */
    private int contents(RtpPacket packet) {
        int entry = octetAligned ? 8 : 6;
        long at = octetAligned ? 8 : 4;
        long bits = 0;
        boolean more = true;
        int frames = 0;
        while (more) {
            if (frames == MOST_FRAMES || at + entry > 8L * packet.length()) {
                return 0;
            }
            int content = bits(packet, (int) at, 6);
            int size = track.bits(content >> 1 & 0x0F);
            if (size < 0) {
                return 0;
            }
            more = (content & 0x20) != 0;
            contents[frames++] = content;
            bits += octetAligned ? (size + 7) / 8 * 8 + (frameChecks && size > 0 ? 8 : 0) : size;
            at += entry;
        }
        return at + bits <= 8L * packet.length() ? frames : 0;
    }

    private void frames(RtpPacket packet, int frames) {
        int at = octetAligned ? 8 + 8 * frames : 4 + 6 * frames;
        for (int i = 0; frameChecks && i < frames; i++) {
            at += size(i) > 0 ? 8 : 0;
        }
        for (int i = 0; i < frames; i++) {
            int size = size(i);
            hand(time + (long) i * track.ticks(), frame(packet, contents[i], at, size));
            at += octetAligned ? (size + 7) / 8 * 8 : size;
        }
    }

    private int size(int index) {
        return track.bits(contents[index] >> 1 & 0x0F);
    }

    /** RFC 4867 5.3. */
    private static byte[] frame(RtpPacket packet, int content, int at, int size) {
        byte[] frame = new byte[1 + (size + 7) / 8];
        frame[0] = (byte) ((content & 0x1F) << 2);
        for (int i = 0; 8 * i < size; i++) {
            int count = Math.min(8, size - 8 * i);
            frame[1 + i] = (byte) (bits(packet, at + 8 * i, count) << (8 - count));
        }
        return frame;
    }

    /** RFC 4867 3.7.1: a packet may bring older frames once more. */
    private void hand(long when, byte[] frame) {
        boolean again = when < next && next - when < track.clockRate();
        if (!again) {
            next = when + track.ticks();
            sink.frame(new Frame(when, true, ByteBuffer.wrap(frame)));
        }
    }

    private static int bits(RtpPacket packet, int at, int count) {
        int octet = at / 8;
        int two = packet.octet(octet) << 8 | (octet + 1 < packet.length() ? packet.octet(octet + 1) : 0);
        return two >> (16 - at % 8 - count) & (1 << count) - 1;
    }

    @Override
    public void lost(int packets) {
        // The timeline shows it.
    }

    @Override
    public void restarted() {
        next = Long.MIN_VALUE;
    }

    @Override
    public boolean wantsKeyframe() {
        return false;
    }
}

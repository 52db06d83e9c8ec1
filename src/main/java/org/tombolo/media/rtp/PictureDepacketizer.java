package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.VideoTrack;

/**
 * Puts the packets of pictures together, whatever their codec. A loss drops the picture it hits and all that follow until a key
 * frame, so that nothing is ever shown that refers to what is missing.
 */
public abstract class PictureDepacketizer implements Depacketizer {
    /** A picture that grows beyond this is dropped: no level that we offer has larger ones. */
    static final int LARGEST_PICTURE = 4 << 20;

    private static final int FIRST_SIZE = 32 << 10;

    private final MediaSink sink;
    private byte[] picture = new byte[FIRST_SIZE];
    private int length;
    private boolean open;
    private boolean damaged;
    private boolean afterGap = true;
    private boolean waiting = true;
    private boolean wanted;
    private boolean announced;
    private int timestamp;
    private long time;
    private volatile long dropped;

    /** @param sink gets the track before the first frame */
    PictureDepacketizer(MediaSink sink) {
        this.sink = sink;
    }

    /** Takes a packet of the picture, which has at least one octet of payload. */
    abstract void take(RtpPacket packet);

    /** Whether nothing of this packet's picture can come before it: what was lost then belongs to earlier ones. */
    abstract boolean startsPicture(RtpPacket packet);

    /** Whether decoding can start with the picture that is there. */
    abstract boolean isKey();

    /** The track from this key frame on, when it is new; asked before each key frame. */
    abstract Optional<VideoTrack> changedTrack();

    /** What has come of a picture is forgotten, or has been handed on. */
    void forget() {}

    /** Nothing more of the picture follows: the last chance to call it {@link #damage}d. */
    void complete() {}

    /** Pictures that were dropped; from any thread. */
    public final long dropped() {
        return dropped;
    }

    @Override
    public final boolean wantsKeyframe() {
        return wanted;
    }

    @Override
    public final void lost(int packets) {
        afterGap = true;
        await();
        damaged |= open;
    }

    @Override
    public final void restarted() {
        lost(1);
        wanted = false; // a source starts with a key frame by itself
        discard();
    }

    @Override
    public final void packet(RtpPacket packet) {
        if (open && packet.timestamp() != timestamp) {
            finish();
        }
        if (packet.length() == 0) {
            return;
        }
        begin(packet);
        take(packet);
        if (packet.marker()) {
            finish();
        }
    }

    private void begin(RtpPacket packet) {
        if (!open) {
            open = true;
            time += packet.timestamp() - timestamp;
            timestamp = packet.timestamp();
        }
        if (afterGap) {
            damaged |= length > 0 || !startsPicture(packet);
            afterGap = false;
        }
    }

    private void finish() {
        complete();
        if (damaged) {
            drop();
        } else if (length > 0) {
            offer();
        }
        discard();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread counts, others read
    private void drop() {
        dropped++;
        await();
    }

    private void await() {
        waiting = true;
        wanted = true;
    }

    private void offer() {
        boolean key = isKey();
        if ((waiting && !key) || (key && !announce())) {
            drop();
            return;
        }
        waiting = false;
        wanted = false;
        sink.frame(new Frame(time, key, ByteBuffer.wrap(picture, 0, length)));
    }

    /** A change holds from a key frame on. */
    private boolean announce() {
        changedTrack().ifPresent(track -> {
            sink.track(track);
            announced = true;
        });
        return announced;
    }

    private void discard() {
        length = 0;
        open = false;
        damaged = false;
        forget();
    }

    /** The picture cannot be shown. */
    final void damage() {
        damaged = true;
    }

    /** Octets of the picture so far. */
    final int length() {
        return length;
    }

    /** What there is of the picture: the first {@link #length} octets. */
    final byte[] picture() {
        return picture;
    }

    /** Forgets the end of the picture. */
    final void cut(int newLength) {
        length = newLength;
    }

    /** Adds a part of the packet's payload; a picture that becomes too large is damaged. */
    final boolean append(RtpPacket packet, int at, int size) {
        if (!ensure(size)) {
            return false;
        }
        packet.copy(at, picture, length, size);
        length += size;
        return true;
    }

    /** Adds an octet; only after {@link #ensure} has said that there is room. */
    final void put(int octet) {
        picture[length++] = (byte) octet;
    }

    /** Makes room; a picture that becomes too large is damaged. */
    final boolean ensure(int more) {
        if (length + more > LARGEST_PICTURE) {
            damaged = true;
            return false;
        }
        if (length + more > picture.length) {
            picture = Arrays.copyOf(picture, Math.min(LARGEST_PICTURE, Math.max(picture.length * 2, length + more)));
        }
        return true;
    }
}

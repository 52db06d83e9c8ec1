package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.TelephoneEventTrack;

/**
 * Telephone events (RFC 4733 2.3) beside the sound of one stream, which share its numbers and times.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     event     |E|R| volume    |          duration             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class EventDepacketizer implements Depacketizer {
    private static final int LENGTH = 4;

    private final int payloadType;
    private final Depacketizer sound;
    private final MediaSink sink;
    private final TelephoneEventTrack track;
    private final byte[] event = new byte[LENGTH];
    private boolean announced;
    private boolean open;
    private boolean known;
    private int timestamp;
    private long time;

    /**
     * @param payloadType of the events
     * @param sound gets all other packets
     * @param sink gets the events that have ended
     */
    public EventDepacketizer(int payloadType, Depacketizer sound, MediaSink sink, TelephoneEventTrack track) {
        this.payloadType = payloadType;
        this.sound = sound;
        this.sink = sink;
        this.track = track;
    }

    @Override
    public void packet(RtpPacket packet) {
        if (packet.payloadType() != payloadType) {
            sound.packet(packet);
        } else if (packet.length() >= LENGTH) {
            event(packet);
        }
    }

    /** All packets of an event have the time of its start; its end comes three times (RFC 4733 2.5.1.4). */
    private void event(RtpPacket packet) {
        if (!known || packet.timestamp() != timestamp) {
            end(); // of the one before, when none of its last packets came
            time += packet.timestamp() - timestamp;
            timestamp = packet.timestamp();
            known = true;
            open = true;
        }
        packet.copy(0, event, 0, LENGTH);
        if ((packet.octet(1) & 0x80) != 0) {
            end();
        }
    }

    private void end() {
        if (!open) {
            return;
        }
        open = false;
        if (!announced) {
            announced = true;
            sink.track(track);
        }
        sink.frame(new Frame(time, true, ByteBuffer.wrap(event.clone())));
    }

    @Override
    public void lost(int packets) {
        sound.lost(packets);
    }

    @Override
    public void restarted() {
        end();
        known = false;
        sound.restarted();
    }

    @Override
    public boolean wantsKeyframe() {
        return sound.wantsKeyframe();
    }
}

package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;

/** Sound whose payload is one frame: Opus (RFC 7587 4.2), PCMU and PCMA (RFC 3551 4.5.14). */
public final class SoundDepacketizer implements Depacketizer {
    private final MediaSink sink;
    private final Track track;
    private boolean announced;
    private int timestamp;
    private long time;

    public SoundDepacketizer(MediaSink sink, Track track) {
        this.sink = sink;
        this.track = track;
    }

    @Override
    public void packet(RtpPacket packet) {
        if (packet.length() == 0) {
            return;
        }
        if (!announced) {
            announced = true;
            sink.track(track);
        }
        time += packet.timestamp() - timestamp;
        timestamp = packet.timestamp();
        byte[] payload = new byte[packet.length()];
        packet.copy(0, payload, 0, payload.length);
        sink.frame(new Frame(time, true, ByteBuffer.wrap(payload)));
    }

    @Override
    public void lost(int packets) {
        // The timeline shows it.
    }

    @Override
    public void restarted() {
        // Likewise: times are differences.
    }

    @Override
    public boolean wantsKeyframe() {
        return false;
    }
}

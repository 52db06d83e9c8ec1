package org.tombolo.media.rtp;

import java.util.Optional;
import org.tombolo.media.MediaSink;
import org.tombolo.media.VideoTrack;
import org.tombolo.media.Vp8Track;
import org.tombolo.media.vp8.FrameHeader;

/** VP8 over RTP (RFC 7741). */
public final class Vp8Depacketizer extends PictureDepacketizer {
    private Optional<VideoTrack> announced = Optional.empty();

    /** @param sink gets the track before the first frame */
    public Vp8Depacketizer(MediaSink sink) {
        super(sink);
    }

    @Override
    void take(RtpPacket packet) {
        int at = Vp8Descriptor.length(packet);
        if (at < packet.length()) {
            append(packet, at, packet.length() - at);
        } else {
            damage();
        }
    }

    @Override
    boolean startsPicture(RtpPacket packet) {
        return Vp8Descriptor.startsFrame(packet);
    }

    @Override
    boolean isKey() {
        return FrameHeader.isKey(picture()[0]);
    }

    @Override
    Optional<VideoTrack> changedTrack() {
        Optional<VideoTrack> track =
                FrameHeader.parse(picture(), length()).map(header -> new Vp8Track(header.width(), header.height()));
        if (track.isEmpty() || track.equals(announced)) {
            return Optional.empty();
        }
        announced = track;
        return track;
    }
}

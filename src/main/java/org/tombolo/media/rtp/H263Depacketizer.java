package org.tombolo.media.rtp;

import java.util.Optional;
import org.tombolo.media.H263Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.VideoTrack;
import org.tombolo.media.h263.PictureHeader;

/** Makes pictures of H.263, whatever its payload format. */
abstract class H263Depacketizer extends PictureDepacketizer {
    private Optional<H263Track> announced = Optional.empty();
    private Optional<PictureHeader> header = Optional.empty();

    H263Depacketizer(MediaSink sink) {
        super(sink);
    }

    /** Whether an intra picture starts within a packet, its first two octets of zeros left out or not. */
    static boolean startsIntra(RtpPacket packet, int at, int leftOut) {
        int size = Math.min(PictureHeader.LENGTH - leftOut, packet.length() - at);
        byte[] start = new byte[PictureHeader.LENGTH];
        packet.copy(at, start, leftOut, size);
        return PictureHeader.parse(start, leftOut + size)
                .filter(PictureHeader::intra)
                .isPresent();
    }

    @Override
    void complete() {
        header = PictureHeader.parse(picture(), length());
        if (header.isEmpty()) {
            damage();
        }
    }

    @Override
    boolean isKey() {
        return header.filter(PictureHeader::intra).isPresent();
    }

    @Override
    Optional<VideoTrack> changedTrack() {
        Optional<VideoTrack> track = header.filter(h -> h.width() > 0)
                .map(h -> new H263Track(h.width(), h.height()))
                .filter(t -> !announced.equals(Optional.of(t)))
                .map(VideoTrack.class::cast);
        track.ifPresent(t -> announced = Optional.of((H263Track) t));
        return track;
    }
}

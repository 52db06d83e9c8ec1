package org.tombolo.media.transcode;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.tombolo.media.AmrTrack;
import org.tombolo.media.Frame;
import org.tombolo.media.G711Track;
import org.tombolo.media.H263Track;
import org.tombolo.media.H264Track;
import org.tombolo.media.OpusTrack;
import org.tombolo.media.Track;
import org.tombolo.media.Vp8Track;
import org.tombolo.media.h264.AnnexB;
import org.tombolo.media.transcode.wire.Codec;

/** Frames of the pivot as the transcoder takes them. */
public final class Form {
    private Form() {}

    /** What a track is for the transcoder; empty for what it cannot read. */
    public static Optional<Codec> codec(Track track) {
        if (track instanceof AmrTrack amr) {
            return Optional.of(amr.wideband() ? Codec.AMR_WB : Codec.AMR);
        }
        if (track instanceof G711Track g711) {
            return Optional.of(g711.aLaw() ? Codec.PCMA : Codec.PCMU);
        }
        if (track instanceof H264Track) {
            return Optional.of(Codec.H264);
        }
        if (track instanceof H263Track) {
            return Optional.of(Codec.H263);
        }
        if (track instanceof Vp8Track) {
            return Optional.of(Codec.VP8);
        }
        return track instanceof OpusTrack ? Optional.of(Codec.OPUS) : Optional.empty();
    }

    /** A copy of a frame's octets in the form that its codec says. */
    public static byte[] octets(Track track, Frame frame) {
        if (track instanceof H264Track h264) {
            return AnnexB.of(frame.data(), h264, frame.key());
        }
        ByteBuffer data = frame.data().duplicate();
        byte[] octets = new byte[data.remaining()];
        data.get(octets);
        return octets;
    }
}

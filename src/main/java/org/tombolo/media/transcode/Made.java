package org.tombolo.media.transcode;

import java.nio.ByteBuffer;
import java.util.List;
import org.tombolo.media.AacTrack;
import org.tombolo.media.AmrTrack;
import org.tombolo.media.Frame;
import org.tombolo.media.G711Track;
import org.tombolo.media.H263Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.OpusTrack;
import org.tombolo.media.Track;
import org.tombolo.media.h263.PictureHeader;
import org.tombolo.media.h264.AnnexB;
import org.tombolo.media.h264.NalType;
import org.tombolo.media.h264.ParameterSets;
import org.tombolo.media.transcode.wire.Codec;

/** What the transcoder makes as frames of the pivot. One thread at a time. */
final class Made {
    private final Codec codec;
    private final MediaSink sink;
    private final ParameterSets sets = new ParameterSets();
    private boolean told;

    Made(Codec codec, MediaSink sink) {
        this.codec = codec;
        this.sink = sink;
    }

    void frame(long time, boolean key, byte[] data) {
        switch (codec) {
            case H264 -> h264(time, key, data);
            case H263 -> h263(time, key, data);
            case AAC -> frame(new AacTrack(), time, data);
            case OPUS -> frame(new OpusTrack(), time, data);
            case AMR, AMR_WB -> frame(new AmrTrack(codec == Codec.AMR_WB), time, data);
            case PCMA, PCMU -> frame(new G711Track(codec == Codec.PCMA), time, data);
            default -> throw new IllegalStateException(codec + " is no stream");
        }
    }

    private void frame(Track track, long time, byte[] data) {
        tell(track, true);
        sink.frame(new Frame(time, true, ByteBuffer.wrap(data)));
    }

    private void tell(Track track, boolean anew) {
        if (anew && !told) {
            told = true;
            sink.track(track);
        }
    }

    private void h264(long time, boolean key, byte[] data) {
        List<byte[]> units = AnnexB.units(data);
        units.forEach(sets::add);
        if (sets.changed()) {
            sets.track().ifPresent(sink::track);
        }
        List<byte[]> picture =
                units.stream().filter(unit -> !isSet(NalType.of(unit[0]))).toList();
        sink.frame(new Frame(time, key, AnnexB.joined(picture)));
    }

    private static boolean isSet(int type) {
        return type == NalType.SEQUENCE_SET || type == NalType.PICTURE_SET;
    }

    private void h263(long time, boolean key, byte[] data) {
        PictureHeader.parse(data, data.length).ifPresent(header -> {
            told &= !key;
            tell(new H263Track(header.width(), header.height()), key);
            sink.frame(new Frame(time, key, ByteBuffer.wrap(data)));
        });
    }
}

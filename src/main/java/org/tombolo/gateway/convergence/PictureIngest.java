package org.tombolo.gateway.convergence;

import java.util.function.Supplier;
import org.tombolo.media.H264Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.VideoTrack;
import org.tombolo.media.Vp8Track;
import org.tombolo.media.h264.ParameterSets;
import org.tombolo.media.relay.H263Relay;
import org.tombolo.media.relay.LipSync;
import org.tombolo.media.relay.PictureRelay;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.relay.VideoRelay;
import org.tombolo.media.relay.Vp8Relay;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.H263PlusDepacketizer;
import org.tombolo.media.rtp.H264Depacketizer;
import org.tombolo.media.rtp.OldH263Depacketizer;
import org.tombolo.media.rtp.PictureDepacketizer;
import org.tombolo.media.rtp.Vp8Depacketizer;
import org.tombolo.media.sdp.H263Format;
import org.tombolo.media.sdp.H264Format;
import org.tombolo.media.sdp.VideoFormat;
import org.tombolo.media.sdp.Vp8Format;

/**
 * What is made of a phone's packets of one format.
 *
 * @param format what the phone sends
 * @param frames makes frames of them
 * @param packets hands them on as they are
 */
record PictureIngest(VideoFormat format, PictureDepacketizer frames, PictureRelay packets) {

    /** Where the packets of a format go. */
    record Ways(MediaSink frames, Relay relay, LipSync lipSync, Supplier<byte[]> parameterSets) {}

    static PictureIngest of(VideoFormat format, Ways ways) {
        if (format instanceof H264Format) {
            ParameterSets sets = new ParameterSets();
            format.parameterSets().forEach(sets::add);
            return new PictureIngest(
                    format,
                    new H264Depacketizer(ways.frames(), sets),
                    new VideoRelay(ways.relay(), ways.lipSync(), ways.parameterSets()));
        }
        if (format instanceof H263Format h263) {
            return h263(h263, ways);
        }
        return new PictureIngest(
                format, new Vp8Depacketizer(ways.frames()), new Vp8Relay(ways.relay(), ways.lipSync()));
    }

    private static PictureIngest h263(H263Format format, Ways ways) {
        return format.isOld()
                ? new PictureIngest(
                        format,
                        new OldH263Depacketizer(ways.frames()),
                        new H263Relay(ways.relay(), ways.lipSync(), OldH263Depacketizer::startsKeyframe))
                : new PictureIngest(
                        format,
                        new H263PlusDepacketizer(ways.frames()),
                        new H263Relay(ways.relay(), ways.lipSync(), H263PlusDepacketizer::startsKeyframe));
    }

    /** What an offer of ours was answered with; before anything of it comes. */
    void answered(VideoFormat answer) {
        if (frames instanceof H264Depacketizer h264) {
            answer.parameterSets().forEach(h264::parameterSet);
        }
    }

    Depacketizer depacketizer() {
        return Depacketizer.both(frames, packets);
    }

    /** Whether its packets carry such pictures, and not those of the format before. */
    boolean sends(VideoTrack track) {
        return format instanceof H264Format == track instanceof H264Track
                && format instanceof Vp8Format == track instanceof Vp8Track;
    }

    /** Whether packets of another offer are of the same kind, whatever they are called. */
    boolean takes(VideoFormat other) {
        return other.map().encoding().equalsIgnoreCase(format.map().encoding());
    }
}

package org.tombolo.gateway.convergence;

import java.util.Locale;
import java.util.Optional;
import org.tombolo.media.AmrTrack;
import org.tombolo.media.Frame;
import org.tombolo.media.G711Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.MediaStream;
import org.tombolo.media.OpusTrack;
import org.tombolo.media.Track;
import org.tombolo.media.mp4.Fragment;
import org.tombolo.media.mp4.Muxer;
import org.tombolo.media.mp4.SoundFormat;
import org.tombolo.media.rtmp.RtmpPush;
import org.tombolo.media.rtp.AmrDepacketizer;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.SoundDepacketizer;
import org.tombolo.media.sdp.AudioStream;

/**
 * Where a phone's sound goes besides those who take its packets: Opus into MP4, G.711 to an RTMP server; what a transcoder makes of it
 * wherever it does not go as it is.
 *
 * @param frames what it is
 * @param depacketizer makes the frames of its packets
 * @param told takes what its sender tells
 */
record Sound(MediaStream frames, Depacketizer depacketizer, Told told) {

    /** Takes which timestamp was when on our clock. */
    interface Told {
        void told(int timestamp, long nanos);

        /** Both. */
        default Told and(Told other) {
            return (timestamp, nanos) -> {
                told(timestamp, nanos);
                other.told(timestamp, nanos);
            };
        }
    }

    static Sound of(AudioStream stream, Muxer muxer, Optional<RtmpPush> push, Optional<SoundTranscoder> transcoder) {
        MediaStream frames = new MediaStream(() -> {});
        Depacketizer depacketizer = depacketizer(stream, frames);
        boolean opus =
                depacketizer instanceof SoundDepacketizer && encoding(stream).equals("OPUS");
        boolean g711 = depacketizer instanceof SoundDepacketizer && !opus;
        Told told = (timestamp, nanos) -> {};
        if (opus) {
            told = told.and(opus(frames, muxer));
        }
        if (g711 && push.isPresent()) {
            frames.add(push.get().sound());
            told = told.and(push.get()::soundTold);
        }
        if (transcoder.isPresent()) {
            told = told.and(transcoder.get().add(frames, !opus, push.filter(p -> !g711)));
        }
        return new Sound(frames, depacketizer, told);
    }

    private static String encoding(AudioStream stream) {
        return stream.map().encoding().toUpperCase(Locale.ROOT);
    }

    private static Depacketizer depacketizer(AudioStream stream, MediaSink frames) {
        return switch (encoding(stream)) {
            case "OPUS" -> new SoundDepacketizer(frames, new OpusTrack());
            case "PCMA" -> new SoundDepacketizer(frames, new G711Track(true));
            case "PCMU" -> new SoundDepacketizer(frames, new G711Track(false));
            default -> {
                AmrTrack track = new AmrTrack(stream.map().clockRate() > G711Track.CLOCK_RATE);
                yield new AmrDepacketizer(frames, track, stream.isOctetAligned(), stream.hasFrameChecks());
            }
        };
    }

    private static Told opus(MediaStream frames, Muxer muxer) {
        muxer.sound(Optional.of(SoundFormat.OPUS));
        frames.add(new MediaSink() {
            @Override
            public void track(Track track) {
                muxer.sound(Optional.of(SoundFormat.OPUS));
            }

            @Override
            public void frame(Frame frame) {
                muxer.sound(frame);
            }
        });
        return (time, nanos) -> muxer.told(Fragment.SOUND, time, nanos);
    }
}

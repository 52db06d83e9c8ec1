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
import org.tombolo.media.rtmp.RtmpPush;
import org.tombolo.media.rtp.AmrDepacketizer;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.SoundDepacketizer;
import org.tombolo.media.sdp.AudioStream;

/**
 * Where a phone's sound goes besides those who take its packets: Opus into MP4, G.711 to an RTMP server.
 *
 * @param frames what it is
 * @param depacketizer makes the frames of its packets
 * @param told takes what its sender tells
 */
record Sound(MediaStream frames, Depacketizer depacketizer, Told told) {

    /** Takes which timestamp was when on our clock. */
    interface Told {
        void told(int timestamp, long nanos);
    }

    static Sound of(AudioStream stream, Muxer muxer, Optional<RtmpPush> push) {
        MediaStream frames = new MediaStream(() -> {});
        return switch (stream.map().encoding().toUpperCase(Locale.ROOT)) {
            case "OPUS" -> opus(frames, muxer);
            case "PCMA" -> g711(frames, new G711Track(true), push);
            case "PCMU" -> g711(frames, new G711Track(false), push);
            default -> amr(frames, stream);
        };
    }

    private static Sound opus(MediaStream frames, Muxer muxer) {
        muxer.sound(true);
        frames.add(new MediaSink() {
            @Override
            public void track(Track track) {
                muxer.sound(true);
            }

            @Override
            public void frame(Frame frame) {
                muxer.sound(frame);
            }
        });
        return new Sound(
                frames,
                new SoundDepacketizer(frames, new OpusTrack()),
                (time, nanos) -> muxer.told(Fragment.SOUND, time, nanos));
    }

    private static Sound g711(MediaStream frames, G711Track track, Optional<RtmpPush> push) {
        push.map(RtmpPush::sound).ifPresent(frames::add);
        Told told = push.<Told>map(p -> p::soundTold).orElse((timestamp, nanos) -> {});
        return new Sound(frames, new SoundDepacketizer(frames, track), told);
    }

    /** No browser and no RTMP server takes it as it is. */
    private static Sound amr(MediaStream frames, AudioStream stream) {
        AmrTrack track = new AmrTrack(stream.map().clockRate() > G711Track.CLOCK_RATE);
        return new Sound(
                frames,
                new AmrDepacketizer(frames, track, stream.isOctetAligned(), stream.hasFrameChecks()),
                (timestamp, nanos) -> {});
    }
}

package org.tombolo.gateway.convergence;

import java.util.Locale;
import java.util.Optional;
import org.tombolo.media.Frame;
import org.tombolo.media.G711Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.OpusTrack;
import org.tombolo.media.Track;
import org.tombolo.media.mp4.Fragment;
import org.tombolo.media.mp4.Muxer;
import org.tombolo.media.rtmp.RtmpPush;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.SoundDepacketizer;
import org.tombolo.media.sdp.RtpMap;

/** Where a phone's sound goes besides those who take its packets: Opus into MP4, G.711 to an RTMP server, AMR nowhere. */
interface Sound {
    /** Takes its packets. */
    Depacketizer depacketizer();

    /** Its sender has told which timestamp was when on our clock. */
    void told(int timestamp, long nanos);

    static Sound of(RtpMap format, Muxer muxer, Optional<RtmpPush> push) {
        return switch (format.encoding().toUpperCase(Locale.ROOT)) {
            case "OPUS" -> opus(muxer);
            case "PCMA" -> push.map(p -> g711(p, new G711Track(true))).orElseGet(Sound::unheard);
            case "PCMU" -> push.map(p -> g711(p, new G711Track(false))).orElseGet(Sound::unheard);
            default -> unheard();
        };
    }

    private static Sound opus(Muxer muxer) {
        muxer.sound(true);
        MediaSink sink = new MediaSink() {
            @Override
            public void track(Track track) {
                muxer.sound(true);
            }

            @Override
            public void frame(Frame frame) {
                muxer.sound(frame);
            }
        };
        return made(
                new SoundDepacketizer(sink, new OpusTrack()), (time, nanos) -> muxer.told(Fragment.SOUND, time, nanos));
    }

    private static Sound g711(RtmpPush push, G711Track track) {
        MediaSink sink = push.sound();
        return made(new SoundDepacketizer(sink, track), push::soundTold);
    }

    private static Sound unheard() {
        return made(Depacketizer.counting(), (timestamp, nanos) -> {});
    }

    /** Takes what the sender tells. */
    interface Told {
        void told(int timestamp, long nanos);
    }

    private static Sound made(Depacketizer depacketizer, Told told) {
        return new Sound() {
            @Override
            public Depacketizer depacketizer() {
                return depacketizer;
            }

            @Override
            public void told(int timestamp, long nanos) {
                told.told(timestamp, nanos);
            }
        };
    }
}

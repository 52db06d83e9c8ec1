package org.tombolo.gateway.convergence;

import java.time.Duration;
import java.util.Optional;
import org.tombolo.media.TelephoneEventTrack;
import org.tombolo.media.mp4.Muxer;
import org.tombolo.media.relay.LipSync;
import org.tombolo.media.relay.PacketRelay;
import org.tombolo.media.rtmp.RtmpPush;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.EventDepacketizer;
import org.tombolo.media.rtp.RtpListener;
import org.tombolo.media.rtp.RtpParameters;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.rtp.RtpSession;
import org.tombolo.media.rtsp.RtspMedia;
import org.tombolo.media.sdp.AudioStream;
import org.tombolo.media.sdp.LocalStream;

/** The sound of one share: its RTP session, and what takes it. */
final class ShareSound implements AutoCloseable {
    private final RtpReceiver receiver;
    private final Outputs outputs;
    private final SdesKeys keys;
    private final StreamTerms terms;
    private final ShareMedia.Events events;
    private Optional<RtpSession> session = Optional.empty();
    private volatile Optional<Heard> heard = Optional.empty();

    /** Who takes the sound of a share. */
    record Outputs(WebRtcViewers webrtc, Muxer muxer, Optional<RtmpPush> push, ShareTranscoding transcoding) {}

    /** The phone's sound, and what takes its packets. */
    private record Heard(AudioStream stream, PacketRelay relay) {
        boolean isOf(AudioStream wanted) {
            return stream.map().equals(wanted.map());
        }
    }

    ShareSound(RtpReceiver receiver, Outputs outputs, SdesKeys keys, StreamTerms terms, ShareMedia.Events events) {
        this.receiver = receiver;
        this.outputs = outputs;
        this.keys = keys;
        this.terms = terms;
        this.events = events;
    }

    /** Opens, changes or closes what the offer has of it; false when no ports are left. */
    boolean apply(Optional<AudioStream> wanted) {
        if (wanted.isEmpty()) {
            end();
            return true;
        }
        AudioStream stream = wanted.get();
        if (heard.filter(h -> h.isOf(stream)).isEmpty()) {
            end(); // what takes its packets knows one format
        }
        RtpParameters parameters =
                terms.of(stream, keys.protection(stream.line().key()));
        if (session.isPresent()) {
            session.get().update(parameters, !stream.line().flows());
        } else {
            session = open(stream, parameters);
        }
        return session.isPresent();
    }

    /** Sound as it comes goes to WebRTC, when browsers decode it, and RTSP; Opus to MP4, and G.711 to RTMP as well. */
    private Optional<RtpSession> open(AudioStream stream, RtpParameters parameters) {
        PacketRelay relay = outputs.webrtc().sound(stream.map());
        ShareTranscoding transcoding = outputs.transcoding();
        Sound sound = Sound.of(stream, outputs.muxer(), outputs.push(), transcoding.sound(stream));
        Depacketizer both = Depacketizer.both(sound.depacketizer(), relay);
        Depacketizer out = stream.events()
                .<Depacketizer>map(e -> new EventDepacketizer(
                        e.payloadType(), both, new Keys(events), new TelephoneEventTrack(e.clockRate())))
                .orElse(both);
        RtpListener listener =
                new Listener(relay, sound, transcoding, outputs.webrtc().lipSync());
        Optional<RtpSession> opened = receiver.open(parameters, out, listener);
        heard = opened.map(made -> new Heard(stream, relay));
        return opened;
    }

    private void end() {
        outputs.webrtc().silence();
        outputs.muxer().sound(Optional.empty());
        session.ifPresent(RtpSession::close);
        session = Optional.empty();
        outputs.transcoding().closeSound();
        heard = Optional.empty();
    }

    /** Our end of it. */
    LocalStream local() {
        return session.map(s -> new LocalStream(s.port(), keys.answered())).orElse(LocalStream.NONE);
    }

    /** It as players by RTSP get it; none while there is no sound. From any thread. */
    Optional<RtspMedia> rtsp() {
        return heard.map(h -> RtspStreams.audio(h.relay().relay(), h.stream()));
    }

    /** What came, for the trace; empty without sound. */
    String summary() {
        return session.map(s -> ", audio: " + s.packets() + " packets").orElse("");
    }

    @Override
    public void close() {
        session.ifPresent(RtpSession::close);
    }

    private record Listener(PacketRelay relay, Sound sound, ShareTranscoding transcoding, LipSync lipSync)
            implements RtpListener {
        @Override
        public void silent(Duration time) {
            // Only the video keeps a share alive.
        }

        @Override
        public void clock(long ntp, int timestamp) {
            relay.clock(ntp, timestamp);
            transcoding.soundClock(ntp, timestamp);
            sound.told().told(timestamp, lipSync.local(ntp));
        }
    }
}

package org.tombolo.gateway.convergence;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.MediaStream;
import org.tombolo.media.TelephoneEventTrack;
import org.tombolo.media.Track;
import org.tombolo.media.VideoTrack;
import org.tombolo.media.hls.HlsStream;
import org.tombolo.media.mp4.Fragment;
import org.tombolo.media.mp4.Muxer;
import org.tombolo.media.relay.LipSync;
import org.tombolo.media.relay.PacketRelay;
import org.tombolo.media.rtmp.RtmpPush;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.EventDepacketizer;
import org.tombolo.media.rtp.RtpListener;
import org.tombolo.media.rtp.RtpParameters;
import org.tombolo.media.rtp.RtpParameters.Feedback;
import org.tombolo.media.rtp.RtpProtection;
import org.tombolo.media.rtp.RtpSession;
import org.tombolo.media.rtsp.RtspMedia;
import org.tombolo.media.rtsp.RtspSource;
import org.tombolo.media.sdp.AudioStream;
import org.tombolo.media.sdp.LocalStream;
import org.tombolo.media.sdp.Negotiation;
import org.tombolo.media.sdp.StreamLine;
import org.tombolo.media.sdp.VideoFormat;
import org.tombolo.media.sdp.VideoStream;

/** The RTP sessions of one share and the streams they feed. */
final class ShareMedia implements ShareTranscoding.Phone, AutoCloseable {
    /** Nothing flows on hold; a phone that vanished meanwhile must not keep us for ever. */
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);

    private static final InetSocketAddress NOBODY = new InetSocketAddress(0);

    private final MediaPlane plane;
    private final Duration silence;
    private final Events events;
    private final MediaStream stream = new MediaStream(this::requestShownKeyframe);
    private final LiveStream live;
    private final HlsStream hls;
    private final Muxer muxer;
    private final WebRtcViewers webrtc;
    private final SdesKeys videoKeys;
    private final SdesKeys audioKeys;
    private volatile Optional<PictureIngest> pictures = Optional.empty();
    private volatile Optional<VideoTrack> unplayed = Optional.empty();
    private Optional<RtpSession> audio = Optional.empty();
    private volatile Optional<Heard> heard = Optional.empty();
    private volatile Optional<RtpSession> video = Optional.empty();
    private final Optional<RtmpPush> push;
    private final ShareTranscoding transcoding;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean onHold;
    private boolean fromNobody;
    private volatile boolean closed;

    /** The phone's sound, and what takes its packets. */
    private record Heard(AudioStream stream, PacketRelay relay) {
        boolean isOf(AudioStream wanted) {
            return stream.map().equals(wanted.map());
        }
    }

    /** What a share learns of its media; called on the receiver's threads. */
    interface Events {
        void firstPacket(InetSocketAddress from);

        void firstPicture();

        void silent(Duration time);

        void left();

        void keyframeWanted();

        /** The phone sends what browsers do not play. */
        void unplayable(VideoTrack track);

        /** Something is not transcoded, in words. */
        void notTranscoded(String why);

        void keyPressed(String what);

        void pushed(String what);
    }

    ShareMedia(String id, MediaPlane plane, Duration silence, Clock clock, Events events) {
        this.plane = plane;
        this.silence = silence;
        this.events = events;
        this.live = new LiveStream(this::begun, stream::requestKeyframe);
        this.hls = new HlsStream(plane.rewind(), VideoTrack.CLOCK_RATE, clock, stream::requestKeyframe);
        this.muxer = new Muxer(System::nanoTime, live, hls);
        stream.add(muxer);
        this.push = plane.rtmp().flatMap(server -> server.push(id, new PushEvents()));
        push.ifPresent(stream::add);
        this.webrtc = new WebRtcViewers(plane.webrtc(), stream);
        this.videoKeys = new SdesKeys(plane.random());
        this.audioKeys = new SdesKeys(plane.random());
        this.transcoding = new ShareTranscoding(
                plane.transcoder(), new ShareTranscoding.Outputs(stream, muxer, live, webrtc, push.isPresent()), this);
    }

    /** Nobody is told of a share that never shows anything. */
    @Override
    public void begun() {
        if (begun.compareAndSet(false, true)) {
            live.expect();
            events.firstPicture();
            push.ifPresent(RtmpPush::start);
        }
    }

    /** What is transcoded of it. */
    ShareTranscoding transcoding() {
        return transcoding;
    }

    LiveStream live() {
        return live;
    }

    /** The share for players by RTSP, as it is now; none before the first picture. From any thread. */
    Optional<RtspSource> rtsp(RtspSource.PlayerEvents players) {
        Optional<VideoTrack> track = unplayed.or(() -> stream.currentTrack().map(VideoTrack.class::cast));
        return track.flatMap(sent -> pictures.filter(p -> p.sends(sent)).map(p -> rtsp(p, sent, players)));
    }

    private RtspSource rtsp(PictureIngest from, VideoTrack track, RtspSource.PlayerEvents players) {
        List<RtspMedia> streams = new ArrayList<>();
        streams.add(RtspStreams.video(from, track));
        heard.map(h -> RtspStreams.audio(h.relay().relay(), h.stream())).ifPresent(streams::add);
        return new RtspSource(streams, this::requestKeyframe, () -> closed, players);
    }

    HlsStream hls() {
        return hls;
    }

    WebRtcViewers webrtc() {
        return webrtc;
    }

    /** Our end of the video. */
    LocalStream localVideo() {
        return new LocalStream(video.map(RtpSession::port).orElse(0), videoKeys.answered());
    }

    /** Our end of the audio. */
    LocalStream localAudio() {
        return audio.map(a -> new LocalStream(a.port(), audioKeys.answered())).orElse(LocalStream.NONE);
    }

    /** Opens or changes what the offer asks for; false when no ports are left. */
    boolean apply(Negotiation.Acceptance accepted) {
        onHold = !accepted.video().line().flows();
        VideoStream wanted = accepted.video();
        if (pictures.filter(p -> p.takes(wanted.format())).isEmpty()) {
            closeVideo(); // what takes its packets knows one format
        }
        if (fromNobody) {
            pictures.ifPresent(p -> p.answered(wanted.format()));
        }
        fromNobody = false;
        RtpParameters parameters = parameters(wanted);
        if (video.isPresent()) {
            video.get().update(parameters, onHold);
        } else {
            video = openVideo(wanted.format(), parameters);
        }
        return video.isPresent() && applyAudio(accepted.audio());
    }

    /** Opens a port for an offer of ours, at which nothing is taken before it is answered; false when none is left. */
    boolean open() {
        fromNobody = true;
        VideoFormat offered = Capabilities.format();
        video = openVideo(
                offered,
                new RtpParameters(
                        offered.payloadType(), VideoTrack.CLOCK_RATE, NOBODY, NOBODY, false, Set.of(), LONGEST_HOLD));
        return video.isPresent();
    }

    private Optional<RtpSession> openVideo(VideoFormat format, RtpParameters parameters) {
        unplayed = Optional.empty();
        MediaStream sent = new MediaStream(this::requestKeyframe);
        PictureIngest ingest = webrtc.pictures(format, sent);
        sent.add(format.isPlayedByBrowsers() ? stream : new Unplayed(transcoding.pictures()));
        sent.add(transcoding.stills());
        pictures = Optional.of(ingest);
        return plane.receiver().open(parameters, ingest.depacketizer(), new VideoListener(ingest));
    }

    private void closeVideo() {
        transcoding.closePictures();
        video.ifPresent(RtpSession::close);
        video = Optional.empty();
    }

    private boolean applyAudio(Optional<AudioStream> wanted) {
        if (wanted.isEmpty()) {
            closeAudio();
            return true;
        }
        AudioStream stream = wanted.get();
        if (heard.filter(h -> h.isOf(stream)).isEmpty()) {
            closeAudio(); // what takes its packets knows one format
        }
        RtpParameters parameters = parameters(stream);
        if (audio.isPresent()) {
            audio.get().update(parameters, !stream.line().flows());
        } else {
            audio = openAudio(stream, parameters);
        }
        return audio.isPresent();
    }

    /** Sound as it comes goes to WebRTC, when browsers decode it, and RTSP; Opus to MP4, and G.711 to RTMP as well. */
    private Optional<RtpSession> openAudio(AudioStream stream, RtpParameters parameters) {
        PacketRelay relay = webrtc.sound(stream.map());
        Sound sound = Sound.of(stream, muxer, push, transcoding.sound(stream));
        Depacketizer both = Depacketizer.both(sound.depacketizer(), relay);
        Depacketizer out = stream.events()
                .<Depacketizer>map(e -> new EventDepacketizer(
                        e.payloadType(), both, new Keys(events), new TelephoneEventTrack(e.clockRate())))
                .orElse(both);
        RtpListener listener = new AudioListener(relay, sound, transcoding, webrtc.lipSync());
        Optional<RtpSession> opened = plane.receiver().open(parameters, out, listener);
        heard = opened.map(session -> new Heard(stream, relay));
        return opened;
    }

    private void closeAudio() {
        webrtc.silence();
        muxer.sound(Optional.empty());
        audio.ifPresent(RtpSession::close);
        audio = Optional.empty();
        transcoding.closeSound();
        heard = Optional.empty();
    }

    private RtpParameters parameters(VideoStream stream) {
        Set<Feedback> feedback = EnumSet.noneOf(Feedback.class);
        if (stream.pictureLoss()) {
            feedback.add(Feedback.PLI);
        }
        if (stream.fullIntra()) {
            feedback.add(Feedback.FIR);
        }
        return parameters(
                stream.line(),
                stream.format().payloadType(),
                OptionalInt.empty(),
                VideoTrack.CLOCK_RATE,
                feedback,
                videoKeys.protection(stream.line().key()));
    }

    private RtpParameters parameters(AudioStream stream) {
        OptionalInt keys =
                stream.events().map(e -> OptionalInt.of(e.payloadType())).orElse(OptionalInt.empty());
        return parameters(
                stream.line(),
                stream.map().payloadType(),
                keys,
                stream.map().clockRate(),
                Set.of(),
                audioKeys.protection(stream.line().key()));
    }

    private RtpParameters parameters(
            StreamLine line,
            int payloadType,
            OptionalInt keys,
            int clockRate,
            Set<Feedback> feedback,
            Optional<RtpProtection> protection) {
        Duration longest = line.flows() ? silence : LONGEST_HOLD;
        return new RtpParameters(
                payloadType, keys, clockRate, line.peer(), line.peerRtcp(), line.mux(), feedback, longest, protection);
    }

    /** Of what browsers get. */
    private void requestShownKeyframe() {
        transcoding.requestKeyframe();
    }

    @Override
    public void notTranscoded(String why) {
        events.notTranscoded(why);
    }

    @Override
    public void requestKeyframe() {
        video.ifPresent(RtpSession::requestKeyframe);
    }

    /** What came, for the trace. */
    String summary() {
        String sound = audio.map(a -> ", audio: " + a.packets() + " packets").orElse("");
        return video.map(v -> "video: " + v.packets() + " packets, " + v.lost() + " lost, " + v.foreign()
                                + " not taken, "
                                + pictures.map(p -> p.frames().dropped()).orElse(0L) + " pictures dropped")
                        .orElse("no video")
                + sound;
    }

    @Override
    public void close() {
        if (!closed) {
            push.ifPresent(RtmpPush::close);
            push.flatMap(pushing -> plane.rtmp()).ifPresent(RtmpServer::release);
        }
        closed = true;
        live.end();
        hls.end();
        webrtc.end();
        video.ifPresent(RtpSession::close);
        audio.ifPresent(RtpSession::close);
        transcoding.close();
    }

    private final class PushEvents implements RtmpPush.Events {
        @Override
        public void published() {
            events.pushed("published by RTMP");
            stream.requestKeyframe();
        }

        @Override
        public void lost(String why, Duration retryIn) {
            events.pushed("not published by RTMP, again in " + retryIn.toSeconds() + " s: " + why);
        }
    }

    private record AudioListener(PacketRelay relay, Sound sound, ShareTranscoding transcoding, LipSync lipSync)
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

    /** What browsers do not play: transcoded, or told once for each format that nobody will see it. */
    private final class Unplayed implements MediaSink {
        private final Optional<MediaSink> made;

        Unplayed(Optional<MediaSink> made) {
            this.made = made;
        }

        @Override
        public void track(Track track) {
            unplayed = Optional.of((VideoTrack) track);
            made.ifPresentOrElse(sink -> sink.track(track), () -> events.unplayable((VideoTrack) track));
        }

        @Override
        public void frame(Frame frame) {
            made.ifPresent(sink -> sink.frame(frame)); // players by RTSP have the packets
        }
    }

    private final class VideoListener implements RtpListener {
        private final PictureIngest ingest;

        VideoListener(PictureIngest ingest) {
            this.ingest = ingest;
        }

        @Override
        public void clock(long ntp, int timestamp) {
            ingest.packets().clock(ntp, timestamp);
            transcoding.pictureClock(ntp, timestamp);
            long time = webrtc.lipSync().local(ntp);
            muxer.told(Fragment.PICTURE, timestamp, time);
            push.ifPresent(pushing -> pushing.pictureTold(timestamp, time));
        }

        @Override
        public void started(InetSocketAddress from, int ssrc) {
            events.firstPacket(from);
        }

        @Override
        public void silent(Duration time) {
            events.silent(time);
        }

        @Override
        public void left() {
            events.left();
        }

        @Override
        public void keyframeWanted() {
            events.keyframeWanted();
        }
    }
}

package org.tombolo.gateway.convergence;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.MediaStream;
import org.tombolo.media.Track;
import org.tombolo.media.VideoTrack;
import org.tombolo.media.hls.HlsStream;
import org.tombolo.media.mp4.Fragment;
import org.tombolo.media.mp4.Muxer;
import org.tombolo.media.rtmp.RtmpPush;
import org.tombolo.media.rtp.RtpListener;
import org.tombolo.media.rtp.RtpParameters;
import org.tombolo.media.rtp.RtpSession;
import org.tombolo.media.rtsp.RtspMedia;
import org.tombolo.media.rtsp.RtspSource;
import org.tombolo.media.sdp.LocalStream;
import org.tombolo.media.sdp.Negotiation;
import org.tombolo.media.sdp.VideoFormat;
import org.tombolo.media.sdp.VideoStream;

/** The RTP sessions of one share and the streams they feed. */
final class ShareMedia implements ShareTranscoding.Phone, AutoCloseable {
    private final MediaPlane plane;
    private final StreamTerms terms;
    private final Events events;
    private final MediaStream stream = new MediaStream(this::requestShownKeyframe);
    private final LiveStream live;
    private final HlsStream hls;
    private final Muxer muxer;
    private final WebRtcViewers webrtc;
    private final SdesKeys videoKeys;
    private final ShareSound sound;
    private volatile Optional<PictureIngest> pictures = Optional.empty();
    private volatile Optional<VideoTrack> unplayed = Optional.empty();
    private volatile Optional<RtpSession> video = Optional.empty();
    private final Optional<RtmpPush> push;
    private final ShareTranscoding transcoding;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean onHold;
    private boolean fromNobody;
    private volatile boolean closed;

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
        this.terms = new StreamTerms(silence);
        this.events = events;
        this.live = new LiveStream(this::begun, stream::requestKeyframe);
        this.hls = new HlsStream(plane.rewind(), VideoTrack.CLOCK_RATE, clock, stream::requestKeyframe);
        this.muxer = new Muxer(System::nanoTime, live, hls);
        stream.add(muxer);
        this.push = plane.rtmp().flatMap(server -> server.push(id, new PushEvents()));
        push.ifPresent(stream::add);
        this.webrtc = new WebRtcViewers(plane.webrtc(), stream);
        this.videoKeys = new SdesKeys(plane.random());
        this.transcoding = new ShareTranscoding(
                plane.transcoder(), new ShareTranscoding.Outputs(stream, muxer, live, webrtc, push.isPresent()), this);
        var outputs = new ShareSound.Outputs(webrtc, muxer, push, transcoding);
        this.sound = new ShareSound(plane.receiver(), outputs, new SdesKeys(plane.random()), terms, events);
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
        sound.rtsp().ifPresent(streams::add);
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
        return sound.local();
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
        RtpParameters parameters =
                terms.of(wanted, videoKeys.protection(wanted.line().key()));
        if (video.isPresent()) {
            video.get().update(parameters, onHold);
        } else {
            video = openVideo(wanted.format(), parameters);
        }
        return video.isPresent() && sound.apply(accepted.audio());
    }

    /** Opens a port for an offer of ours, at which nothing is taken before it is answered; false when none is left. */
    boolean open() {
        fromNobody = true;
        VideoFormat offered = Capabilities.format();
        video = openVideo(offered, StreamTerms.offered(offered));
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
        return video.map(v -> "video: " + v.packets() + " packets, " + v.lost() + " lost, " + v.foreign()
                                + " not taken, "
                                + pictures.map(p -> p.frames().dropped()).orElse(0L) + " pictures dropped")
                        .orElse("no video")
                + sound.summary();
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
        sound.close();
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

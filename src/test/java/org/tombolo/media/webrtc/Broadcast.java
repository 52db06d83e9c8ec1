package org.tombolo.media.webrtc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.tombolo.media.Frame;
import org.tombolo.media.H264Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.media.VideoTrack;
import org.tombolo.media.h264.ParameterSets;
import org.tombolo.media.relay.LipSync;
import org.tombolo.media.relay.PacketRelay;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.relay.VideoRelay;
import org.tombolo.media.relay.Vp8Relay;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.H264Depacketizer;
import org.tombolo.media.rtp.RtpListener;
import org.tombolo.media.rtp.RtpParameters;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.rtp.RtpSession;
import org.tombolo.media.rtp.Vp8Depacketizer;
import org.tombolo.media.sdp.H264Profile;
import org.tombolo.metrics.prometheus.PrometheusMetrics;
import org.tombolo.peer.Ports;

/** RTP of H.264 in, WebRTC out: the media plane of one share without the gateway around it. */
final class Broadcast implements MediaSink, AutoCloseable {
    final PrometheusMetrics metrics = new PrometheusMetrics();
    final WebRtcServer server;
    final AtomicInteger keyframeRequests = new AtomicInteger();
    private final Candidates candidates;
    private final RtpReceiver receiver;
    private final RtpSession session;
    private final LipSync lipSync = new LipSync(System::nanoTime);
    private final VideoRelay relay;
    private final PacketRelay sound = new PacketRelay(new Relay(4711, 8000, System::nanoTime), lipSync);
    private final RtpSession audio;
    private final Vp8Relay vp8Relay = new Vp8Relay(new Relay(4712, 90_000, System::nanoTime), lipSync);
    private final RtpSession vp8;
    private volatile Optional<VideoTrack> track = Optional.empty();

    Broadcast(String bind, int mostConnections) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        int rtp = Ports.free(20);
        receiver = new RtpReceiver(loopback, rtp, rtp + 19, 1);
        relay = new VideoRelay(
                new Relay(new SecureRandom().nextInt(), 90_000, System::nanoTime),
                lipSync,
                () -> h264().map(t -> VideoRelay.aggregate(t.sequenceSets(), t.pictureSets()))
                        .orElse(new byte[0]));
        InetSocketAddress peer = new InetSocketAddress(loopback, 0);
        RtpParameters parameters = new RtpParameters(96, 90_000, peer, peer, false, Set.of(), Duration.ofHours(1));
        session = receiver.open(
                        parameters,
                        Depacketizer.both(new H264Depacketizer(this, new ParameterSets()), relay),
                        time -> {})
                .orElseThrow();
        audio = receiver.open(
                        new RtpParameters(8, 8000, peer, peer, false, Set.of(), Duration.ofHours(1)), sound, clock())
                .orElseThrow();
        vp8 = receiver.open(
                        new RtpParameters(97, 90_000, peer, peer, false, Set.of(), Duration.ofHours(1)),
                        Depacketizer.both(new Vp8Depacketizer(this), vp8Relay),
                        time -> {})
                .orElseThrow();
        candidates = Candidates.of(bind, bind, Ports.free());
        server = new WebRtcServer(
                new WebRtcServer.Options(bind, candidates, mostConnections, 2),
                Clock.systemUTC(),
                new SecureRandom(),
                metrics);
    }

    private RtpListener clock() {
        return new RtpListener() {
            @Override
            public void silent(Duration time) {}

            @Override
            public void clock(long ntp, int timestamp) {
                sound.clock(ntp, timestamp);
            }
        };
    }

    /** Takes PCMA. */
    int audioPort() {
        return audio.port();
    }

    int rtpPort() {
        return session.port();
    }

    /** Takes VP8, payload type 97, instead. */
    int vp8Port() {
        return vp8.port();
    }

    /** The one port of all viewers. */
    InetSocketAddress address() {
        return new InetSocketAddress(candidates.host(), candidates.port());
    }

    boolean live() {
        return track.isPresent();
    }

    WebRtcResult offer(String sdp, WebRtcListener listener) {
        WebRtcMedia.Audio pcma = new WebRtcMedia.Audio(sound.relay(), "PCMA", 8000);
        Optional<H264Profile> profile =
                h264().flatMap(t -> H264Profile.ofSequenceSet(t.sequenceSets().get(0)));
        Relay pictures = profile.isPresent() ? relay.relay() : vp8Relay.relay();
        return server.offer(
                sdp,
                new WebRtcMedia(pictures, profile, Optional.of(pcma), keyframeRequests::incrementAndGet),
                listener);
    }

    private Optional<H264Track> h264() {
        return track.filter(H264Track.class::isInstance).map(H264Track.class::cast);
    }

    @Override
    public void track(Track newTrack) {
        track = Optional.of((VideoTrack) newTrack);
    }

    @Override
    public void frame(Frame frame) {}

    @Override
    public void close() {
        server.close();
        receiver.close();
        metrics.close();
    }
}

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.tombolo.media.Frame;
import org.tombolo.media.H264Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.media.h264.ParameterSets;
import org.tombolo.media.mp4.Fragment;
import org.tombolo.media.mp4.FragmentSink;
import org.tombolo.media.mp4.Init;
import org.tombolo.media.mp4.Muxer;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.H264Depacketizer;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.rtp.RtpParameters;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.sdp.H264Profile;
import org.tombolo.media.webrtc.Candidates;
import org.tombolo.media.relay.LipSync;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.relay.VideoRelay;
import org.tombolo.media.webrtc.WebRtcListener;
import org.tombolo.media.webrtc.WebRtcMedia;
import org.tombolo.media.webrtc.WebRtcResult;
import org.tombolo.media.webrtc.WebRtcServer;
import org.tombolo.metrics.prometheus.PrometheusMetrics;

/** One share on the product's media plane: WebRTC and fragmented MP4 out, and when the last packet of each frame came in. */
final class Share implements MediaSink, FragmentSink, Depacketizer, WebRtcListener {
    private final Map<Integer, Double> arrivals = new ConcurrentHashMap<>();
    private final List<BlockingQueue<byte[]>> waiting = new CopyOnWriteArrayList<>();
    private final List<BlockingQueue<byte[]>> watching = new CopyOnWriteArrayList<>();
    private final Muxer muxer = new Muxer(System::nanoTime, this);
    private byte[] init = {};
    private final WebRtcServer server;
    private final Relay relay;
    private volatile Optional<H264Track> track = Optional.empty();
    private volatile Optional<Integer> first = Optional.empty();
    private int newest;

    Share(int rtp, int webrtc) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        server = new WebRtcServer(
                new WebRtcServer.Options("127.0.0.1", Candidates.of("127.0.0.1", "127.0.0.1", webrtc), 10, 1),
                Clock.systemUTC(),
                new SecureRandom(),
                new PrometheusMetrics());
        relay = server.relay(H264Track.CLOCK_RATE);
        VideoRelay video = new VideoRelay(relay, new LipSync(System::nanoTime), () -> new byte[0]);
        Depacketizer frames = new H264Depacketizer(this, new ParameterSets());
        InetSocketAddress peer = new InetSocketAddress(loopback, 0);
        new RtpReceiver(loopback, rtp, rtp + 3, 1)
                .open(
                        new RtpParameters(96, H264Track.CLOCK_RATE, peer, peer, false, Set.of(), Duration.ofHours(1)),
                        Depacketizer.both(this, Depacketizer.both(frames, video)),
                        time -> {})
                .orElseThrow();
    }

    /** When the last packet of a frame came, in milliseconds since 1970; no number when it never did. */
    double arrived(int timestamp) {
        return arrivals.getOrDefault(timestamp, Double.NaN);
    }

    /** The RTP timestamp of the first frame, where the time of the fragments starts. */
    int first() {
        return first.orElseThrow();
    }

    String codecs() {
        return track.orElseThrow().codecs();
    }

    String offer(String sdp) {
        byte[] set = track.orElseThrow().sequenceSets().get(0);
        WebRtcMedia media =
                new WebRtcMedia(relay, H264Profile.ofSequenceSet(set).orElseThrow(), Optional.empty(), () -> {});
        return ((WebRtcResult.Accepted) server.offer(sdp, media, this)).answer();
    }

    /** The fragments from the next key frame on. */
    BlockingQueue<byte[]> watch() {
        BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
        waiting.add(queue);
        return queue;
    }

    @Override
    public void packet(RtpPacket packet) {
        newest = packet.timestamp();
        if (packet.marker()) {
            Instant now = Instant.now();
            arrivals.put(newest, now.getEpochSecond() * 1000.0 + now.getNano() / 1e6);
        }
    }

    @Override
    public void track(Track newTrack) {
        track = Optional.of((H264Track) newTrack);
        muxer.track(newTrack);
    }

    @Override
    public void frame(Frame frame) {
        first = first.or(() -> Optional.of(newest));
        muxer.frame(frame);
    }

    @Override
    public void init(Init newInit) {
        init = newInit.bytes();
    }

    @Override
    public void fragment(Fragment fragment) {
        if (fragment.key()) {
            for (BlockingQueue<byte[]> queue : waiting) {
                queue.add(init);
                watching.add(queue);
            }
            waiting.clear();
        }
        watching.forEach(queue -> queue.add(fragment.bytes()));
    }

    @Override
    public void lost(int packets) {}

    @Override
    public void restarted() {}

    @Override
    public boolean wantsKeyframe() {
        return false;
    }

    @Override
    public void connected(String how) {}

    @Override
    public void ended(String id, String why, String summary) {}
}

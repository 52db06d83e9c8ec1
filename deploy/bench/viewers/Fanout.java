import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.tombolo.media.Frame;
import org.tombolo.media.H264Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.media.h264.ParameterSets;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.H264Depacketizer;
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

/** The product's media plane of one share in a process of its own: RTP in, fragmented pictures for nobody, WebRTC out. Offers come by HTTP. */
final class Fanout implements MediaSink {
    private volatile Optional<H264Track> track = Optional.empty();

    public static void main(String[] arguments) throws IOException {
        new Fanout().run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    }

    private void run(int rtp, int webrtc, int http) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        RtpReceiver receiver = new RtpReceiver(loopback, rtp, rtp + 3, 1);
        WebRtcServer server = new WebRtcServer(
                new WebRtcServer.Options("127.0.0.1", Candidates.of("127.0.0.1", "127.0.0.1", webrtc), 5000, 2),
                Clock.systemUTC(),
                new SecureRandom(),
                new PrometheusMetrics());
        Relay relay = server.relay(90_000);
        VideoRelay video = new VideoRelay(relay, new LipSync(System::nanoTime), () -> new byte[0]);
        InetSocketAddress peer = new InetSocketAddress(loopback, 0);
        var parameters = new RtpParameters(96, 90_000, peer, peer, false, Set.of(), Duration.ofHours(1));
        receiver.open(parameters, Depacketizer.both(new H264Depacketizer(this, new ParameterSets()), video), time -> {})
                .orElseThrow();
        HttpServer offers = HttpServer.create(new InetSocketAddress(loopback, http), 0);
        offers.setExecutor(Executors.newFixedThreadPool(4));
        offers.createContext("/", exchange -> answer(exchange, server, relay));
        offers.start();
        System.out.println("ready");
    }

    private void answer(HttpExchange exchange, WebRtcServer server, Relay relay) throws IOException {
        try (exchange) {
            String offer = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] profile = track.orElseThrow().sequenceSets().get(0);
            WebRtcMedia media = new WebRtcMedia(
                    relay, H264Profile.ofSequenceSet(profile).orElseThrow(), Optional.empty(), () -> {});
            WebRtcResult result = server.offer(offer, media, new Nobody());
            boolean taken = result instanceof WebRtcResult.Accepted;
            String body = taken ? ((WebRtcResult.Accepted) result).answer() : result.toString();
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(taken ? 201 : 422, octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    private static final class Nobody implements WebRtcListener {
        @Override
        public void connected(String how) {}

        @Override
        public void ended(String id, String why, String summary) {
            System.err.println("ended: " + why + " " + summary);
        }
    }

    @Override
    public void track(Track newTrack) {
        track = Optional.of((H264Track) newTrack);
    }

    @Override
    public void frame(Frame frame) {}
}

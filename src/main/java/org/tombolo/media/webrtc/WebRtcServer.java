package org.tombolo.media.webrtc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.sdp.WebRtcOffer;
import org.tombolo.media.sdp.WebRtcStream;
import org.tombolo.media.sdp.WebRtcTransport;
import org.tombolo.media.srtp.SrtpSession;
import org.tombolo.media.webrtc.WebRtcResult.Reason;
import org.tombolo.media.webrtc.dtls.DtlsServer;
import org.tombolo.metrics.Metrics;

/** Answers offers of browsers, and serves all of them on one UDP port. */
public final class WebRtcServer implements AutoCloseable {
    private static final Duration HANDSHAKE = Duration.ofSeconds(15);
    private static final int MOST_HANDSHAKES = 64;
    private static final int STACK = 256 << 10;
    private static final int ID_BYTES = 18;

    private final Endpoints endpoints;
    private final int most;
    private final DtlsServer dtls;
    private final List<Forwarder> forwarders;
    private final ThreadPoolExecutor handshakes;
    private final Map<String, WebRtcConnection> connections = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    private final SecureRandom random;
    private final UdpPort port;
    private final WebRtcEnvironment environment;

    /**
     * How the server is set up.
     *
     * @param bind address to listen on
     * @param candidates what browsers are told
     * @param mostConnections how many may be open at a time
     * @param senders threads that encrypt and send
     */
    public record Options(String bind, Candidates candidates, int mostConnections, int senders) {}

    /**
     * @throws IOException when the port is taken
     */
    public WebRtcServer(Options options, Clock clock, SecureRandom random, Metrics metrics) throws IOException {
        this(options, clock, System::nanoTime, random, metrics);
    }

    WebRtcServer(Options options, Clock clock, LongSupplier nanos, SecureRandom random, Metrics metrics)
            throws IOException {
        this.most = options.mostConnections();
        this.random = random;
        this.dtls = new DtlsServer(random, clock, HANDSHAKE);
        this.endpoints = new Endpoints(options.candidates(), dtls::fingerprint, random);
        this.handshakes =
                new ThreadPoolExecutor(0, MOST_HANDSHAKES, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads());
        Demultiplexer demultiplexer = new Demultiplexer(this::respond, nanos, metrics);
        this.port = new UdpPort(
                new InetSocketAddress(options.bind(), options.candidates().port()), options.senders(), demultiplexer);
        this.forwarders = IntStream.range(0, options.senders())
                .mapToObj(i -> new Forwarder("webrtc-" + i))
                .toList();
        this.environment = new WebRtcEnvironment(
                port,
                demultiplexer,
                forwarders,
                dtls,
                handshakes,
                clock,
                nanos,
                random,
                WebRtcEnvironment.Counts.of(metrics),
                this::ended);
        metrics.gauge("tombolo_webrtc_connections", connections::size);
        port.start();
    }

    /** Makes the key and loads the ciphers in the background, so that the first viewer does not wait for them. */
    public void warmUp() {
        handshakes.execute(dtls::fingerprint);
        handshakes.execute(SrtpSession::warmUp);
    }

    private static ThreadFactory threads() {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(null, work, "dtls-" + count.incrementAndGet(), STACK);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** A stream to be watched, with a source of its own. */
    public Relay relay(int clockRate) {
        return new Relay(random.nextInt(), clockRate, System::nanoTime);
    }

    private void respond(ByteBuffer response, InetSocketAddress to) {
        port.send(0, response, to);
    }

    /** Judges an offer, and when it can be taken, waits for the browser to come. */
    public WebRtcResult offer(String sdp, WebRtcMedia media, WebRtcListener listener) {
        try {
            WebRtcOffer offer = WebRtcOffer.parse(sdp);
            return media.profile()
                    .map(offer::h264)
                    .orElseGet(offer::vp8)
                    .map(video -> admit(offer, video, media, listener))
                    .orElseGet(() -> new WebRtcResult.Refused(
                            Reason.NOTHING_IN_COMMON, "the offer has no video to receive as " + media.wanted()));
        } catch (SdpException e) {
            return new WebRtcResult.Refused(Reason.MALFORMED, "SDP: " + e.getMessage());
        }
    }

    private WebRtcResult admit(WebRtcOffer offer, WebRtcStream video, WebRtcMedia media, WebRtcListener listener) {
        if (isFull()) {
            return new WebRtcResult.Refused(Reason.FULL, "too many are watching");
        }
        WebRtcSession session = new WebRtcSession(offer, media, video, endpoints, random);
        return new WebRtcResult.Accepted(open(session, listener), session.answer());
    }

    private boolean isFull() {
        boolean full = open.incrementAndGet() > most;
        if (full) {
            open.decrementAndGet();
        }
        return full;
    }

    private WebRtcConnection open(Agreement agreement, WebRtcListener listener) {
        String id = Endpoints.text(random, ID_BYTES).replace('+', '-').replace('/', '_');
        int sender = Math.floorMod(turn.getAndIncrement(), forwarders.size());
        WebRtcConnection connection = new WebRtcConnection(id, environment, agreement, sender, listener);
        connections.put(id, connection);
        connection.open();
        return connection;
    }

    /** An end of ours for a call, to be told to the peer; nothing is kept of it. */
    public WebRtcEndpoint endpoint() {
        return endpoints.fresh();
    }

    /**
     * Waits for the peer of a call to come: its ICE checks, then its DTLS as a client.
     *
     * @param ours what the peer was told
     * @param peer what it told us
     * @return empty when all places are taken
     */
    public Optional<WebRtcConnection> connect(
            WebRtcEndpoint ours, WebRtcTransport peer, WebRtcCall call, WebRtcListener listener) {
        return isFull()
                ? Optional.empty()
                : Optional.of(open(new CallAgreement(ours, peer, call, endpoints, random), listener));
    }

    /** A connection that is open. */
    public Optional<WebRtcConnection> find(String id) {
        return Optional.ofNullable(connections.get(id));
    }

    private void ended(WebRtcConnection connection) {
        if (connections.remove(connection.id(), connection)) {
            open.decrementAndGet();
        }
    }

    @Override
    public void close() {
        connections.values().forEach(connection -> connection.close("the gateway stops"));
        forwarders.forEach(Forwarder::close);
        handshakes.shutdown();
        try {
            handshakes.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        handshakes.shutdownNow();
        port.close();
    }
}

package org.tombolo.msrp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.tombolo.gateway.interaction.MapMetrics;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.msrp.sdp.AcceptTypes;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.sdp.Setup;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.SessionId;

/** An endpoint on loopback with sessions that write down what happens. */
public final class TestEndpoint implements AutoCloseable {
    static final Duration SHORT = Duration.ofMillis(400);
    static final Duration LONG = Duration.ofSeconds(60);
    static final Terms ANY = Terms.chat(AcceptTypes.of("*"), 1 << 30);
    private static final SessionId NAME = new SessionId("session-1");

    final MapMetrics metrics = new MapMetrics();
    public final MsrpEndpoint endpoint;
    final InMemoryTrace trace = InMemoryTrace.ofOrdinarySize();
    private final ExecutorService slowly = Executors.newCachedThreadPool();
    private final ExecutorService owners = Executors.newFixedThreadPool(2);

    private TestEndpoint(
            EndpointOptions.Limits limits,
            EndpointOptions.Timeouts timeouts,
            Optional<MsrpTls> tls,
            Optional<RelayOptions> relay)
            throws IOException {
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        EndpointOptions options = new EndpointOptions(any, tls.map(t -> any), "127.0.0.1", 2, limits, timeouts);
        endpoint = new MsrpEndpoint(options, tls, relay, slowly, trace, metrics, new SecureRandom(), Clock.systemUTC());
        endpoint.start();
    }

    static TestEndpoint start() throws IOException {
        return with(EndpointOptions.Limits.of(10_000));
    }

    static TestEndpoint with(EndpointOptions.Limits limits) throws IOException {
        return new TestEndpoint(limits, EndpointOptions.Timeouts.ordinary(), Optional.empty(), Optional.empty());
    }

    static TestEndpoint with(EndpointOptions.Timeouts timeouts) throws IOException {
        return new TestEndpoint(EndpointOptions.Limits.of(100), timeouts, Optional.empty(), Optional.empty());
    }

    public static TestEndpoint with(Optional<MsrpTls> tls, Optional<RelayOptions> relay) throws IOException {
        return new TestEndpoint(EndpointOptions.Limits.of(100), EndpointOptions.Timeouts.ordinary(), tls, relay);
    }

    /** A new session whose events are written down. */
    public Recorder open() {
        return open(false);
    }

    Recorder open(boolean tls) {
        Recorder recorder = new Recorder();
        MsrpSessions.Opening opening = endpoint.open(NAME, tls, owners, recorder);
        if (opening instanceof MsrpSessions.Opening.Opened opened) {
            recorder.session = opened.session();
            return recorder;
        }
        throw new IllegalStateException(opening.toString());
    }

    MsrpSessions.Opening tryOpen() {
        return endpoint.open(NAME, false, owners, new Recorder());
    }

    List<String> traced() {
        return trace.timeline(NAME).stream().map(e -> e.summary()).toList();
    }

    /** Octets that consumers have not taken. */
    long undelivered() {
        return endpoint.undelivered();
    }

    int errors(String kind) {
        return metrics.counted.getOrDefault("tombolo_errors_totalprotocol,msrp,kind," + kind, 0);
    }

    /** A session for a scripted peer that connects to us. */
    Recorder waiting(RawPeer peer) throws SdpException {
        return waiting(peer, ANY);
    }

    Recorder waiting(RawPeer peer, Terms terms) throws SdpException {
        Recorder recorder = open();
        peer.path = recorder.session.answer(peer.media("active"), terms).path().text();
        return recorder;
    }

    /** Two sessions that talk to each other; the first has connected. */
    static Pair pair(TestEndpoint from, TestEndpoint to, boolean tls) throws SdpException {
        Recorder one = from.open(tls);
        Recorder other = to.open(tls);
        MessageMedia offer = one.session.offer(ANY);
        MessageMedia answer = other.session.answer(wire(offer), ANY);
        one.session.answered(wire(answer));
        return new Pair(one, other);
    }

    record Pair(Recorder one, Recorder other) {}

    /** As it comes out of the SDP at the other side. */
    static MessageMedia wire(MessageMedia media) throws SdpException {
        SessionDescription description = new SessionDescription(
                "- 1 1 IN IP4 127.0.0.1", Optional.empty(), List.of(), List.of(media.description()));
        return MessageMedia.parse(SessionDescription.parse(description.text()), 0);
    }

    static MessageMedia media(String path, Optional<Setup> setup) throws SdpException {
        String sdp =
                "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=message 9 TCP/MSRP *\r\n"
                        + "a=accept-types:*\r\na=path:" + path + "\r\n"
                        + setup.map(s -> "a=setup:" + s.name().toLowerCase(java.util.Locale.ROOT) + "\r\n")
                                .orElse("");
        return MessageMedia.parse(SessionDescription.parse(sdp), 0);
    }

    @Override
    public void close() {
        endpoint.close();
        slowly.shutdownNow();
        owners.shutdownNow();
    }
}

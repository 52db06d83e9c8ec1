package org.tombolo.gateway.convergence.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tombolo.gateway.interaction.MapMetrics;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association.Service;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.WebUser;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.transcode.ChildTranscoder;
import org.tombolo.media.transcode.NoTranscoder;
import org.tombolo.media.transcode.Transcoder;
import org.tombolo.media.webrtc.Candidates;
import org.tombolo.media.webrtc.WebRtcServer;
import org.tombolo.peer.Ports;
import org.tombolo.sip.Body;
import org.tombolo.sip.FakeCalls;
import org.tombolo.sip.FakeDialog;
import org.tombolo.sip.FakeInvite;
import org.tombolo.sip.FakeSession;
import org.tombolo.sip.FakeSessions;
import org.tombolo.sip.LegState;
import org.tombolo.trace.InMemoryTrace;

/** The calls of pages with their ports in memory and phones that a test plays, on the real media plane. */
final class PageScene implements AutoCloseable, Permit {
    static final WebUser ALICE = new WebUser("alice");
    static final WebUser BOB = new WebUser("bob");

    private final FakeCalls<FakeDialog> legs = new FakeCalls<>(FakeDialog::invited);
    private final FakeSessions sessions = new FakeSessions();
    final List<FakeDialog> invited = legs.invited;
    final List<CallView> seen = new ArrayList<>();
    final RtpReceiver rtp;
    final BrowserCalls calls;
    Optional<String> objection = Optional.empty();
    int begun;
    private final WebRtcServer webrtc;
    private final Transcoder transcoder;

    PageScene(int most) throws IOException {
        this(most, new NoTranscoder());
    }

    PageScene(int most, Transcoder transcoder) throws IOException {
        this.transcoder = transcoder;
        int port = Ports.free(20);
        rtp = new RtpReceiver(InetAddress.getLoopbackAddress(), port & ~1, port + 18, 1);
        MapMetrics metrics = new MapMetrics();
        webrtc = new WebRtcServer(
                new WebRtcServer.Options("127.0.0.1", Candidates.of("127.0.0.1", "127.0.0.1", Ports.free()), 10, 1),
                Clock.systemUTC(),
                new SecureRandom(),
                metrics);
        FakeAssociations associations = new FakeAssociations();
        associations.add("tel:+15550001", "web:alice", Service.VIDEO);
        associations.add("sip:alice@ims.localhost", "web:alice", Service.VIDEO);
        associations.add("sip:bob@ims.localhost", "web:bob", Service.VIDEO);
        calls = new BrowserCalls(
                new BrowserCalls.Options(
                        "127.0.0.1", "ims.localhost", most, Duration.ofSeconds(60), Duration.ofMinutes(2)),
                new BrowserCalls.Ports(
                        legs,
                        sessions,
                        associations,
                        this,
                        rtp,
                        webrtc,
                        transcoder,
                        InMemoryTrace.ofOrdinarySize(),
                        metrics,
                        Clock.systemUTC(),
                        new SecureRandom()));
    }

    @Override
    public void close() {
        rtp.close();
        webrtc.close();
        if (transcoder instanceof ChildTranscoder child) {
            child.close();
        }
    }

    @Override
    public Optional<String> begin(WebUser user, Address from, Address to) {
        begun += objection.isPresent() ? 0 : 1;
        return objection;
    }

    @Override
    public void over(WebUser user) {
        begun--;
    }

    /** A page of Alice's is open. */
    Runnable open() {
        return calls.subscribe(ALICE, seen::add);
    }

    /** What Alice's page was told last. */
    CallView last() {
        return seen.get(seen.size() - 1);
    }

    /** State and reason of what it was told, such as {@code refused busy}. */
    List<String> told() {
        return seen.stream()
                .map(call -> (call.state().text() + " " + call.reason().text()).trim())
                .toList();
    }

    /** Lets the timers of all sessions fire. */
    void timeout() {
        List.copyOf(sessions.opened).forEach(FakeSession::timeout);
    }

    /** A second goes by. */
    void second() {
        List.copyOf(sessions.opened).forEach(session -> session.timeout(Duration.ofSeconds(1)));
    }

    FakeInvite request(String uri, String sdp) {
        return new FakeInvite(uri, Body.text(Body.SDP, sdp), sessions.open(), new FakeDialog(LegState.INVITED));
    }

    /** A phone calls. */
    FakeDialog invite(String uri, String sdp) {
        FakeInvite request = request(uri, sdp);
        request.session().execute(() -> calls.handle(request));
        return request.dialog();
    }

    static String sdp(String... lines) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" + String.join("\r\n", lines)
                + "\r\n";
    }

    /**
     * An offer of Chromium's, in the directions that its page wants.
     *
     * @param audio such as {@code sendrecv}; empty for none
     */
    static String offer(String video, String audio) {
        String[] parts = chromium().split("(?=m=)");
        String head = parts[0];
        StringBuilder offer = new StringBuilder();
        StringBuilder mids = new StringBuilder();
        for (int i = 1; i < parts.length; i++) {
            String direction = parts[i].startsWith("m=video") ? video : audio;
            if (!direction.isEmpty()) {
                offer.append(parts[i].replace("a=recvonly", "a=" + direction));
                mids.append(' ').append(i - 1);
            }
        }
        return head.replaceAll("a=group:BUNDLE.*", "a=group:BUNDLE" + mids) + offer;
    }

    private static String chromium() {
        try (var in = PageScene.class.getResourceAsStream("/org/tombolo/media/sdp/chromium-recvonly.sdp")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

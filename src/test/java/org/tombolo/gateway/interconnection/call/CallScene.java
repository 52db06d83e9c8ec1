package org.tombolo.gateway.interconnection.call;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.tombolo.gateway.interaction.MapMetrics;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.Domains;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.Jid;
import org.tombolo.jingle.Jingle;
import org.tombolo.jingle.JingleException;
import org.tombolo.jingle.Namespaces;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.webrtc.Candidates;
import org.tombolo.media.webrtc.WebRtcServer;
import org.tombolo.peer.Ports;
import org.tombolo.sip.Body;
import org.tombolo.sip.FakeCalls;
import org.tombolo.sip.FakeDialog;
import org.tombolo.sip.FakeInvite;
import org.tombolo.sip.FakeSession;
import org.tombolo.sip.FakeSessions;
import org.tombolo.sip.Header;
import org.tombolo.sip.LegState;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlException;
import org.tombolo.xml.XmlReader;
import org.tombolo.xmpp.Extension.CallMessage;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppAnswer;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppRequest;
import org.tombolo.xmpp.XmppRequests;

/** The gateway of calls with its ports in memory, on the real media plane. */
final class CallScene implements AutoCloseable {
    static final Jid JULIET = new Jid("juliet", "localhost", "balcony");
    static final Jid ALICE = new Jid("alice", "ims.localhost", "sip");

    private static final String FINGERPRINT = "AB:".repeat(31) + "AB";

    final List<Asked> asked = new ArrayList<>();
    final List<XmppMessage> sent = new ArrayList<>();
    private final FakeCalls<FakeDialog> legs = new FakeCalls<>(FakeDialog::invited);
    final List<FakeDialog> invited = legs.invited;
    private final FakeSessions all = new FakeSessions();
    final List<FakeSession> sessions = all.opened;
    final RtpReceiver rtp;
    final CallGateway gateway;
    private final WebRtcServer webrtc;

    CallScene(int most) throws IOException {
        int port = Ports.free(20);
        rtp = new RtpReceiver(InetAddress.getLoopbackAddress(), port & ~1, port + 18, 1);
        MapMetrics metrics = new MapMetrics();
        int udp = Ports.free();
        webrtc = new WebRtcServer(
                new WebRtcServer.Options("127.0.0.1", Candidates.of("127.0.0.1", "127.0.0.1", udp), 10, 1),
                Clock.systemUTC(),
                new SecureRandom(),
                metrics);
        gateway = new CallGateway(
                new CallGateway.Options("127.0.0.1", most, Duration.ofSeconds(60), Duration.ofMinutes(2)),
                new CallGateway.Ports(
                        new Link(),
                        new Requests(),
                        legs,
                        all,
                        new AddressMapping(
                                new Domains("ims.localhost", "ims.localhost", "localhost"), new FakeAssociations()),
                        rtp,
                        webrtc,
                        InMemoryTrace.ofOrdinarySize(),
                        metrics,
                        Clock.systemUTC(),
                        new Random(1)));
    }

    @Override
    public void close() {
        rtp.close();
        webrtc.close();
    }

    // ---- what happens -------------------------------------------------------------------------------------------

    /** A device of Juliet's shows its presence. */
    void online(Jid device) {
        gateway.presence(XmppPresence.available(device, ALICE.bare(), XmppPresence.Show.NONE, "", "", 0));
    }

    /** Alice's phone calls. */
    FakeDialog invite(String uri, String sdp, Header... headers) {
        FakeSession session = all.open();
        FakeDialog dialog = new FakeDialog(LegState.INVITED);
        FakeInvite request = new FakeInvite(uri, Body.text(Body.SDP, sdp), session, dialog, List.of(headers));
        session.execute(() -> gateway.handle(request));
        return dialog;
    }

    static FakeInvite request(String uri, String sdp) {
        return new FakeInvite(
                uri, Body.text(Body.SDP, sdp), new FakeSession("call-none"), new FakeDialog(LegState.INVITED));
    }

    static String sdp(String... lines) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" + String.join("\r\n", lines)
                + "\r\n";
    }

    /** A device sends a request about a session; its answer in one word. */
    String jingle(Jid from, String attributes, String content) {
        XmlElement payload = xml("<jingle xmlns='urn:xmpp:jingle:1' " + attributes + ">" + content + "</jingle>");
        XmppAnswer answer = gateway.request(new XmppRequest(from, ALICE, true, payload))
                .orElseThrow()
                .join();
        if (answer instanceof XmppAnswer.Failed failed) {
            String specific =
                    failed.specific().map(e -> " " + e.name().getLocalPart()).orElse("");
            return failed.error().condition() + specific;
        }
        return "done";
    }

    static XmlElement xml(String text) {
        try {
            return new XmlReader(65_536, 1000, 20).read(text.getBytes(StandardCharsets.UTF_8));
        } catch (XmlException e) {
            throw new AssertionError(e);
        }
    }

    static String audio(String types, String setup) {
        return "<content creator='initiator' name='audio'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'>"
                + types + "<rtcp-mux/></description>" + transport(setup) + "</content>";
    }

    static String transport(String setup) {
        return "<transport xmlns='urn:xmpp:jingle:transports:ice-udp:1' ufrag='8hhy' pwd='asd88fgpdd777uzjYhagZg'>"
                + "<fingerprint xmlns='urn:xmpp:jingle:apps:dtls:0' hash='sha-256' setup='" + setup + "'>" + FINGERPRINT
                + "</fingerprint></transport>";
    }

    static String type(int id, String name, int rate, int channels) {
        return "<payload-type id='" + id + "' name='" + name + "' clockrate='" + rate + "' channels='" + channels
                + "'/>";
    }

    void message(Jid from, CallMessage.Word word, String id, String reason) {
        List<String> media = word == CallMessage.Word.PROPOSE ? List.of("audio") : List.of();
        gateway.message(Proposal.message(from, ALICE, new CallMessage(word, id, media, reason)));
    }

    // ---- what was done ------------------------------------------------------------------------------------------

    /** The sessions' requests that were sent, such as {@code session-initiate} or {@code session-terminate busy}. */
    List<String> said() {
        return asked.stream()
                .filter(a -> a.jingle().isPresent())
                .map(a -> {
                    Jingle jingle = a.jingle().orElseThrow();
                    String more = jingle.reason()
                            .map(r -> " " + r.condition().element())
                            .orElse(jingle.info().isEmpty() ? "" : " " + jingle.info());
                    return jingle.action().text() + more;
                })
                .toList();
    }

    /** The requests of an action. */
    List<Asked> asked(String action) {
        return asked.stream()
                .filter(a ->
                        a.jingle().filter(j -> j.action().text().equals(action)).isPresent())
                .toList();
    }

    /** The words that were sent by message. */
    List<String> words() {
        return sent.stream()
                .map(m -> m.extension(CallMessage.class).orElseThrow())
                .map(w -> w.word() + " " + w.id())
                .toList();
    }

    /** A request of ours that waits for its answer. */
    record Asked(XmppRequest request, CompletableFuture<XmppAnswer> answer) {
        Optional<Jingle> jingle() {
            try {
                return request.payload().is(Namespaces.JINGLE, "jingle")
                        ? Optional.of(Jingle.read(request.payload()))
                        : Optional.empty();
            } catch (JingleException e) {
                throw new AssertionError(e);
            }
        }

        String sid() {
            return jingle().orElseThrow().sid();
        }

        void fails(String condition, String type) {
            answer.complete(XmppAnswer.failed(new StanzaError(condition, type, "", "")));
        }

        void can(String... features) {
            XmlElement query = XmlElement.of("http://jabber.org/protocol/disco#info", "query");
            for (String feature : features) {
                query = query.with(XmlElement.of("http://jabber.org/protocol/disco#info", "feature")
                        .with("var", feature));
            }
            answer.complete(new XmppAnswer.Result(Optional.of(query)));
        }
    }

    private final class Requests implements XmppRequests {
        @Override
        public CompletableFuture<XmppAnswer> request(XmppRequest request) {
            asked.add(new Asked(request, new CompletableFuture<>()));
            return asked.get(asked.size() - 1).answer();
        }
    }

    private final class Link implements XmppLink {
        @Override
        public CompletableFuture<Delivery> send(XmppMessage message) {
            sent.add(message);
            return CompletableFuture.completedFuture(new Delivery.Accepted());
        }

        @Override
        public CompletableFuture<Delivery> send(XmppPresence presence) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isUp(String domain) {
            return true;
        }
    }
}

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
import org.tombolo.identity.SipAddress;
import org.tombolo.jingle.Jingle;
import org.tombolo.jingle.JingleException;
import org.tombolo.jingle.Namespaces;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.webrtc.Candidates;
import org.tombolo.media.webrtc.WebRtcServer;
import org.tombolo.peer.Ports;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.FakeCalls;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.IscContext;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.LegState;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.SessionId;
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
    private final FakeCalls<Dialog> legs = new FakeCalls<>(Dialog::invited);
    final List<Dialog> invited = legs.invited;
    final List<Session> sessions = new ArrayList<>();
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
                        new Sessions(),
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
    Dialog invite(String uri, String sdp) {
        Session session = new Session("call-000" + sessions.size());
        sessions.add(session);
        Dialog dialog = new Dialog(LegState.INVITED);
        Invite request = new Invite(uri, Body.text(Body.SDP, sdp), session, dialog);
        session.execute(() -> gateway.handle(request));
        return dialog;
    }

    static Invite request(String uri, String sdp) {
        return new Invite(uri, Body.text(Body.SDP, sdp), new Session("call-none"), new Dialog(LegState.INVITED));
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

    /** A session that runs everything at once, and its timers when the test says. */
    static final class Session implements ConvergedSession {
        private final SessionId id;
        private final List<Runnable> work = new ArrayList<>();
        private final List<Runnable> timers = new ArrayList<>();
        private boolean running;

        Session(String id) {
            this.id = new SessionId(id);
        }

        @Override
        public SessionId id() {
            return id;
        }

        @Override
        public void execute(Runnable task) {
            work.add(task);
            while (!running && !work.isEmpty()) {
                running = true;
                work.remove(0).run();
                running = false;
            }
        }

        @Override
        public Runnable schedule(Duration delay, Runnable task) {
            timers.add(task);
            return () -> timers.remove(task);
        }

        /** Lets the timers fire that were set until now. */
        void timeout() {
            List<Runnable> due = List.copyOf(timers);
            timers.clear();
            due.forEach(this::execute);
        }

        @Override
        public void attach(Object state) {}

        @Override
        public <T> Optional<T> attached(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public void end() {}
    }

    private final class Sessions implements ConvergedSessions {
        @Override
        public ConvergedSession open() {
            sessions.add(new Session("ours-000" + sessions.size()));
            return sessions.get(sessions.size() - 1);
        }

        @Override
        public Optional<ConvergedSession> find(SessionId id) {
            return Optional.empty();
        }

        @Override
        public int count() {
            return sessions.size();
        }
    }

    /** A dialog that writes down what is done with it. */
    static final class Dialog implements Leg {
        final List<String> done = new ArrayList<>();
        String said = "";
        LegListener listener = (leg, end) -> {};
        private LegState state;

        static Dialog invited(
                LegListener listener, String from, String to, List<Header> headers, Optional<Body> offer) {
            Dialog dialog = new Dialog(LegState.INVITED);
            dialog.listener = listener;
            dialog.done.add("INVITE " + to + " from " + from);
            dialog.said = offer.map(Body::text).orElse("");
            return dialog;
        }

        Dialog(LegState state) {
            this.state = state;
        }

        void answers(String sdp) {
            state = LegState.CONFIRMED;
            listener.answered(this, Optional.of(Body.text(Body.SDP, sdp)));
        }

        void ends(LegEnd end) {
            state = LegState.ENDED;
            listener.ended(this, end);
        }

        void reoffers(String sdp) {
            listener.reoffered(this, Optional.of(Body.text(Body.SDP, sdp)));
        }

        @Override
        public String callId() {
            return "1@phone";
        }

        @Override
        public String remote() {
            return "sip:alice@ims.localhost";
        }

        @Override
        public LegState state() {
            return state;
        }

        @Override
        public void reply(SipReply reply) {
            done.add(String.valueOf(reply.status()));
            reply.body().ifPresent(body -> said = body.text());
            state = reply.status() < 200 ? LegState.EARLY : LegState.CONFIRMED;
        }

        @Override
        public void acknowledge(Optional<Body> answer) {
            done.add("ACK");
        }

        @Override
        public void reinvite(Optional<Body> offer) {
            done.add("re-INVITE");
            said = offer.map(Body::text).orElse("");
        }

        @Override
        public void answerReoffer(SipReply reply) {
            reply(reply);
        }

        @Override
        public void send(String method, List<Header> headers, Optional<Body> body) {
            done.add(method);
        }

        @Override
        public void end(String reason) {
            done.add(state == LegState.CONFIRMED ? "BYE" : "CANCEL");
        }
    }

    /** An INVITE of Alice's. */
    record Invite(String requestUri, Body sdp, Session session, Dialog dialog) implements IncomingRequest, SipRequest {
        @Override
        public SipRequest message() {
            return this;
        }

        @Override
        public void reply(SipReply reply) {
            dialog.reply(reply);
            reply.headers().forEach(header -> dialog.done.add(header.name()));
        }

        @Override
        public void proceed() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void forward(List<String> targets) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Leg leg(LegListener listener) {
            dialog.listener = listener;
            return dialog;
        }

        @Override
        public String method() {
            return "INVITE";
        }

        @Override
        public String callId() {
            return "1@phone";
        }

        @Override
        public String from() {
            return "sip:alice@ims.localhost";
        }

        @Override
        public String to() {
            return requestUri;
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.empty();
        }

        @Override
        public List<String> headers(String name) {
            return List.of();
        }

        @Override
        public Optional<Body> body() {
            return Optional.of(sdp);
        }

        @Override
        public String source() {
            return "127.0.0.1:5060";
        }

        @Override
        public boolean trusted() {
            return true;
        }

        @Override
        public IscContext isc() {
            return new IscContext(Optional.empty(), "", true, false, "");
        }

        @Override
        public Optional<SipAddress> sender() {
            return SipAddress.parse("sip:alice@ims.localhost");
        }
    }
}

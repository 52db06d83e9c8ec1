package org.tombolo.gateway.interconnection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.tombolo.MovingClock;
import org.tombolo.gateway.interaction.MapMetrics;
import org.tombolo.gateway.interconnection.tracking.FakeTracking;
import org.tombolo.gateway.interconnection.tracking.MessageTracker;
import org.tombolo.gateway.interconnection.tracking.TrackedMessage;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.Jid;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.MessageSink;
import org.tombolo.msrp.MessageSource;
import org.tombolo.msrp.MsrpListener;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.msrp.OutgoingMessage;
import org.tombolo.msrp.SendListener;
import org.tombolo.msrp.Terms;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.sdp.Setup;
import org.tombolo.msrp.wire.MsrpHeader;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.msrp.wire.MsrpUri;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.FakeCalls;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.LegState;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;

/** The chat gateway with its ports in memory. */
final class ChatScene {
    static final Jid JULIET = new Jid("juliet", "localhost", "balcony");
    static final Jid ALICE = new Jid("alice", "ims.localhost", "");
    static final String CPIM = "message/cpim text/plain message/imdn+xml application/im-iscomposing+xml";

    final Fakes.Link link = new Fakes.Link();
    final Fakes.Sessions sessions = new Fakes.Sessions();
    final List<XmppMessage> pager = new ArrayList<>();
    final List<Msrp> msrp = new ArrayList<>();
    private final FakeCalls<Dialog> legs = new FakeCalls<>(
            (listener, from, to, headers, offer) -> new Dialog(listener, from, to, headers, offer.orElseThrow()));
    final List<Dialog> invited = legs.invited;
    boolean phoneChats = true;
    boolean msrpFull;
    final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T00:00:00Z"));
    final FakeTracking tracking = new FakeTracking();
    private final MessageTracker tracker =
            new MessageTracker(true, tracking, new Fakes.ManualThread(), new MapMetrics());
    final ChatGateway gateway = new ChatGateway(
            new ChatGateway.Options(
                    new Domains("ims.localhost", "ims.localhost", "localhost"),
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(30)),
            new ChatGateway.Ports(
                    link,
                    legs,
                    sessions,
                    this::open,
                    uri -> phoneChats,
                    new FakeAssociations(),
                    new ChatTracking(tracker, new MessageIds(new Random(1), 0), clock),
                    InMemoryTrace.ofOrdinarySize(),
                    new MapMetrics(),
                    clock,
                    new Random(1)),
            new XmppHandler() {
                @Override
                public void message(XmppMessage message) {
                    pager.add(message);
                }

                @Override
                public void up(String domain) {}

                @Override
                public void down(String domain, String reason) {}
            });

    private MsrpSessions.Opening open(SessionId name, boolean tls, Executor executor, MsrpListener listener) {
        if (msrpFull || tls) {
            return new MsrpSessions.Opening.Refused("full");
        }
        Msrp session = new Msrp(listener, msrp.size());
        msrp.add(session);
        return new MsrpSessions.Opening.Opened(session);
    }

    static String sdp(String accept, String wrapped, String... more) {
        return "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"
                + "m=message 7394 TCP/MSRP *\r\na=accept-types:" + accept + "\r\n"
                + (wrapped.isEmpty() ? "" : "a=accept-wrapped-types:" + wrapped + "\r\n")
                + "a=path:msrp://192.0.2.1:7394/phone;tcp\r\na=setup:actpass\r\n" + String.join("\r\n", more);
    }

    /** Alice's phone begins a chat with Juliet. */
    Invite invite(String sdp) {
        return invite(Fakes.Message.to("sip:juliet@localhost", "").with(Body.text(Body.SDP, sdp)), sdp);
    }

    Invite invite(Fakes.Message template, String sdp) {
        Fakes.Message message = new Fakes.Message(
                "INVITE",
                template.requestUri(),
                template.to(),
                template.from(),
                template.all(),
                Optional.of(Body.text(Body.SDP, sdp)),
                template.isc(),
                template.sender());
        Invite invite = new Invite(message, new Fakes.Session("incoming-" + msrp.size()));
        if (gateway.serves(message)) {
            gateway.handle(invite);
        }
        return invite;
    }

    void flushTracking() {
        tracker.flush();
    }

    /** What is known of the n-th message of all. */
    TrackedMessage tracked(long number) {
        flushTracking();
        return Optional.ofNullable(tracking.rows.get(number)).orElseThrow();
    }

    /** Juliet says something to Alice. */
    void says(String body, Extension... extensions) {
        says(JULIET, body, extensions);
    }

    void says(Jid from, String body, Extension... extensions) {
        gateway.message(new XmppMessage(
                "stanza-" + body,
                from,
                ALICE,
                "chat",
                "",
                "thread-1",
                "",
                body,
                Optional.empty(),
                List.of(extensions)));
    }

    void error(String stanzaId, String condition) {
        gateway.message(new XmppMessage(
                stanzaId,
                JULIET,
                ALICE,
                "error",
                "",
                "",
                "",
                "",
                Optional.of(new StanzaError(condition, "cancel", "", ""))));
    }

    XmppMessage lastStanza() {
        return link.sent.get(link.sent.size() - 1);
    }

    void accepted() {
        link.accept(link.sent.size() - 1);
    }

    void refused(String condition) {
        link.fates
                .get(link.fates.size() - 1)
                .complete(new Delivery.Refused(new StanzaError(condition, "cancel", "", "")));
    }

    /** An MSRP session that writes down what is done with it. */
    static final class Msrp implements MsrpSession {
        final MsrpListener listener;
        final List<OutgoingMessage> sent = new ArrayList<>();
        final List<String> contents = new ArrayList<>();
        final List<SendListener> listeners = new ArrayList<>();
        final List<Asked> nicknames = new ArrayList<>();
        final Map<String, Object> seen = new HashMap<>();
        boolean closed;
        boolean fits = true;
        private final int number;

        /** A nickname that was asked for. */
        record Asked(String nickname, Consumer<MsrpStatus> answer) {}

        Msrp(MsrpListener listener, int number) {
            this.listener = listener;
            this.number = number;
        }

        private MessageMedia media(Terms terms, Optional<Setup> setup) {
            return new MessageMedia(
                    false,
                    "127.0.0.1",
                    2855,
                    MsrpPath.of(MsrpUri.tcp(false, "127.0.0.1", 2855, "ours" + number)),
                    terms.accept(),
                    terms.maxSize(),
                    setup,
                    true,
                    terms.direction(),
                    Optional.empty(),
                    terms.file(),
                    terms.room());
        }

        @Override
        public MessageMedia offer(Terms terms) {
            return media(terms, Optional.of(Setup.ACTPASS));
        }

        @Override
        public boolean answered(MessageMedia answer) {
            seen.put("answer", answer);
            return fits;
        }

        @Override
        public MessageMedia answer(MessageMedia offer, Terms terms) {
            seen.put("offer", offer);
            return media(terms, offer.setup().map(Setup::answer));
        }

        @Override
        public boolean continues(MessageMedia offer) {
            return offer.path().last().sessionId().equals("phone");
        }

        @Override
        public Sending send(OutgoingMessage message, SendListener told) {
            sent.add(message);
            contents.add(content(message));
            listeners.add(told);
            return new Sending() {
                @Override
                public String messageId() {
                    return "m" + sent.size();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void nickname(String nickname, Consumer<MsrpStatus> answer) {
            nicknames.add(new Asked(nickname, answer));
        }

        @Override
        public void close() {
            closed = true;
        }

        String text(int index) {
            return contents.get(index);
        }

        private static String content(OutgoingMessage message) {
            String[] content = new String[1];
            message.content().pull(1 << 20, new MessageSource.Piece() {
                @Override
                public void take(ByteBuffer data, boolean last) {
                    content[0] = StandardCharsets.UTF_8.decode(data).toString();
                }

                @Override
                public void fail(String why) {}
            });
            return content[0];
        }

        /** The phone says something. */
        Received receives(String type, String text, boolean report) {
            Received message = new Received(type, report);
            MessageSink sink = listener.incoming(message);
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            sink.part(0, ByteBuffer.wrap(octets));
            sink.complete(octets.length);
            return message;
        }
    }

    /** A message that the phone sends, with what it was answered. */
    static final class Received implements IncomingMessage {
        private final String type;
        private final boolean report;
        final List<String> answers = new ArrayList<>();

        Received(String type, boolean report) {
            this.type = type;
            this.report = report;
        }

        @Override
        public String id() {
            return "phone-1";
        }

        @Override
        public String contentType() {
            return type;
        }

        @Override
        public List<MsrpHeader> headers() {
            return List.of();
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.empty();
        }

        @Override
        public boolean wantsSuccessReport() {
            return report;
        }

        @Override
        public void consumed(int octets) {}

        @Override
        public void accept() {
            answers.add("200");
        }

        @Override
        public void refuse(MsrpStatus status) {
            answers.add(String.valueOf(status.code()));
        }

        @Override
        public void report(MsrpStatus status) {
            answers.add("report " + status.code());
        }
    }

    /** A dialog that writes down what is done with it. */
    static final class Dialog implements Leg {
        final LegListener listener;
        final String from;
        final String to;
        final List<Header> headers;
        final Body offer;
        final List<String> done = new ArrayList<>();
        final List<String> reasons = new ArrayList<>();
        final List<List<Header>> sent = new ArrayList<>();
        final List<SipReply> replies = new ArrayList<>();

        Dialog(LegListener listener, String from, String to, List<Header> headers, Body offer) {
            this.listener = listener;
            this.from = from;
            this.to = to;
            this.headers = headers;
            this.offer = offer;
        }

        void answered(String sdp) {
            listener.answered(this, Optional.of(Body.text(Body.SDP, sdp)));
        }

        void hangsUp() {
            listener.ended(this, new LegEnd.HungUp());
        }

        void refuses(int status) {
            listener.ended(this, new LegEnd.Refused(status, ""));
        }

        SessionDescription said() throws SdpException {
            return SessionDescription.parse(
                    replies.get(replies.size() - 1).body().orElseThrow().text());
        }

        @Override
        public String callId() {
            return "call-1";
        }

        @Override
        public String remote() {
            return to;
        }

        @Override
        public LegState state() {
            return LegState.CONFIRMED;
        }

        @Override
        public void reply(SipReply reply) {
            replies.add(reply);
        }

        @Override
        public void acknowledge(Optional<Body> answer) {
            done.add("ACK");
        }

        @Override
        public void reinvite(Optional<Body> newOffer) {
            done.add("INVITE");
        }

        @Override
        public void answerReoffer(SipReply reply) {
            replies.add(reply);
        }

        @Override
        public void send(String method, List<Header> headers, Optional<Body> body) {
            done.add(method);
            sent.add(headers);
        }

        @Override
        public void end(String reason) {
            done.add("end");
            reasons.add(reason);
        }
    }

    /** An INVITE that came in. */
    static final class Invite implements IncomingRequest {
        final List<SipReply> replies = new ArrayList<>();
        final Fakes.Session session;
        private final SipRequest message;
        Optional<Dialog> dialog = Optional.empty();

        Invite(SipRequest message, Fakes.Session session) {
            this.message = message;
            this.session = session;
        }

        int status() {
            List<SipReply> all = dialog.map(d -> d.replies).orElse(replies);
            return all.isEmpty() ? 0 : all.get(0).status();
        }

        @Override
        public SipRequest message() {
            return message;
        }

        @Override
        public ConvergedSession session() {
            return session;
        }

        @Override
        public void reply(SipReply reply) {
            replies.add(reply);
        }

        @Override
        public void proceed() {}

        @Override
        public void forward(List<String> targets) {}

        @Override
        public Leg leg(LegListener listener) {
            dialog = Optional.of(new Dialog(
                    listener,
                    message.from(),
                    message.requestUri(),
                    List.of(),
                    message.body().orElseThrow()));
            return dialog.get();
        }
    }
}

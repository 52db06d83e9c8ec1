package org.tombolo.gateway.interconnection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tombolo.MovingClock;
import org.tombolo.gateway.interaction.MapMetrics;
import org.tombolo.gateway.interconnection.room.RoomGateway;
import org.tombolo.identity.DomainList;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.Jid;
import org.tombolo.msrp.MsrpListener;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.sip.Body;
import org.tombolo.sip.DialogRequest;
import org.tombolo.sip.FakeCalls;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Notifier;
import org.tombolo.sip.NotifierListener;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.sip.Subscription;
import org.tombolo.sip.SubscriptionListener;
import org.tombolo.sip.SubscriptionState;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.RoomPart;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/** The gateway of rooms with its ports in memory: alice of IMS, and the room capulet. */
final class RoomScene {
    static final Jid ROOM = new Jid("capulet", "rooms.localhost", "");
    static final String URI = "sip:capulet@rooms.localhost";
    static final String AWARE = "a=chatroom:nickname private-messages";

    final Link link = new Link();
    final Fakes.Sessions sessions = new Fakes.Sessions();
    final List<XmppMessage> others = new ArrayList<>();
    final List<ChatScene.Msrp> msrp = new ArrayList<>();
    private final FakeCalls<ChatScene.Dialog> legs = new FakeCalls<>((listener, from, to, headers, offer) ->
            new ChatScene.Dialog(listener, from, to, headers, offer.orElseThrow()));
    final List<ChatScene.Dialog> invited = legs.invited;
    final List<Watch> watches = new ArrayList<>();
    final Seconds seconds = new Seconds();
    final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T00:00:00Z"));
    boolean phoneChats = true;

    final RoomGateway gateway = new RoomGateway(
            new RoomGateway.Options(DomainList.of(List.of("rooms.localhost")), 20, Duration.ofSeconds(30)),
            new RoomGateway.Ports(
                    link,
                    legs,
                    new Subscriptions(),
                    sessions,
                    (name, tls, executor, listener) -> open(listener),
                    new AddressMapping(
                            new Domains("ims.localhost", "ims.localhost", "localhost"), new FakeAssociations()),
                    uri -> phoneChats,
                    seconds,
                    Runnable::run,
                    InMemoryTrace.ofOrdinarySize(),
                    new MapMetrics(),
                    clock,
                    new Random(1)),
            new XmppHandler() {
                @Override
                public void message(XmppMessage message) {
                    others.add(message);
                }

                @Override
                public void up(String domain) {}

                @Override
                public void down(String domain, String reason) {}
            });

    private MsrpSessions.Opening open(MsrpListener listener) {
        ChatScene.Msrp session = new ChatScene.Msrp(listener, msrp.size());
        msrp.add(session);
        return new MsrpSessions.Opening.Opened(session);
    }

    /** A link that writes down what is sent. */
    static final class Link implements XmppLink {
        final List<XmppMessage> messages = new ArrayList<>();
        final List<XmppPresence> presences = new ArrayList<>();
        final List<CompletableFuture<Delivery>> messageFates = new ArrayList<>();
        final List<CompletableFuture<Delivery>> presenceFates = new ArrayList<>();

        @Override
        public CompletableFuture<Delivery> send(XmppMessage message) {
            messages.add(message);
            messageFates.add(new CompletableFuture<>());
            return messageFates.get(messageFates.size() - 1);
        }

        @Override
        public CompletableFuture<Delivery> send(XmppPresence presence) {
            presences.add(presence);
            presenceFates.add(new CompletableFuture<>());
            return presenceFates.get(presenceFates.size() - 1);
        }

        XmppMessage lastMessage() {
            return messages.get(messages.size() - 1);
        }

        XmppPresence lastPresence() {
            return presences.get(presences.size() - 1);
        }

        void accepted() {
            messageFates.get(messageFates.size() - 1).complete(new Delivery.Accepted());
        }

        void refused(String condition) {
            messageFates
                    .get(messageFates.size() - 1)
                    .complete(new Delivery.Refused(new StanzaError(condition, "cancel", "", "")));
        }

        @Override
        public boolean isUp(String domain) {
            return true;
        }
    }

    /** Seconds that pass when the test says so. */
    static final class Seconds extends ScheduledThreadPoolExecutor {
        private final List<Runnable> ticks = new ArrayList<>();

        Seconds() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initial, long period, TimeUnit unit) {
            ticks.add(task);
            return super.schedule(() -> {}, 1000, TimeUnit.DAYS);
        }

        void pass(int count) {
            for (int i = 0; i < count; i++) {
                ticks.forEach(Runnable::run);
            }
        }
    }

    /** One subscription, with what was told by it. */
    static final class Watch implements Notifier, DialogRequest {
        final List<SipReply> replies = new ArrayList<>();
        final List<SubscriptionState> states = new ArrayList<>();
        final List<String> bodies = new ArrayList<>();
        private final SipRequest message;
        Optional<NotifierListener> listener = Optional.empty();

        Watch(SipRequest message) {
            this.message = message;
        }

        @Override
        public SipRequest message() {
            return message;
        }

        @Override
        public Notifier notifier(NotifierListener to) {
            listener = Optional.of(to);
            return this;
        }

        @Override
        public void reply(SipReply reply) {
            replies.add(reply);
        }

        @Override
        public void notify(SubscriptionState state, List<Header> headers, Optional<Body> body) {
            states.add(state);
            bodies.add(body.map(Body::text).orElse(""));
        }

        int status() {
            return replies.get(0).status();
        }

        String last() {
            return bodies.get(bodies.size() - 1);
        }

        /** The phone takes the NOTIFY. */
        void taken() {
            listener.orElseThrow().answered(this, 200);
        }
    }

    private final class Subscriptions implements SipSubscriptions {
        @Override
        public Subscription subscribe(
                String from, String to, Terms terms, long duration, SubscriptionListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Notifier notifier(IncomingRequest request, NotifierListener listener) {
            Watch watch = new Watch(request.message());
            watches.add(watch);
            return watch.notifier(listener);
        }
    }

    static Fakes.Message request(String method, String uri, Map<String, String> headers) {
        Fakes.Message template = Fakes.Message.to(uri, "");
        return new Fakes.Message(
                method,
                template.requestUri(),
                template.to(),
                template.from(),
                headers,
                Optional.empty(),
                template.isc(),
                template.sender());
    }

    /** Alice's phone calls the room. */
    ChatScene.Invite calls(String sdp, Map<String, String> headers) {
        Fakes.Message message = request("INVITE", URI, headers).with(Body.text(Body.SDP, sdp));
        ChatScene.Invite invite = new ChatScene.Invite(message, new Fakes.Session("incoming-" + msrp.size()));
        if (gateway.serves(message)) {
            gateway.handle(invite);
        }
        return invite;
    }

    ChatScene.Invite calls() {
        return calls(sdp(AWARE), Map.of());
    }

    static String sdp(String... more) {
        return ChatScene.sdp("message/cpim", "text/plain message/imdn+xml", more);
    }

    /** Alice, as the room sees her in her newest session. */
    Jid alice() {
        return link.presences.stream()
                .reduce((one, other) -> other)
                .map(XmppPresence::from)
                .orElseThrow();
    }

    /** An occupant is there. */
    void present(String nickname, Integer... codes) {
        presence(nickname, Type.AVAILABLE, standing("participant", "", codes));
    }

    static RoomPart.Standing standing(String role, String nickname, Integer... codes) {
        return new RoomPart.Standing(
                "none", role, Optional.empty(), nickname, "", "for a reason", Set.of(codes), Optional.empty());
    }

    void presence(String nickname, Type type, RoomPart.Standing standing) {
        gateway.presence(XmppPresence.of(type, occupant(nickname), alice()).with(standing));
    }

    /** The room does not want the newest presence. */
    void refuses(String condition) {
        int last = link.presences.size() - 1;
        link.presenceFates
                .get(last)
                .complete(new XmppLink.Delivery.Refused(new StanzaError(condition, "cancel", "", "")));
    }

    static Jid occupant(String nickname) {
        return new Jid(ROOM.local(), ROOM.domain(), nickname);
    }

    /** Alice is in the room, together with JuliC. */
    ChatScene.Invite enters(String... sdp) {
        ChatScene.Invite invite = calls(sdp(sdp.length == 0 ? new String[] {AWARE} : sdp), Map.of());
        present("JuliC");
        present("alice", 110);
        return invite;
    }

    /** Somebody says something to all. */
    void says(String nickname, String id, String body, Extension... extensions) {
        stanza(nickname, "groupchat", id, "", body, extensions);
    }

    void stanza(String nickname, String type, String id, String subject, String body, Extension... extensions) {
        gateway.message(new XmppMessage(
                id,
                nickname.isEmpty() ? ROOM : occupant(nickname),
                alice(),
                type,
                subject,
                "",
                "",
                body,
                Optional.empty(),
                List.of(extensions)));
    }

    /** The newest stanza comes back as an error, later than its delivery was settled. */
    void comesBack(String condition) {
        XmppMessage about = link.lastMessage();
        gateway.message(new XmppMessage(
                about.id(),
                about.to(),
                about.from(),
                "error",
                "",
                "",
                "",
                "",
                Optional.of(new StanzaError(condition, "cancel", "", ""))));
    }

    /** Alice's phone sends words in an envelope. */
    ChatScene.Received sends(String to, String text, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return phone().receives(
                        "message/cpim",
                        "From: <sip:alice@ims.localhost>\r\n" + to + more + "\r\nContent-Type: text/plain\r\n\r\n"
                                + text,
                        false);
    }

    ChatScene.Msrp phone() {
        return msrp.get(msrp.size() - 1);
    }
}

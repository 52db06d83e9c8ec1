package org.tombolo.gateway.interconnection.presence;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.Domains;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.FakeRequest;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.Notifier;
import org.tombolo.sip.NotifierListener;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.SipResponse;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.sip.Subscription;
import org.tombolo.sip.SubscriptionListener;
import org.tombolo.sip.SubscriptionState;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.ContactCard;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/** The gateway between an IMS and an XMPP side in memory; time passes when the test says. */
final class PresenceScene implements AutoCloseable {
    static final Jid JULIET = new Jid("juliet", "localhost", "");
    static final Jid BALCONY = new Jid("juliet", "localhost", "balcony");
    static final Jid ROMEO = new Jid("romeo", "ims.localhost", "");

    final Link link = new Link();
    final Ims ims = new Ims();
    final MapStore store;
    final PresenceGateway gateway;
    /** What each XMPP user says of herself. */
    Optional<ContactCard> card = Optional.empty();
    /** What is to be done on other threads, done once the step that asked for it is over. */
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    PresenceScene() {
        this(new MapStore());
    }

    /** After a restart, with what the earlier process left. */
    PresenceScene(MapStore store) {
        this(store, Optional.empty());
    }

    /** Where the gateway serves the presence of users itself. */
    PresenceScene(MapStore store, Optional<OwnUsers> ownUsers) {
        this.store = store;
        this.gateway = new PresenceGateway(
                new PresenceGateway.Options(100, 3, SipAddress.of("rls", "ims.localhost")),
                link,
                ims,
                new AddressMapping(new Domains("ims.localhost", "ims.localhost", "localhost"), new FakeAssociations()),
                store,
                ownUsers,
                (asking, user) -> CompletableFuture.completedFuture(card),
                picture -> CompletableFuture.completedFuture(Optional.of(new Pictures.Place(
                        URI.create("https://g.test/files/" + new String(picture.content(), StandardCharsets.US_ASCII)),
                        Instant.EPOCH.plus(Duration.ofDays(7))))),
                thread,
                work::add,
                thread,
                new Random(1),
                InMemoryTrace.ofOrdinarySize(),
                new NoMetrics(),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        gateway.open();
    }

    /** Lets seconds pass. The wheel's own ticks are far between in comparison. */
    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            gateway.tick();
            work();
        }
    }

    private void work() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    /** An XMPP user sends presence. */
    void xmpp(Type type, Jid from, Jid to) {
        gateway.presence(XmppPresence.of(type, from, to));
        work();
    }

    /** What XMPP was told since the last time, as {@code type from}. */
    List<String> told() {
        List<String> told = link.sent.stream()
                .map(p -> p.type().name().toLowerCase(Locale.ROOT) + " "
                        + p.from().text())
                .toList();
        link.sent.clear();
        return told;
    }

    /** An IMS user subscribes to an XMPP user. */
    Device subscribe(String from, String to, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("Event", "presence"));
        all.putAll(headers);
        return handle(new Request(from, to, all));
    }

    /** A request of a device. */
    Device handle(Request request) {
        Device device = new Device("device-" + ims.devices.size(), request);
        ims.devices.add(device);
        gateway.handle(device);
        work();
        return device;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    static final class Link implements XmppLink {
        /** Since the last {@link #told}. */
        final List<XmppPresence> sent = new ArrayList<>();
        /** All of it. */
        final List<XmppPresence> all = new ArrayList<>();

        boolean up = true;

        @Override
        public CompletableFuture<Delivery> send(XmppMessage message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Delivery> send(XmppPresence presence) {
            if (!up) {
                return CompletableFuture.completedFuture(new Delivery.NotSent("down"));
            }
            sent.add(presence);
            all.add(presence);
            return CompletableFuture.completedFuture(new Delivery.Accepted());
        }

        @Override
        public boolean isUp(String domain) {
            return up;
        }
    }

    /** The IMS side: what was subscribed there, and who subscribed here. */
    static final class Ims implements SipSubscriptions {
        final List<Asked> asked = new ArrayList<>();
        final List<Device> devices = new ArrayList<>();

        @Override
        public Subscription subscribe(
                String from, String to, Terms terms, long seconds, SubscriptionListener listener) {
            Asked subscription = new Asked("asked-00" + asked.size(), from, to, seconds, listener);
            asked.add(subscription);
            return subscription;
        }

        @Override
        public Notifier notifier(IncomingRequest request, NotifierListener listener) {
            Device device = (Device) request;
            device.listener = Optional.of(listener);
            return device;
        }

        Asked last() {
            return asked.get(asked.size() - 1);
        }
    }

    /** A subscription of ours; the test plays the notifier. */
    static final class Asked implements Subscription {
        final String from;
        final String to;
        final List<Long> requested = new ArrayList<>();
        boolean closed;
        private final SessionId id;
        private final SubscriptionListener listener;

        Asked(String id, String from, String to, long seconds, SubscriptionListener listener) {
            this.id = new SessionId(id);
            this.from = from;
            this.to = to;
            this.listener = listener;
            requested.add(seconds);
        }

        void accept(long seconds) {
            listener.accepted(this, seconds);
        }

        void refuse(int status, boolean over) {
            listener.refused(this, new SipResponse(status, "because", "", "", Optional.empty()), over);
        }

        SipReply notify(String state, String body) {
            return notify(state, body, "");
        }

        SipReply notify(String state, String body, String language) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return listener.notified(
                    this,
                    SubscriptionState.parse(state).orElseThrow(),
                    body.isEmpty() ? Optional.empty() : Optional.of(new Body("application/pidf+xml", bytes, language)));
        }

        /** Is accepted, and notified that the presentity has a resource open. */
        void open(String resource) {
            accept(3600);
            notify("active;expires=3600", pidf(resource));
        }

        @Override
        public SessionId session() {
            return id;
        }

        @Override
        public void refresh(long seconds) {
            requested.add(seconds);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    static String pidf(String resource) {
        return "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:romeo@ims.localhost'><tuple id='ID-"
                + resource + "'><status><basic>open</basic></status></tuple></presence>";
    }

    /** A device that watches: the SUBSCRIBE it sent, and what it was told. */
    static final class Device implements IncomingRequest, Notifier, ConvergedSession {
        final List<SipReply> replies = new ArrayList<>();
        final List<String> states = new ArrayList<>();
        final List<String> bodies = new ArrayList<>();
        String language = "";
        Optional<NotifierListener> listener = Optional.empty();
        boolean ended;
        private final SessionId id;
        private final Request request;

        Device(String id, Request request) {
            this.id = new SessionId(id);
            this.request = request;
        }

        int status() {
            return replies.get(replies.size() - 1).status();
        }

        String state() {
            return states.isEmpty() ? "" : states.get(states.size() - 1);
        }

        String body() {
            return bodies.isEmpty() ? "" : bodies.get(bodies.size() - 1);
        }

        /** Answers the NOTIFY that is under way. */
        void answer(int status) {
            listener.orElseThrow().answered(this, status);
        }

        void resubscribe(String expires) {
            listener.orElseThrow()
                    .resubscribed(this, new Request(request.from, request.requestUri, Map.of("Expires", expires)));
        }

        @Override
        public void notify(SubscriptionState state, List<Header> headers, Optional<Body> body) {
            states.add(state.text());
            bodies.add(body.map(Body::text).orElse(""));
            language = body.map(Body::language).orElse("");
        }

        @Override
        public SipRequest message() {
            return request;
        }

        @Override
        public ConvergedSession session() {
            return this;
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
        public Leg leg(LegListener legListener) {
            throw new IllegalStateException();
        }

        @Override
        public SessionId id() {
            return id;
        }

        @Override
        public void execute(Runnable work) {
            work.run();
        }

        @Override
        public Runnable schedule(Duration delay, Runnable work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void attach(Object state) {}

        @Override
        public <T> Optional<T> attached(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public void end() {
            ended = true;
        }
    }

    record Request(String method, String from, String requestUri, Map<String, String> all, Optional<Body> body)
            implements FakeRequest {
        Request(String from, String requestUri, Map<String, String> all) {
            this("SUBSCRIBE", from, requestUri, all, Optional.empty());
        }

        @Override
        public String callId() {
            return "call-1";
        }

        @Override
        public List<String> headers(String name) {
            return Optional.ofNullable(all.get(name)).stream().toList();
        }
    }

    /** Rows in a map, by watcher and pair. */
    static final class MapStore implements PresenceStore {
        private final Map<List<Object>, Row> rows = new LinkedHashMap<>();

        @Override
        public synchronized List<Row> all() {
            return List.copyOf(rows.values());
        }

        @Override
        public synchronized void commit(List<Row> written, List<Row> removed) {
            written.forEach(row -> rows.put(List.of(row.watcher(), row.pair()), row));
            removed.forEach(row -> rows.remove(List.of(row.watcher(), row.pair())));
        }
    }

    private static final class NoMetrics implements Metrics {
        @Override
        public Counter counter(String name, String... tags) {
            return () -> {};
        }

        @Override
        public Timer timer(String name, String... tags) {
            return duration -> {};
        }

        @Override
        public void gauge(String name, java.util.function.Supplier<Number> value, String... tags) {}
    }
}

package org.tombolo.gateway.interconnection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tombolo.identity.SipAddress;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.FakeRequest;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.IscContext;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.SipResponse;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;

/** The ports of the gateway, in memory. */
final class Fakes {
    private Fakes() {}

    /** A link whose answers the test gives. */
    static final class Link implements XmppLink {
        final List<XmppMessage> sent = new ArrayList<>();
        final List<CompletableFuture<Delivery>> fates = new ArrayList<>();
        boolean up = true;

        /** Domains of ours whose streams are down even so. */
        final Set<String> down = new HashSet<>();

        @Override
        public CompletableFuture<Delivery> send(XmppMessage message) {
            if (!isUp(message.from().domain())) {
                return CompletableFuture.completedFuture(new Delivery.NotSent("down"));
            }
            sent.add(message);
            fates.add(new CompletableFuture<>());
            return fates.get(fates.size() - 1);
        }

        @Override
        public CompletableFuture<Delivery> send(XmppPresence presence) {
            throw new UnsupportedOperationException();
        }

        /** Ends the stream: what has no answer yet has an unknown fate. */
        void breaks() {
            up = false;
            List.copyOf(fates).forEach(fate -> fate.complete(new Delivery.Unknown()));
        }

        void accept(int index) {
            fates.get(index).complete(new Delivery.Accepted());
        }

        List<String> bodies() {
            return sent.stream().map(XmppMessage::body).toList();
        }

        @Override
        public boolean isUp(String domain) {
            return up && !down.contains(domain);
        }
    }

    /** A queue in a map, which counts its transactions. */
    abstract static class MapQueue<M> implements DurableQueue<M> {
        final TreeMap<Long, M> rows = new TreeMap<>();
        boolean broken;

        /** A body that the database will not have. */
        String refused = "";

        int commits;

        abstract long number(M message);

        abstract String recipient(M message);

        abstract XmppMessage stanza(M message);

        @Override
        public void commit(List<M> added, List<Long> removed) {
            commits++;
            if (broken) {
                throw new IllegalStateException("disk full");
            }
            if (added.stream().anyMatch(m -> stanza(m).body().equals(refused) && !refused.isEmpty())) {
                throw new IllegalStateException("a value that is too long");
            }
            added.forEach(m -> rows.put(number(m), m));
            removed.forEach(rows::remove);
        }

        @Override
        public Map<String, Integer> recipients() {
            Map<String, Integer> counts = new HashMap<>();
            rows.values().forEach(m -> counts.merge(recipient(m), 1, Integer::sum));
            return counts;
        }

        @Override
        public long greatestNumber() {
            return rows.isEmpty() ? 0 : rows.lastKey();
        }
    }

    static class MapOutbox extends MapQueue<WaitingMessage> implements Outbox {
        @Override
        long number(WaitingMessage message) {
            return message.number();
        }

        @Override
        String recipient(WaitingMessage message) {
            return message.recipient();
        }

        @Override
        XmppMessage stanza(WaitingMessage message) {
            return message.stanza();
        }

        @Override
        public List<WaitingMessage> after(long number, String domain, int limit) {
            return rows.tailMap(number, false).values().stream()
                    .filter(m -> m.domain().equals(domain))
                    .limit(limit)
                    .toList();
        }

        @Override
        public List<WaitingMessage> expired(Instant now, int limit) {
            return rows.values().stream()
                    .filter(m -> m.expires().isBefore(now))
                    .limit(limit)
                    .toList();
        }
    }

    static class MapSipOutbox extends MapQueue<DeferredMessage> implements SipOutbox {
        @Override
        long number(DeferredMessage message) {
            return message.id().number();
        }

        @Override
        String recipient(DeferredMessage message) {
            return message.to();
        }

        @Override
        XmppMessage stanza(DeferredMessage message) {
            return message.stanza();
        }

        @Override
        public List<DeferredMessage> of(String recipient, int limit) {
            return rows.values().stream()
                    .filter(m -> m.to().equals(recipient))
                    .limit(limit)
                    .toList();
        }
    }

    /** A session that runs everything at once, and its timers when the test says. */
    static final class Session implements ConvergedSession {
        private final SessionId id;
        final Map<Runnable, Runnable> timers = new LinkedHashMap<>();
        private final Queue<Runnable> work = new ArrayDeque<>();
        private boolean running;
        boolean ended;

        Session(String id) {
            this.id = new SessionId(id);
        }

        void timeout() {
            List<Runnable> due = List.copyOf(timers.values());
            timers.clear();
            due.forEach(Runnable::run);
        }

        @Override
        public SessionId id() {
            return id;
        }

        @Override
        public void execute(Runnable work) {
            // Serial, as a real one is: what is given meanwhile comes behind.
            this.work.add(work);
            if (running) {
                return;
            }
            running = true;
            for (Runnable next = this.work.poll(); next != null; next = this.work.poll()) {
                if (!ended) {
                    next.run();
                }
            }
            running = false;
        }

        @Override
        public Runnable schedule(Duration delay, Runnable work) {
            Runnable[] cancel = new Runnable[1];
            cancel[0] = () -> timers.remove(cancel[0]);
            timers.put(cancel[0], work);
            return cancel[0];
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

    static final class Sessions implements ConvergedSessions {
        final List<Session> opened = new ArrayList<>();

        @Override
        public ConvergedSession open() {
            Session session = new Session("outgoing-" + opened.size());
            opened.add(session);
            return session;
        }

        @Override
        public Optional<ConvergedSession> find(SessionId id) {
            return Optional.empty();
        }

        @Override
        public int count() {
            return (int) opened.stream().filter(s -> !s.ended).count();
        }
    }

    /** A request that we sent. */
    record Sent(String method, String from, String to, List<Header> headers, Body body, Consumer<SipResponse> done) {
        void answer(int status) {
            done.accept(new SipResponse(status, "because", "", "", Optional.empty()));
        }
    }

    static final class Calls implements SipCalls {
        final List<Sent> sent = new ArrayList<>();

        @Override
        public void send(
                ConvergedSession session,
                String method,
                String from,
                String to,
                List<Header> headers,
                Optional<Body> body,
                Consumer<SipResponse> done) {
            sent.add(new Sent(method, from, to, headers, body.orElseThrow(), done));
        }

        @Override
        public Leg invite(
                ConvergedSession session,
                String from,
                String to,
                List<Header> headers,
                Optional<Body> offer,
                LegListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    /** A MESSAGE that came in. */
    static final class Incoming implements IncomingRequest {
        final List<SipReply> replies = new ArrayList<>();
        final Session session;
        private final Message message;

        Incoming(String session, Message message) {
            this.session = new Session(session);
            this.message = message;
        }

        int status() {
            return replies.isEmpty() ? 0 : replies.get(0).status();
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
            session.end();
        }

        @Override
        public void proceed() {}

        @Override
        public void forward(List<String> targets) {}

        @Override
        public Leg leg(LegListener listener) {
            throw new IllegalStateException();
        }
    }

    record Message(
            String method,
            String requestUri,
            String to,
            String from,
            Map<String, String> all,
            Optional<Body> body,
            IscContext isc,
            Optional<SipAddress> sender)
            implements FakeRequest {
        static Message to(String uri, String text) {
            return new Message(
                    "MESSAGE",
                    uri,
                    uri,
                    "sip:alice@ims.localhost",
                    Map.of(),
                    Optional.of(Body.text("text/plain", text)),
                    new IscContext(Optional.empty(), "", true, false, ""),
                    SipAddress.parse("sip:alice@ims.localhost"));
        }

        Message with(Body other) {
            return new Message(method, requestUri, to, from, all, Optional.of(other), isc, sender);
        }

        Message with(Map<String, String> headers) {
            return new Message(method, requestUri, to, from, headers, body, isc, sender);
        }

        Message from(Optional<SipAddress> other) {
            return new Message(method, requestUri, to, from, all, body, isc, other);
        }

        Message over(IscContext other) {
            return new Message(method, requestUri, to, from, all, body, other, sender);
        }

        /** With another To. */
        Message written(String other) {
            return new Message(method, requestUri, other, from, all, body, isc, sender);
        }

        /** With another From. */
        Message sentFrom(String other) {
            return new Message(method, requestUri, to, other, all, body, isc, sender);
        }

        @Override
        public String callId() {
            return "711609sa@ims.localhost";
        }

        @Override
        public List<String> headers(String name) {
            return Optional.ofNullable(all.get(name)).stream().toList();
        }
    }

    /** Runs tasks when the test says. */
    static final class ManualThread extends java.util.concurrent.ScheduledThreadPoolExecutor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private final List<Timer> timers = new ArrayList<>();

        private record Timer(Runnable task, Duration delay, ScheduledFuture<?> handle) {}

        ManualThread() {
            super(1);
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            ScheduledFuture<?> handle = super.schedule(() -> {}, 1000, TimeUnit.DAYS);
            timers.add(new Timer(task, Duration.ofMillis(unit.toMillis(delay)), handle));
            return handle;
        }

        /** How long the timers that run wait. */
        List<Duration> waits() {
            return timers.stream()
                    .filter(timer -> !timer.handle().isCancelled())
                    .map(Timer::delay)
                    .toList();
        }

        /** The timers that run have run out. */
        void timeout() {
            List<Timer> all = List.copyOf(timers);
            timers.clear();
            all.stream().filter(timer -> !timer.handle().isCancelled()).forEach(timer -> tasks.add(timer.task()));
            run();
        }

        void run() {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }

    static final class Counting implements Metrics {
        final Map<String, Integer> counts = new HashMap<>();

        @Override
        public Counter counter(String name, String... tags) {
            return () -> counts.merge(name + List.of(tags), 1, Integer::sum);
        }

        @Override
        public Timer timer(String name, String... tags) {
            return duration -> {};
        }

        @Override
        public void gauge(String name, Supplier<Number> value, String... tags) {}
    }
}

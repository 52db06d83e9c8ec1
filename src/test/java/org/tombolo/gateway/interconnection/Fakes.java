package org.tombolo.gateway.interconnection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tombolo.identity.SipAddress;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
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
import org.tombolo.xmpp.LinkStatus;
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

        @Override
        public CompletableFuture<Delivery> send(XmppMessage message) {
            if (!up) {
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
        public boolean isUp() {
            return up;
        }

        @Override
        public LinkStatus status() {
            return new LinkStatus(up ? LinkStatus.State.UP : LinkStatus.State.DOWN, "");
        }
    }

    /** An outbox in a map, which counts its transactions. */
    static class MapOutbox implements Outbox {
        final TreeMap<Long, WaitingMessage> rows = new TreeMap<>();
        boolean broken;

        /** A body that the database will not have. */
        String refused = "";

        int commits;

        @Override
        public void commit(List<WaitingMessage> added, List<Long> removed) {
            commits++;
            if (broken) {
                throw new IllegalStateException("disk full");
            }
            if (added.stream().anyMatch(m -> m.stanza().body().equals(refused))) {
                throw new IllegalStateException("a value that is too long");
            }
            added.forEach(m -> rows.put(m.number(), m));
            removed.forEach(rows::remove);
        }

        @Override
        public List<WaitingMessage> first(int limit) {
            return rows.values().stream().limit(limit).toList();
        }

        @Override
        public Map<String, Integer> recipients() {
            Map<String, Integer> counts = new HashMap<>();
            rows.values().forEach(m -> counts.merge(m.stanza().to().bare().text(), 1, Integer::sum));
            return counts;
        }

        @Override
        public long greatestNumber() {
            return rows.isEmpty() ? 0 : rows.lastKey();
        }
    }

    /** A session that runs everything at once, and its timers when the test says. */
    static final class Session implements ConvergedSession {
        private final SessionId id;
        final Map<Runnable, Runnable> timers = new LinkedHashMap<>();
        boolean ended;

        Session(String id) {
            this.id = new SessionId(id);
        }

        void timeout() {
            List.copyOf(timers.values()).forEach(Runnable::run);
            timers.clear();
        }

        @Override
        public SessionId id() {
            return id;
        }

        @Override
        public void execute(Runnable work) {
            if (!ended) {
                work.run();
            }
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
            implements SipRequest {
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
        public boolean trusted() {
            return true;
        }

        @Override
        public String callId() {
            return "711609sa@ims.localhost";
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(all.get(name));
        }

        @Override
        public List<String> headers(String name) {
            return header(name).stream().toList();
        }

        @Override
        public String source() {
            return "127.0.0.1:5060";
        }
    }

    /** Runs tasks when the test says, and later ones never. */
    static final class ManualThread extends java.util.concurrent.ScheduledThreadPoolExecutor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        ManualThread() {
            super(1);
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
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

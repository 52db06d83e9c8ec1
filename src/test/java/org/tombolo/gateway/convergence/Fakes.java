package org.tombolo.gateway.convergence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.FakeRequest;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.LegState;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.trace.SessionId;

/** SIP, sessions and metrics in memory. */
final class Fakes {
    private Fakes() {}

    /** Runs work where it is posted, one at a time. */
    static final class Session implements ConvergedSession {
        private final Sessions all;
        private final SessionId id;
        private Object state = "";
        private volatile boolean ended;
        final List<Runnable> later = new ArrayList<>();

        Session(Sessions all, SessionId id) {
            this.all = all;
            this.id = id;
        }

        @Override
        public SessionId id() {
            return id;
        }

        @Override
        public synchronized void execute(Runnable work) {
            if (!ended) {
                work.run();
            }
        }

        @Override
        public Runnable schedule(Duration delay, Runnable work) {
            later.add(work);
            return () -> later.remove(work);
        }

        @Override
        public void attach(Object newState) {
            state = newState;
        }

        @Override
        public <T> Optional<T> attached(Class<T> type) {
            return Optional.of(state).filter(type::isInstance).map(type::cast);
        }

        @Override
        public void end() {
            ended = true;
            all.open.remove(id);
        }
    }

    static final class Sessions implements ConvergedSessions {
        final Map<SessionId, Session> open = new ConcurrentHashMap<>();
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Session open() {
            Session session = new Session(this, new SessionId("session-" + count.incrementAndGet()));
            open.put(session.id(), session);
            return session;
        }

        @Override
        public Optional<ConvergedSession> find(SessionId id) {
            return Optional.ofNullable(open.get(id));
        }

        @Override
        public int count() {
            return open.size();
        }
    }

    /** An INVITE and the leg it opens. */
    static final class Invite implements IncomingRequest, FakeRequest, Leg {
        final List<SipReply> replies = new ArrayList<>();
        final List<SipReply> reofferReplies = new ArrayList<>();
        final List<String> sent = new ArrayList<>();
        final Map<String, List<String>> headers = new HashMap<>();
        private final Session session;
        private final Optional<Body> body;
        private final String uri;
        private LegState state = LegState.INVITED;

        Invite(Sessions sessions, String uri, Optional<Body> body) {
            this.session = sessions.open();
            this.uri = uri;
            this.body = body;
        }

        int status() {
            return replies.get(replies.size() - 1).status();
        }

        String answer() {
            return replies.get(replies.size() - 1).body().orElseThrow().text();
        }

        @Override
        public SipRequest message() {
            return this;
        }

        @Override
        public ConvergedSession session() {
            return session;
        }

        @Override
        public void reply(SipReply reply) {
            replies.add(reply);
            state = reply.status() < 300 ? LegState.CONFIRMED : LegState.ENDED;
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
        public Leg leg(LegListener newListener) {
            return this;
        }

        @Override
        public String method() {
            return "INVITE";
        }

        @Override
        public String requestUri() {
            return uri;
        }

        @Override
        public String callId() {
            return "call";
        }

        @Override
        public String from() {
            return "sip:demo@ims.localhost";
        }

        @Override
        public List<String> headers(String name) {
            return headers.getOrDefault(name, List.of());
        }

        @Override
        public Optional<Body> body() {
            return body;
        }

        @Override
        public String remote() {
            return from();
        }

        @Override
        public LegState state() {
            return state;
        }

        @Override
        public void acknowledge(Optional<Body> answer) {}

        @Override
        public void reinvite(Optional<Body> offer) {}

        @Override
        public void answerReoffer(SipReply reply) {
            reofferReplies.add(reply);
        }

        @Override
        public void send(String method, List<Header> more, Optional<Body> content) {
            sent.add(method + " " + content.map(Body::text).orElse(""));
        }

        @Override
        public void end(String reason) {
            state = LegState.ENDED;
            sent.add("BYE " + reason);
        }
    }

    /** Counts by name and tags. */
    static final class Counters implements Metrics {
        final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

        int count(String key) {
            return counts.getOrDefault(key, new AtomicInteger()).get();
        }

        @Override
        public Counter counter(String name, String... tags) {
            AtomicInteger count = counts.computeIfAbsent(name + List.of(tags), k -> new AtomicInteger());
            return count::incrementAndGet;
        }

        @Override
        public Timer timer(String name, String... tags) {
            return duration -> {};
        }

        @Override
        public void gauge(String name, Supplier<Number> value, String... tags) {}
    }
}

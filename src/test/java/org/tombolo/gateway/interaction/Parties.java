package org.tombolo.gateway.interaction;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.Header;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipResponse;
import org.tombolo.trace.SessionId;

/** Parties that behave by themselves, on real threads: for tests of what is around a call. */
public final class Parties implements SipCalls, ConvergedSessions, AutoCloseable {
    private static final Body AUDIO = CallScene.sdp("audio 4000 RTP/AVP 0").orElseThrow();

    /** What a party does when she is called. */
    public enum Habit {
        ANSWERS,
        RINGS,
        BUSY
    }

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Habit> habits = new ConcurrentHashMap<>();
    private final Map<String, FakeLeg> legs = new ConcurrentHashMap<>();
    private final Map<SessionId, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Sets what the party of a number does; who has none set answers. */
    public void set(String number, Habit habit) {
        habits.put("tel:" + number, habit);
    }

    /** The party of a number hangs up. */
    public void hangUp(String number) {
        executor.execute(
                () -> Objects.requireNonNull(legs.get("tel:" + number), number).hangUp());
    }

    /** Ends as a crash does: nobody is told of anything. */
    public void crash() {
        executor.shutdownNow();
    }

    @Override
    public Leg invite(
            ConvergedSession session,
            String from,
            String to,
            List<Header> headers,
            Optional<Body> offer,
            LegListener listener) {
        FakeLeg[] leg = new FakeLeg[1];
        Consumer<String> reaction = sent -> executor.execute(() -> react(leg[0], sent));
        leg[0] = new FakeLeg(session::execute, reaction, from, to, headers, offer, listener);
        legs.put(to, leg[0]);
        executor.execute(() -> called(leg[0], offer));
        return leg[0];
    }

    private void called(FakeLeg leg, Optional<Body> offer) {
        switch (habits.getOrDefault(leg.to, Habit.ANSWERS)) {
            case BUSY -> leg.refuse(486);
            case RINGS -> leg.ring();
            case ANSWERS -> {
                leg.ring();
                leg.answer(offer.isPresent() ? CallScene.sdp() : Optional.of(AUDIO));
            }
        }
    }

    private static void react(FakeLeg leg, String sent) {
        if (sent.startsWith("INVITE") && leg.reinvited) {
            leg.reanswer(200, Optional.of(AUDIO));
        }
    }

    @Override
    public void send(
            ConvergedSession session,
            String method,
            String from,
            String to,
            List<Header> headers,
            Optional<Body> body,
            Consumer<SipResponse> done) {
        throw new AssertionError("no request outside of a dialog is expected");
    }

    @Override
    public ConvergedSession open() {
        Session session = new Session(new SessionId("session-" + count.incrementAndGet()));
        sessions.put(session.id(), session);
        return session;
    }

    @Override
    public Optional<ConvergedSession> find(SessionId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    @Override
    public int count() {
        return sessions.size();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private final class Session implements ConvergedSession {
        private final SessionId id;
        private volatile Object attached = "";
        private volatile boolean ended;

        Session(SessionId id) {
            this.id = id;
        }

        @Override
        public SessionId id() {
            return id;
        }

        @Override
        public void execute(Runnable work) {
            if (!executor.isShutdown()) {
                executor.execute(() -> {
                    if (!ended) {
                        work.run();
                    }
                });
            }
        }

        @Override
        public Runnable schedule(Duration delay, Runnable work) {
            ScheduledFuture<?> timer = executor.schedule(() -> execute(work), delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> timer.cancel(false);
        }

        @Override
        public void attach(Object state) {
            attached = state;
        }

        @Override
        public <T> Optional<T> attached(Class<T> type) {
            return Optional.of(attached).filter(type::isInstance).map(type::cast);
        }

        @Override
        public void end() {
            ended = true;
            sessions.remove(id);
        }
    }
}

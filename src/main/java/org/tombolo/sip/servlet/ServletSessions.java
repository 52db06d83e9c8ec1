package org.tombolo.sip.servlet;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipSessionsUtil;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.trace.SessionId;

/** Sessions, found through the container: the key of each SipApplicationSession is our session id (JSR 289 15.11.2). */
final class ServletSessions implements ConvergedSessions {
    private static final int ID_BYTES = 16;
    /** Milliseconds since 1970 in hexadecimal, until the year 10889. */
    private static final int TIME_DIGITS = 12;

    private final Supplier<SipFactory> factory;
    private final Supplier<SipSessionsUtil> sessions;
    private final Executor pool;
    private final ScheduledExecutorService timers;
    private final SecureRandom random;
    private final Clock clock;
    private final AtomicInteger open = new AtomicInteger();

    ServletSessions(
            Supplier<SipFactory> factory,
            Supplier<SipSessionsUtil> sessions,
            Executor pool,
            ScheduledExecutorService timers,
            SecureRandom random,
            Clock clock) {
        this.factory = factory;
        this.sessions = sessions;
        this.pool = pool;
        this.timers = timers;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public ConvergedSession open() {
        SessionId id = freshId();
        SipApplicationSession application = factory.get().createApplicationSessionByKey(id.value());
        // Whoever opens a session ends it: Liberty would end it with the response to a MESSAGE, and with it what waits
        // for its turn (JSR 289 6.1.2.2.2).
        application.setInvalidateWhenReady(false);
        return bind(application, id);
    }

    /** Nobody guesses it, and later ones sort behind: what a database keeps of sessions of one time lies together. */
    private SessionId freshId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return new SessionId(HexFormat.of().toHexDigits(clock.millis(), TIME_DIGITS)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Override
    public Optional<ConvergedSession> find(SessionId id) {
        SipApplicationSession application = sessions.get().getApplicationSessionByKey(id.value(), false);
        return application == null || !application.isValid()
                ? Optional.empty()
                : attached(application).map(s -> s);
    }

    @Override
    public int count() {
        return open.get();
    }

    /** The session that an incoming request belongs to; a new one when the container has just made its session. */
    ServletSession of(SipApplicationSession application, Supplier<SessionId> id) {
        return attached(application).orElseGet(() -> bind(application, id.get()));
    }

    static Optional<ServletSession> attached(SipApplicationSession application) {
        return Optional.ofNullable((ServletSession) application.getAttribute(ServletSession.ATTRIBUTE));
    }

    private ServletSession bind(SipApplicationSession application, SessionId id) {
        open.incrementAndGet();
        ServletSession session =
                new ServletSession(id, application, new SerialExecutor(pool, id), timers, open::decrementAndGet);
        application.setAttribute(ServletSession.ATTRIBUTE, session);
        return session;
    }
}

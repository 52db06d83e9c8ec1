package org.tombolo.sip.servlet;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.servlet.sip.SipApplicationSession;
import org.jspecify.annotations.Nullable;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.trace.SessionId;

/** A session of ours as an attribute of the container's SipApplicationSession (JSR 289 6.1). */
final class ServletSession implements ConvergedSession {
    /** The one attribute that we keep in a SipApplicationSession. */
    static final String ATTRIBUTE = "org.tombolo.session";

    /** 64*T1, the longest that a transaction of an ended dialog lives (RFC 3261 17). */
    private static final int TRANSACTIONS_SECONDS = 33;

    private final SessionId id;
    private final SipApplicationSession application;
    private final SerialExecutor executor;
    private final ScheduledExecutorService timers;
    private final Runnable whenEnded;
    private volatile @Nullable Object attached;
    private volatile boolean dialogs;
    private boolean ended;

    ServletSession(
            SessionId id,
            SipApplicationSession application,
            SerialExecutor executor,
            ScheduledExecutorService timers,
            Runnable whenEnded) {
        this.id = id;
        this.application = application;
        this.executor = executor;
        this.timers = timers;
        this.whenEnded = whenEnded;
    }

    @Override
    public SessionId id() {
        return id;
    }

    SipApplicationSession application() {
        return application;
    }

    @Override
    public void execute(Runnable work) {
        executor.execute(work);
    }

    /** Like {@link #execute}, but on the calling thread, which must be one of the container's, when the session is idle. */
    void executeHere(Runnable work) {
        executor.executeHere(work);
    }

    @Override
    public Runnable schedule(Duration delay, Runnable work) {
        ScheduledFuture<?> timer = timers.schedule(() -> execute(work), delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> timer.cancel(false);
    }

    @Override
    public void attach(Object state) {
        attached = state;
    }

    @Override
    public <T> Optional<T> attached(Class<T> type) {
        Object state = attached;
        return type.isInstance(state) ? Optional.of(type.cast(state)) : Optional.empty();
    }

    /** Notes that an INVITE belongs to this session, whose transactions outlive it by up to 64*T1. */
    void hasDialogs() {
        dialogs = true;
        if (application.isValid()) {
            // A call lasts as long as the parties want, not as long as the container's session timeout.
            application.setExpires(0);
            // A call of ours may try again after a leg was refused: we end the session, not the container (JSR 289
            // 6.1.2.2.2).
            application.setInvalidateWhenReady(false);
        }
    }

    synchronized boolean ended() {
        return ended;
    }

    @Override
    public void end() {
        if (close()) {
            if (dialogs) {
                timers.schedule(this::invalidate, TRANSACTIONS_SECONDS, TimeUnit.SECONDS);
            } else {
                // Without this a session of MESSAGE or REGISTER stays until the container's session timeout.
                invalidate();
            }
        }
    }

    /** Ends our side, once; true for the first call. The container calls it when its own session expired. */
    synchronized boolean close() {
        if (ended) {
            return false;
        }
        ended = true;
        executor.close();
        whenEnded.run();
        return true;
    }

    private void invalidate() {
        if (application.isValid()) {
            application.invalidate();
        }
    }
}

package org.tombolo.sip;

import java.time.Duration;
import java.util.Optional;
import org.tombolo.trace.SessionId;

/**
 * One session of ours, kept in the container's SipApplicationSession (JSR 289 6.1), so that the HTTP side of the
 * application finds what the SIP side put there.
 */
public interface ConvergedSession {
    SessionId id();

    /**
     * Runs work on the session's serial executor: nothing of one session runs at the same time, and in the order given.
     * The log's MDC names the session meanwhile. Never blocks; after {@link #end} the work is dropped.
     */
    void execute(Runnable work);

    /** Runs work on the session's executor once the delay is over, unless the returned handle is run before. */
    Runnable schedule(Duration delay, Runnable work);

    /** Keeps the one typed object that belongs to this session. */
    void attach(Object state);

    /** What was attached, when it is of that type. */
    <T> Optional<T> attached(Class<T> type);

    /** Ends the session: the container's session is invalidated once its transactions allow. */
    void end();
}

package org.tombolo.trace;

import java.util.List;
import java.util.Optional;

/** Records and finds timelines. Bounded: the oldest sessions are forgotten first. Safe for all threads and never blocks. */
public interface Trace {

    /** Adds an event to its session's timeline. */
    void record(TraceEvent event);

    /**
     * Lets a session be found by the Call-ID of a SIP dialog or message.
     *
     * @param callId Call-ID header value (RFC 3261 8.1.1.4)
     */
    void link(SessionId session, String callId);

    /** The events of a session in the order of their time, or empty when it is unknown or forgotten. */
    List<TraceEvent> timeline(SessionId session);

    /** The newest sessions first. */
    List<SessionId> sessions(int limit);

    /** The session that a Call-ID belongs to; the newest when it passed through more than once (ISC spiral). */
    Optional<SessionId> byCallId(String callId);
}

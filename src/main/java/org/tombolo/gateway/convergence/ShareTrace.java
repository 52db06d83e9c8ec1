package org.tombolo.gateway.convergence;

import java.time.Clock;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;

/** Writes what happens to one share into its session's timeline. */
final class ShareTrace {
    private static final String US = "convergence";
    private static final int MOST_SOURCES = 20;

    private final Trace trace;
    private final Clock clock;
    private final SessionId session;
    private final String peer;
    private int sources;

    ShareTrace(Trace trace, Clock clock, SessionId session, String peer) {
        this.trace = trace;
        this.clock = clock;
        this.session = session;
        this.peer = peer;
    }

    /** A source of packets; a phone that changes it all the time does not push the rest out of the timeline. */
    void source(String detail) {
        if (sources < MOST_SOURCES) {
            sources++;
            rtp("first packet", detail);
        }
    }

    void rtp(String summary, String detail) {
        trace.record(new TraceEvent(session, clock.instant(), Protocol.RTP, peer, US, summary, detail));
    }

    /** What a viewer by WebRTC does. */
    void viewer(String summary, String detail) {
        trace.record(new TraceEvent(session, clock.instant(), Protocol.RTP, US, "browser", summary, detail));
    }

    /** What becomes of the push to an RTMP server. */
    void pushed(String summary) {
        trace.record(new TraceEvent(session, clock.instant(), Protocol.INTERNAL, US, "RTMP server", summary, ""));
    }

    void internal(String summary, String detail) {
        trace.record(new TraceEvent(session, clock.instant(), Protocol.INTERNAL, US, US, summary, detail));
    }
}

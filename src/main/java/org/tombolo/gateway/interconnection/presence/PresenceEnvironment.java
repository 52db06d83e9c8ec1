package org.tombolo.gateway.interconnection.presence;

import java.util.random.RandomGenerator;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;

/**
 * What every watch needs.
 *
 * @param ims asks for the presence of IMS users
 * @param faces what XMPP users are called and look like
 */
record PresenceEnvironment(
        Stanzas stanzas,
        Subscribing ims,
        AddressMapping addresses,
        Faces faces,
        PresenceJournal journal,
        TimerWheel wheel,
        RandomGenerator random,
        Trace trace,
        java.time.Clock clock) {
    /** Notes a stanza that we sent. */
    void sent(SessionId session, String to, String summary) {
        trace.record(new TraceEvent(session, clock.instant(), Protocol.XMPP, TraceEvent.US, to, summary, ""));
    }

    /** Notes a stanza that came. */
    void received(SessionId session, String from, String summary) {
        trace.record(new TraceEvent(session, clock.instant(), Protocol.XMPP, from, TraceEvent.US, summary, ""));
    }
}

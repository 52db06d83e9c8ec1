package org.tombolo.gateway.interaction.event;

import java.time.Instant;
import org.tombolo.trace.SessionId;

/** Something that happened to what a client asked for, as a sink hears of it. */
public interface SinkEvent {
    /** What it happened in; the events of one session reach a sink in their order. */
    SessionId session();

    /** 1 for the first of its session, one more with each. */
    int sequence();

    /** CloudEvents' id. */
    String id();

    Instant time();

    /** The CloudEvent in structured mode. */
    String json();

    /** Whether it is the final event of its session. */
    boolean last();
}

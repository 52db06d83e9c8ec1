package org.tombolo.gateway.interaction.event;

import java.time.Instant;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.trace.SessionId;

/**
 * One change of a call, as clients see it.
 *
 * @param sequence 1 for the first of its call, one more with each
 * @param id CloudEvents' id
 * @param json the CloudEvent in structured mode
 * @param last whether it is the final event of its call
 */
public record CallEvent(CallId call, int sequence, String id, Instant time, String json, boolean last)
        implements SinkEvent {
    @Override
    public SessionId session() {
        return call.session();
    }
}

package org.tombolo.gateway.interaction.push;

import java.time.Instant;
import org.tombolo.gateway.interaction.event.SinkEvent;
import org.tombolo.trace.SessionId;

/**
 * One change of a push, as clients see it.
 *
 * @param sequence 1 for the first of its push, one more with each
 * @param id CloudEvents' id
 * @param json the CloudEvent in structured mode
 * @param last whether it is the final event of its push
 */
public record PushEvent(PushId push, int sequence, String id, Instant time, String json, boolean last)
        implements SinkEvent {
    @Override
    public SessionId session() {
        return push.session();
    }
}

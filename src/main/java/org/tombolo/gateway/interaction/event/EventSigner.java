package org.tombolo.gateway.interaction.event;

import java.util.Map;

/** Lets a sink see that an event is ours and unchanged. */
public interface EventSigner {
    /**
     * The headers that do so.
     *
     * @param delivery of the event whose JSON is the body, octet for octet
     */
    Map<String, String> headers(Delivery delivery);
}

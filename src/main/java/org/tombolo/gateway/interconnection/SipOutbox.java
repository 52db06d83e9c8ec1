package org.tombolo.gateway.interconnection;

import java.util.List;

/** Messages that wait for phones; their recipients are URIs. */
public interface SipOutbox extends DurableQueue<DeferredMessage> {

    /**
     * The first ones for a recipient, in order.
     *
     * @param limit 1 to 10000
     */
    List<DeferredMessage> of(String recipient, int limit);
}

package org.tombolo.gateway.interconnection;

import java.time.Instant;
import java.util.List;

/** Messages that wait for the XMPP server; their recipients are bare JIDs. */
public interface Outbox extends DurableQueue<WaitingMessage> {

    /**
     * The first ones from a domain of ours behind a number, in order.
     *
     * @param limit 1 to 10000
     */
    List<WaitingMessage> after(long number, String domain, int limit);

    /**
     * Those whose time is over, in order.
     *
     * @param limit 1 to 10000
     */
    List<WaitingMessage> expired(Instant now, int limit);
}

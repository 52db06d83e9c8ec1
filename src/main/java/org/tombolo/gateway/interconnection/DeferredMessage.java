package org.tombolo.gateway.interconnection;

import java.time.Duration;
import java.time.Instant;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.xmpp.XmppMessage;

/**
 * A message on its way from XMPP to SIP.
 *
 * @param id our name of it
 * @param stanza as it came
 * @param from URI of the sender
 * @param to URI of the recipient
 * @param arrived when it came
 * @param expires when it is given up
 */
public record DeferredMessage(
        MessageId id, XmppMessage stanza, String from, String to, Instant arrived, Instant expires) {
    /** XEP-0203, RFC 3428 4: a message that took longer says when it was sent. Clocks of phones are not better than this. */
    static final Duration LATE = Duration.ofMinutes(1);

    /** Whether it took so long that its recipient should learn when it was sent. */
    boolean isLate(Instant now) {
        return arrived.plus(LATE).isBefore(now);
    }
}

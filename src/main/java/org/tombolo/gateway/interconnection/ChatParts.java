package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.tombolo.metrics.Metrics;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;

/**
 * What all chats share.
 *
 * @param pager passes on a message that no chat can carry
 * @param idle how long nobody may say anything before a chat is ended
 * @param ring how long an IMS user may take to accept a chat
 */
record ChatParts(
        XmppLink link,
        ChatDirectory directory,
        Consumer<XmppMessage> pager,
        Duration idle,
        Duration ring,
        ChatTracking tracking,
        Trace trace,
        Counts counts,
        Clock clock) {

    /** What is counted; looking a handle up costs more than counting. */
    record Counts(Metrics.Counter toXmpp, Metrics.Counter toSip, Metrics.Counter refused, Metrics.Counter failed) {
        static Counts of(Metrics metrics) {
            return new Counts(
                    metrics.counter("tombolo_chat_messages_total", "direction", "sip_to_xmpp", "result", "delivered"),
                    metrics.counter("tombolo_chat_messages_total", "direction", "xmpp_to_sip", "result", "delivered"),
                    metrics.counter("tombolo_chat_messages_total", "direction", "sip_to_xmpp", "result", "refused"),
                    metrics.counter("tombolo_chat_messages_total", "direction", "xmpp_to_sip", "result", "failed"));
        }
    }
}

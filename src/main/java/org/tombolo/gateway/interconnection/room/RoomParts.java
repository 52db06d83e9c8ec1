package org.tombolo.gateway.interconnection.room;

import java.time.Clock;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.presence.TimerWheel;
import org.tombolo.metrics.Metrics;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.XmppLink;

/**
 * What all rooms share.
 *
 * @param history how many of its last messages are wanted from a room
 */
record RoomParts(
        XmppLink link,
        AddressMapping addresses,
        RoomDirectory directory,
        TimerWheel wheel,
        int history,
        Trace trace,
        Counts counts,
        Clock clock) {

    /** What is counted. */
    record Counts(
            Metrics.Counter toXmpp,
            Metrics.Counter toSip,
            Metrics.Counter refused,
            Metrics.Counter failed,
            Metrics.Counter dropped) {
        static Counts of(Metrics metrics) {
            return new Counts(
                    counter(metrics, "sip_to_xmpp", "delivered"),
                    counter(metrics, "xmpp_to_sip", "delivered"),
                    counter(metrics, "sip_to_xmpp", "refused"),
                    counter(metrics, "xmpp_to_sip", "failed"),
                    counter(metrics, "xmpp_to_sip", "dropped"));
        }

        private static Metrics.Counter counter(Metrics metrics, String direction, String result) {
            return metrics.counter("tombolo_room_messages_total", "direction", direction, "result", result);
        }
    }
}

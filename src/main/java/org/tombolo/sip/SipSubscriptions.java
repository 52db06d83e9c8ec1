package org.tombolo.sip;

import java.util.List;

/** Subscriptions to events, in both roles (RFC 6665). */
public interface SipSubscriptions {

    /**
     * Whether a final response to a refresh (RFC 6665 4.1.2.2) or to a NOTIFY (4.2.2) means that there is no subscription
     * any more. After any other failure what was granted still holds.
     */
    static boolean ends(int status) {
        return switch (status) {
            case 404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604 -> true;
            default -> false;
        };
    }

    /**
     * Subscribes, over the way that requests of ours take. Never blocks.
     *
     * @param from URI of From, and asserted where the peer is trusted
     * @param to Request-URI and To
     * @param terms what each SUBSCRIBE says
     * @param seconds how long it shall last; 0 asks once (RFC 6665 4.4.3)
     */
    Subscription subscribe(String from, String to, Terms terms, long seconds, SubscriptionListener listener);

    /**
     * The dialog that a SUBSCRIBE opens. The caller ends the request's session once it is over.
     *
     * @throws IllegalStateException when this is no SUBSCRIBE
     */
    Notifier notifier(IncomingRequest request, NotifierListener listener);

    /**
     * What a SUBSCRIBE asks for, the same in each refresh.
     *
     * @param event the event package
     * @param headers Accept and others
     */
    record Terms(String event, List<Header> headers) {}
}

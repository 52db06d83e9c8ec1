package org.tombolo.gateway.interconnection.presence;

import org.tombolo.sip.Subscription;
import org.tombolo.sip.SubscriptionListener;

/** Asks for the presence of an IMS user. Never blocks, and never calls the listener before it returns. */
interface Subscribing {

    /**
     * Subscribes.
     *
     * @param watcher URI of who asks
     * @param presentity URI of the IMS user
     * @param seconds how long; 0 asks once
     */
    Subscription subscribe(String watcher, String presentity, long seconds, SubscriptionListener listener);
}

package org.tombolo.sip;

import org.tombolo.trace.SessionId;

/** A subscription of ours at a notifier (RFC 6665 4.1). May be used from any thread. */
public interface Subscription {

    /** The session it has to itself. */
    SessionId session();

    /**
     * Refreshes it, or ends it with 0. The outcome comes to {@link SubscriptionListener#accepted} or
     * {@link SubscriptionListener#refused}. Does nothing when it has ended.
     *
     * @param seconds how long it shall last
     */
    void refresh(long seconds);

    /** Forgets it: nothing more comes to the listener, and a further NOTIFY is told that nobody subscribed. */
    void close();
}

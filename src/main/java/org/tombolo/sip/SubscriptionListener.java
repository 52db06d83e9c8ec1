package org.tombolo.sip;

import java.util.Optional;

/** What happens on a {@link Subscription}. Called one after the other, on the session's executor. */
public interface SubscriptionListener {

    /**
     * A 2xx to SUBSCRIBE.
     *
     * @param seconds how long it lasts now
     */
    void accepted(Subscription subscription, long seconds);

    /**
     * A final response of 300 or more to SUBSCRIBE; 408 when none came.
     *
     * @param over whether the subscription ends by it: it was the first SUBSCRIBE, or {@link SipSubscriptions#ends} says so
     */
    void refused(Subscription subscription, SipResponse response, boolean over);

    /**
     * A NOTIFY, which may come before the 2xx. After a terminated state nothing follows.
     *
     * @return the answer: 200, or what is wrong with the body
     */
    SipReply notified(Subscription subscription, SubscriptionState state, Optional<Body> body);
}

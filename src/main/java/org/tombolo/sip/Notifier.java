package org.tombolo.sip;

import java.util.List;
import java.util.Optional;

/** Our side of a subscription that somebody has with us (RFC 6665 4.2). All methods belong on the session's executor. */
public interface Notifier {

    /** Answers the SUBSCRIBE that came last, the first one or a refresh. A refusal of the first one ends the dialog. */
    void reply(SipReply reply);

    /**
     * Sends a NOTIFY. Its final response comes to {@link NotifierListener#answered}, and only then is there another one to
     * send: what overtakes on the way would be refused.
     *
     * @param headers headers besides Event and Subscription-State
     */
    void notify(SubscriptionState state, List<Header> headers, Optional<Body> body);
}

package org.tombolo.gateway.interconnection.presence;

import java.util.Optional;
import org.tombolo.presence.ListNotification.State;
import org.tombolo.sip.Body;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipResponse;
import org.tombolo.sip.Subscription;
import org.tombolo.sip.SubscriptionListener;
import org.tombolo.sip.SubscriptionState;

/** An IMS user in a list that another watches: one subscription behind it, for as long as the list is watched. */
final class ImsMember implements SubscriptionListener {
    private final ListMember place;

    ImsMember(ListMember place) {
        this.place = place;
    }

    @Override
    public void accepted(Subscription subscription, long seconds) {
        // The NOTIFY has the answer.
    }

    @Override
    public void refused(Subscription subscription, SipResponse response, boolean over) {
        if (over) {
            // RFC 6665 4.1.3
            place.set(State.TERMINATED, response.status() == 404 ? "noresource" : "rejected", Optional.empty());
        }
    }

    @Override
    public SipReply notified(Subscription subscription, SubscriptionState told, Optional<Body> body) {
        Notification notification = Notification.read(body);
        if (notification.reply().status() == 200) {
            place.set(
                    switch (told.value()) {
                        case ACTIVE -> State.ACTIVE;
                        case PENDING -> State.PENDING;
                        case TERMINATED -> State.TERMINATED;
                    },
                    told.terminated() ? reason(told) : "",
                    body.map(Body::bytes));
        }
        return notification.reply();
    }

    // RFC 4662 5.5: a terminated instance has a reason.
    private static String reason(SubscriptionState told) {
        return told.reason().isEmpty() ? "giveup" : told.reason();
    }
}

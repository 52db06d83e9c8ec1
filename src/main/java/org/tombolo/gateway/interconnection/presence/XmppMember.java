package org.tombolo.gateway.interconnection.presence;

import java.util.Optional;
import org.tombolo.presence.ListNotification.State;
import org.tombolo.sip.Body;
import org.tombolo.sip.SubscriptionState;
import org.tombolo.trace.SessionId;

/** An XMPP user in a list that an IMS user watches. */
final class XmppMember implements Recipient {
    private final ListMember place;
    private final SessionId timeline;
    private final SipWatch watch;

    XmppMember(ListMember place, SessionId timeline, SipWatch watch) {
        this.place = place;
        this.timeline = timeline;
        this.watch = watch;
    }

    @Override
    public SessionId timeline() {
        return timeline;
    }

    @Override
    public void changed() {
        if (watch.authorised()) {
            Optional<Body> body = watch.body(this, SubscriptionState.active(0));
            place.set(State.ACTIVE, "", body.map(Body::bytes));
        } else {
            place.set(State.PENDING, "", Optional.empty());
        }
    }

    @Override
    public void decided() {
        changed();
    }

    @Override
    public void end(String reason) {
        place.set(State.TERMINATED, reason, Optional.empty());
    }

    /** The device has left. */
    void leave() {
        watch.ended(this);
    }
}

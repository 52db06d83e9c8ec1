package org.tombolo.sip.servlet;

import java.io.IOException;
import java.util.Optional;
import javax.servlet.ServletException;
import javax.servlet.sip.SipServletRequest;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.Destinations.Destination;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Notifier;
import org.tombolo.sip.NotifierListener;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.sip.Subscription;
import org.tombolo.sip.SubscriptionListener;

/** Subscriptions on the container's dialogs. */
final class ServletSubscriptions implements SipSubscriptions {
    private final ConvergedSessions sessions;
    private final OutgoingRequests requests;
    private final SipTrace trace;

    ServletSubscriptions(ConvergedSessions sessions, OutgoingRequests requests, SipTrace trace) {
        this.sessions = sessions;
        this.requests = requests;
        this.trace = trace;
    }

    @Override
    public Subscription subscribe(String from, String to, Terms terms, long seconds, SubscriptionListener listener) {
        ServletSession session = (ServletSession) sessions.open();
        ServletSubscription subscription =
                new ServletSubscription(session, () -> create(session, from, to, terms), terms, trace, listener);
        session.execute(() -> subscription.start(seconds));
        return subscription;
    }

    private SipServletRequest create(ServletSession session, String from, String to, Terms terms) throws IOException {
        Optional<Destination> destination = requests.destination(to);
        if (destination.isEmpty()) {
            throw new IOException("nobody knows the way to " + to);
        }
        try {
            return requests.create(session, "SUBSCRIBE", from, to, destination.get(), terms.headers());
        } catch (ServletException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Notifier notifier(IncomingRequest request, NotifierListener listener) {
        ServletIncomingRequest incoming = (ServletIncomingRequest) request;
        if (!incoming.request().getMethod().equals("SUBSCRIBE")) {
            throw new IllegalStateException(incoming.request().getMethod() + " opens no subscription");
        }
        return ServletNotifier.opening((ServletSession) incoming.session(), incoming.request(), trace, listener);
    }
}

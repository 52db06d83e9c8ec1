package org.tombolo.gateway.interconnection.presence;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.tombolo.gateway.interconnection.presence.TimerWheel.Timer;
import org.tombolo.identity.Jid;
import org.tombolo.sip.Body;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipResponse;
import org.tombolo.sip.Subscription;
import org.tombolo.sip.SubscriptionListener;
import org.tombolo.sip.SubscriptionState;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/** Probes of XMPP users without a subscription: IMS is asked once, by a SUBSCRIBE that expires at once (RFC 8048 7). */
final class Polls {
    private static final int MOST = 1000;
    private static final long PATIENCE = 40;

    private final PresenceEnvironment environment;
    private final AtomicInteger open = new AtomicInteger();

    Polls(PresenceEnvironment environment) {
        this.environment = environment;
    }

    /** Asks, unless too many ask already. */
    void start(Pair pair, Jid from) {
        Optional<String> watcher = environment.addresses().xmppUserToUri(from.bare());
        if (watcher.isEmpty() || open.incrementAndGet() > MOST) {
            open.decrementAndGet();
            return;
        }
        new Poll(pair, from).start(watcher.get());
    }

    /** One question. */
    private final class Poll implements SubscriptionListener {
        private final Pair pair;
        private final Jid from;
        private final Timer timer = environment.wheel().timer(this::close);
        private Optional<Subscription> subscription = Optional.empty();
        private boolean closed;

        Poll(Pair pair, Jid from) {
            this.pair = pair;
            this.from = from;
        }

        synchronized void start(String watcher) {
            subscription = Optional.of(environment.ims().subscribe(watcher, pair.uri(), 0, this));
            timer.set(PATIENCE);
        }

        @Override
        public void accepted(Subscription accepted, long seconds) {
            // The NOTIFY has the answer.
        }

        @Override
        public void refused(Subscription refused, SipResponse response, boolean over) {
            if (XmppWatch.FOR_GOOD.contains(response.status())) {
                // RFC 6121 4.3.2: who may not see anything is told that she has no subscription.
                environment.stanzas().send(XmppPresence.of(Type.UNSUBSCRIBED, pair.ims(), from.bare()));
            }
            close();
        }

        @Override
        public SipReply notified(Subscription notified, SubscriptionState state, Optional<Body> body) {
            Notification notification = Notification.read(body);
            notification.document().ifPresent(document -> {
                Map<String, XmppPresence> all = PidfToXmpp.map(
                        document, pair.ims(), from, environment.clock().instant());
                all.values().forEach(presence -> environment.stanzas().send(presence));
                if (all.isEmpty()) {
                    environment.stanzas().send(XmppPresence.of(Type.UNAVAILABLE, pair.ims(), from));
                }
            });
            if (state.terminated()) {
                close();
            }
            return notification.reply();
        }

        private synchronized void close() {
            if (!closed) {
                closed = true;
                timer.stop();
                open.decrementAndGet();
                subscription.ifPresent(Subscription::close);
            }
        }
    }
}

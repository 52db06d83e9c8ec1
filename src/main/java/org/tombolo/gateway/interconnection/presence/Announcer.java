package org.tombolo.gateway.interconnection.presence;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tombolo.identity.Jid;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/**
 * Tells one XMPP user of the presence of one IMS user, to her alone (RFC 8048 8.2): what has changed, once she is told that
 * she may know it. Remembers what she was told, and whether it may have been lost. Safe for all threads.
 */
final class Announcer {
    private final Pair pair;
    private final PresenceEnvironment environment;
    private Optional<SessionId> session = Optional.empty();
    private Map<String, XmppPresence> announced = Map.of();
    private boolean open;
    private boolean unsent;

    /** @param open whether she has been told that she may know */
    Announcer(Pair pair, PresenceEnvironment environment, boolean open) {
        this.pair = pair;
        this.environment = environment;
        this.open = open;
    }

    /** From now on the timeline of this session shows what is sent. */
    synchronized void in(SessionId current) {
        session = Optional.of(current);
    }

    /** Whether she sees the IMS user as available. */
    synchronized boolean shows() {
        return open && !announced.isEmpty();
    }

    /** She may know: tells her so, and what there is to know. */
    synchronized void open() {
        open = true;
        send(XmppPresence.of(Type.SUBSCRIBED, pair.ims(), pair.xmpp()));
        announced.values().forEach(this::send);
    }

    /** Tells her what is new. */
    synchronized void announce(PresenceDocument document) {
        Map<String, XmppPresence> now = PidfToXmpp.map(
                document, pair.ims(), pair.xmpp(), environment.clock().instant());
        Map<String, XmppPresence> before = announced;
        announced = Map.copyOf(now);
        if (!open) {
            return;
        }
        // The new ones first: a device that has changed its name is not offline in between.
        now.forEach((resource, presence) -> {
            if (!presence.equals(before.get(resource))) {
                send(presence);
            }
        });
        before.forEach((resource, presence) -> {
            if (!now.containsKey(resource)) {
                send(XmppPresence.of(Type.UNAVAILABLE, presence.from(), pair.xmpp()));
            }
        });
        settleUnsent();
    }

    /** Nobody knows any longer what the IMS user is: she is not shown as online. */
    synchronized void forget() {
        List<XmppPresence> shown = List.copyOf(announced.values());
        announced = Map.of();
        if (open) {
            shown.forEach(presence -> send(XmppPresence.of(Type.UNAVAILABLE, presence.from(), pair.xmpp())));
            settleUnsent();
        }
    }

    /** Where an earlier process or a lost stream left something on show that is not so. */
    private void settleUnsent() {
        if (unsent && announced.isEmpty()) {
            unsent = false;
            send(XmppPresence.of(Type.UNAVAILABLE, pair.ims(), pair.xmpp()));
        }
    }

    /**
     * Tells all there is to know.
     *
     * @param to one of her resources, or all of them
     */
    synchronized void tellAll(Jid to) {
        if (!open) {
            return;
        }
        if (announced.isEmpty()) {
            send(XmppPresence.of(Type.UNAVAILABLE, pair.ims(), to));
        }
        announced.values().forEach(presence -> send(presence.to(to)));
    }

    /** Her server may show something else than what is so. */
    synchronized void doubt() {
        unsent = true;
    }

    /** The stream is back: what may have been lost is sent again. */
    synchronized void up() {
        if (unsent && open) {
            unsent = false;
            send(XmppPresence.of(Type.SUBSCRIBED, pair.ims(), pair.xmpp()));
            tellAll(pair.xmpp());
        }
    }

    /** Tells her that she may not know, or not any longer. */
    synchronized void close(String words) {
        forget();
        open = false;
        send(XmppPresence.of(Type.UNSUBSCRIBED, pair.ims(), pair.xmpp()).withStatus(words));
    }

    private void send(XmppPresence presence) {
        session.ifPresent(id -> environment.sent(
                id, presence.to().text(), "presence " + presence.type().name().toLowerCase(Locale.ROOT)));
        environment.stanzas().send(presence).thenAccept(this::sent);
    }

    private void sent(Delivery fate) {
        if (fate instanceof Delivery.NotSent || fate instanceof Delivery.Unknown) {
            doubt();
        }
    }
}

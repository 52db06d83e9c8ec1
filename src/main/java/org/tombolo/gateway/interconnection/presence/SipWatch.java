package org.tombolo.gateway.interconnection.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.tombolo.gateway.interconnection.presence.PresenceStore.Row;
import org.tombolo.gateway.interconnection.presence.PresenceStore.Side;
import org.tombolo.gateway.interconnection.presence.TimerWheel.Timer;
import org.tombolo.sip.Body;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.sip.SubscriptionState;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/**
 * One IMS user watches one XMPP user (RFC 8048 5.3), by as many subscriptions as she has devices. What XMPP told us is for
 * her alone (RFC 8048 8.2).
 */
final class SipWatch implements ServedSubscription.Content {
    /** STRANGER -> PENDING -> ACTIVE -> OVER; OVER is reached from everywhere. */
    enum State {
        /** She only polls; XMPP decides what she gets. */
        STRANGER,
        /** She has asked; the XMPP user has not agreed. */
        PENDING,
        /** The XMPP user has agreed, for good. */
        ACTIVE,
        /** The XMPP user does not want it, or the stranger has left; devices hear the last of it. */
        OVER
    }

    private static final int MOST_DEVICES = 10;
    /** How long a poll waits for XMPP. */
    private static final long POLL = 2;

    private final Pair pair;
    private final PresenceEnvironment environment;
    private final Owner owner;
    private final List<Recipient> devices = new CopyOnWriteArrayList<>();
    private final List<Recipient> polls = new CopyOnWriteArrayList<>();
    private final Timer patience;
    private final ShownFace face;
    private State state;
    private Resources resources = Resources.NONE;
    /** Whether XMPP has told us since the stream was opened. */
    private boolean known;

    /** What a watch asks of those who hold it. */
    interface Owner {
        /** It is over. */
        void over(SipWatch watch);

        /** Whether the XMPP user sees the IMS user as available. */
        boolean shows(Pair pair);
    }

    SipWatch(Pair pair, State state, PresenceEnvironment environment, Owner owner) {
        this.pair = pair;
        this.state = state;
        this.environment = environment;
        this.owner = owner;
        this.patience = environment.wheel().timer(this::answerPolls);
        this.face = new ShownFace(environment.faces(), pair, () -> devices.forEach(Recipient::changed));
    }

    Pair pair() {
        return pair;
    }

    synchronized State state() {
        return state;
    }

    /** Whether one device more may watch. */
    boolean hasRoom() {
        return devices.size() + polls.size() < MOST_DEVICES;
    }

    boolean idle() {
        return devices.isEmpty() && polls.isEmpty();
    }

    // ---- what the IMS user does ---------------------------------------------------------------------------------

    /**
     * She subscribes with a device, or asks once. On the session's executor.
     *
     * @param seconds 0 when she asks once
     */
    synchronized void subscribe(IncomingRequest request, SipSubscriptions subscriptions, long seconds) {
        ServedSubscription device = new ServedSubscription(request, subscriptions, environment.wheel(), this);
        (seconds == 0 ? polls : devices).add(device);
        if (seconds == 0) {
            device.start(0);
            poll();
        } else {
            ask();
            device.start(seconds);
        }
    }

    /** She watches as a place in a list. */
    synchronized void join(Recipient place) {
        devices.add(place);
        ask();
        place.changed();
    }

    private void ask() {
        if (state == State.STRANGER) {
            state = State.PENDING;
            environment.journal().put(row(false));
        }
        if (state == State.PENDING) {
            // RFC 8048 5.3.1; the server asks its user once, however often it is asked (RFC 6121 3.1.3).
            send(Type.SUBSCRIBE);
        } else if (!known) {
            send(Type.PROBE);
        }
    }

    /** RFC 8048 7 */
    private void poll() {
        if (known) {
            answerPolls();
        } else {
            send(Type.PROBE);
            patience.set(POLL);
        }
    }

    private synchronized void answerPolls() {
        List<Recipient> waiting = new ArrayList<>(polls);
        waiting.forEach(poll -> poll.end("timeout"));
    }

    @Override
    public synchronized void refreshed(Recipient device) {
        if (state == State.ACTIVE && !known) {
            send(Type.PROBE);
        }
        // Her picture may have been deleted meanwhile; a NOTIFY follows anyway.
        var unused = face.look(resources, state);
    }

    @Override
    public synchronized void ended(Recipient device) {
        boolean subscribed = devices.remove(device);
        polls.remove(device);
        if (!idle()) {
            return;
        }
        resources = Resources.NONE;
        face.forget();
        known = false;
        if (subscribed && state == State.ACTIVE && !owner.shows(pair)) {
            // RFC 8048 5.3.3: her authorisation stays, she is only gone; unless she is there and shows it.
            send(Type.UNAVAILABLE);
        }
        if (state == State.STRANGER) {
            over();
        }
    }

    // ---- what the XMPP user does --------------------------------------------------------------------------------

    /** She agrees. */
    synchronized void subscribed() {
        if (state == State.PENDING) {
            state = State.ACTIVE;
            environment.journal().put(row(true)).thenRun(this::tellStanding);
        }
    }

    private void tellStanding() {
        // RFC 8048 5.3.1: active, and what is known of her follows.
        devices.forEach(Recipient::decided);
    }

    /** She does not want it, or not any longer. */
    synchronized void unsubscribed() {
        if (state == State.STRANGER) {
            answerPolls();
            return;
        }
        // RFC 8048 5.3.1
        refuse("rejected");
    }

    private void refuse(String reason) {
        environment.journal().remove(row(false));
        resources = Resources.NONE;
        devices.forEach(device -> device.end(reason));
        polls.forEach(poll -> poll.end(reason));
        over();
    }

    /** What we sent came back: nobody there tells us anything. */
    synchronized void failed(String condition) {
        boolean nobody = Set.of("item-not-found", "gone", "jid-malformed", "remote-server-not-found")
                .contains(condition);
        if (state == State.PENDING && nobody) {
            // RFC 6665 4.1.3
            refuse("noresource");
        } else if (state == State.STRANGER) {
            answerPolls();
        } else {
            down();
        }
    }

    private void over() {
        state = State.OVER;
        patience.stop();
        owner.over(this);
    }

    /** Her presence has changed, of one resource or (from her bare address) of all. */
    synchronized void presence(XmppPresence presence) {
        if (idle() || state == State.PENDING) {
            // What a server says to those who may not know is not about its user.
            return;
        }
        Resources now = resources.after(presence);
        boolean news = !known || !now.equals(resources);
        resources = now;
        known = true;
        boolean seen = face.look(resources, state);
        if (news || seen) {
            devices.forEach(Recipient::changed);
        }
        answerPolls();
    }

    // ---- the stream to the XMPP server --------------------------------------------------------------------------

    /** It is open: what is so has to be asked. */
    synchronized void up() {
        if (!devices.isEmpty()) {
            send(state == State.PENDING ? Type.SUBSCRIBE : Type.PROBE);
        }
    }

    /** It is gone: nobody knows what she is, so she is not shown as online. */
    synchronized void down() {
        known = false;
        if (resources.anyAvailable()) {
            resources = resources.gone();
            devices.forEach(Recipient::changed);
        }
    }

    /** We stop: the devices subscribe again, and the next process knows them (RFC 6665 4.1.3). */
    void stop() {
        devices.forEach(device -> device.end("deactivated"));
    }

    // ---- what the devices are told ------------------------------------------------------------------------------

    @Override
    public synchronized boolean authorised() {
        return state == State.ACTIVE;
    }

    @Override
    public synchronized Optional<Body> body(Recipient device, SubscriptionState told) {
        boolean rejected = told.terminated() && !told.reason().equals("timeout");
        boolean leaving = told.terminated() && !polls.contains(device);
        boolean silent = resources.isEmpty() && !(leaving && state == State.ACTIVE);
        if (rejected || silent || told.value() == SubscriptionState.Value.PENDING) {
            return Optional.empty();
        }
        // RFC 8048 5.3.3: the last NOTIFY of a subscription says closed.
        Collection<XmppPresence> all = (leaving ? resources.gone() : resources).of(pair.xmpp(), pair.ims());
        String contact = environment.addresses().xmppUserToUri(pair.xmpp()).orElse("");
        return Optional.of(XmppToPidf.body("pres:" + pair.xmpp().text(), contact, all, face.now()));
    }

    private void send(Type type) {
        devices.stream()
                .findFirst()
                .or(() -> polls.stream().findFirst())
                .ifPresent(device ->
                        environment.sent(device.timeline(), pair.xmpp().text(), "presence " + type));
        environment.stanzas().send(XmppPresence.of(type, pair.ims(), pair.xmpp()));
    }

    private Row row(boolean authorised) {
        return new Row(Side.IMS, pair.uri(), pair.ims(), pair.xmpp(), authorised);
    }
}

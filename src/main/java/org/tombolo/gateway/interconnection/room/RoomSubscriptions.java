package org.tombolo.gateway.interconnection.room;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tombolo.gateway.interconnection.AddressMapping.Target;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.gateway.interconnection.presence.Interval;
import org.tombolo.gateway.interconnection.presence.Recipient;
import org.tombolo.gateway.interconnection.presence.ServedSubscription;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.sip.Body;
import org.tombolo.sip.DialogRequest;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Notifier;
import org.tombolo.sip.NotifierListener;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.sip.SubscriptionState;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;

/** What one IMS user in a room subscribes to, and whom she refers to it (RFC 7702 5.3, 6.5). */
final class RoomSubscriptions {
    /** Part of the ids of invitations. */
    static final String INVITATION = ".room-invitation";

    private static final int MOST = 4;

    private final RoomSession session;
    private final RoomParts parts;
    private final List<Recipient> watches = new CopyOnWriteArrayList<>();
    private int invitations;

    RoomSubscriptions(RoomSession session, RoomParts parts) {
        this.session = session;
        this.parts = parts;
    }

    /** A SUBSCRIBE or REFER in her dialog. On the session's executor. */
    void take(DialogRequest request) {
        if (request.message().method().equals("REFER")) {
            refer(request);
        } else {
            subscribe(
                    request.message(),
                    request::reply,
                    watch -> new ServedSubscription(request, session.session(), parts.wheel(), watch));
        }
    }

    /** A SUBSCRIBE that opens a dialog of its own. On the executor of its session. */
    void take(IncomingRequest request, SipSubscriptions subscriptions) {
        subscribe(
                request.message(),
                request::reply,
                watch -> new ServedSubscription(request, subscriptions, parts.wheel(), watch));
    }

    private void subscribe(
            SipRequest request, Consumer<SipReply> refuse, Function<ConferenceWatch, ServedSubscription> accept) {
        Optional<SipReply> refusal = refusal(request);
        if (refusal.isPresent()) {
            refuse.accept(refusal.get());
            return;
        }
        Interval interval = Interval.of(request);
        if (interval instanceof Interval.TooBrief tooBrief) {
            refuse.accept(tooBrief.reply());
        } else if (interval instanceof Interval.Granted granted) {
            ServedSubscription subscription = accept.apply(new ConferenceWatch(session));
            watches.add(subscription);
            subscription.start(granted.seconds());
            if (granted.seconds() == 0) {
                // RFC 6665 4.4.3: she asks once.
                subscription.end("timeout");
            } else if (session.isOver()) {
                subscription.end("noresource");
            }
        }
    }

    /** Why a SUBSCRIBE is not taken. */
    private Optional<SipReply> refusal(SipRequest request) {
        if (!isConference(request)) {
            return Optional.of(SipReply.of(489).with(new Header("Allow-Events", ConferenceWatch.EVENT)));
        }
        return watches.size() >= MOST
                ? Optional.of(SipReply.refusal(403, "you are told of this room already"))
                : Optional.empty();
    }

    static boolean isConference(SipRequest request) {
        String event = request.header("Event").orElse("").split(";", 2)[0].trim();
        return event.equalsIgnoreCase(ConferenceWatch.EVENT);
    }

    /** Somebody came, went, or the subject is another one. */
    void changed() {
        watches.forEach(Recipient::changed);
    }

    void ended(Recipient watch) {
        watches.remove(watch);
    }

    /** The room is over for her. */
    void end() {
        watches.forEach(watch -> watch.end("noresource"));
    }

    // ---- REFER ---------------------------------------------------------------------------------------------------

    /** RFC 7702 6.5, RFC 4579 5.5: she invites somebody to the room. */
    private void refer(DialogRequest request) {
        List<String> targets = request.message().headers("Refer-To");
        String target = targets.size() == 1 ? targets.get(0) : "";
        Optional<Jid> invited = jid(target);
        if (targets.size() != 1) {
            // RFC 3515 2.4.2
            request.reply(SipReply.refusal(400, "one Refer-To"));
        } else if (target.toLowerCase(Locale.ROOT).contains("method=bye")) {
            request.reply(SipReply.refusal(403, "who has to leave is decided on XMPP"));
        } else if (invited.isEmpty()) {
            request.reply(SipReply.refusal(404, "nobody whom a room could invite"));
        } else {
            refer(request, invited.get());
        }
    }

    private Optional<Jid> jid(String referTo) {
        Optional<SipAddress> sip = SipAddress.parse(referTo);
        String uri =
                sip.map(SipAddress::text).orElse(referTo.replaceAll("[<>]", "").trim());
        return parts.addresses()
                .xmppTarget(uri)
                .map(Target::jid)
                .or(() -> sip.flatMap(user ->
                        parts.addresses().imsUserToJid(user, session.room().jid())));
    }

    private void refer(DialogRequest request, Jid invited) {
        Notifier notifier = request.notifier(new Ignoring());
        // RFC 7702 6.5
        notifier.reply(SipReply.of(200).with(Header.FOCUS));
        String reason = request.message().header("Subject").orElse("");
        XmppMessage invitation = new XmppMessage(
                session.session().id() + INVITATION + ++invitations,
                session.user().jid(),
                session.room().jid(),
                "normal",
                "",
                "",
                "",
                "",
                Optional.empty(),
                List.of(new Extension.MediatedInvitation(Optional.empty(), Optional.of(invited), reason, "")));
        parts.link().send(invitation).thenAccept(fate -> session.session().execute(() -> progress(notifier, fate)));
    }

    /** RFC 7702 6.5: how the invitation goes on cannot be known, so this is the last that is told. */
    private static void progress(Notifier notifier, Delivery fate) {
        String line = "SIP/2.0 100 Trying";
        if (fate instanceof Delivery.Refused refused) {
            line = "SIP/2.0 " + ErrorMapping.toReply(refused.error(), true, "").status() + " Refused";
        } else if (!(fate instanceof Delivery.Accepted)) {
            line = "SIP/2.0 503 Service Unavailable";
        }
        notifier.notify(
                SubscriptionState.terminated("noresource"),
                List.of(Header.FOCUS),
                Optional.of(Body.text("message/sipfrag;version=2.0", line + "\r\n")));
    }

    /** There is one NOTIFY, and nothing follows. */
    private static final class Ignoring implements NotifierListener {
        @Override
        public void resubscribed(Notifier notifier, SipRequest request) {
            notifier.reply(SipReply.of(403));
        }

        @Override
        public void answered(Notifier notifier, int status) {}
    }
}

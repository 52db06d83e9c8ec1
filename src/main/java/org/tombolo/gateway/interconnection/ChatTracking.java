package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.tombolo.gateway.interconnection.tracking.Change;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.gateway.interconnection.tracking.Loss;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.gateway.interconnection.tracking.MessageState;
import org.tombolo.gateway.interconnection.tracking.MessageTracker;
import org.tombolo.gateway.interconnection.tracking.TrackedMessage;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppMessage;

/** Tells the tracker of messages how far those of chats get, numbered together with those of pager mode. Safe for all threads. */
public final class ChatTracking {
    private final MessageTracker tracker;
    private final MessageIds ids;
    private final Clock clock;

    ChatTracking(MessageTracker tracker, MessageIds ids, Clock clock) {
        this.tracker = tracker;
        this.ids = ids;
        this.clock = clock;
    }

    /** The IMS user says something. */
    Tracked fromSip(SessionParties parties, SessionId session, Optional<ImdnRequest> imdn) {
        Tracked tracked = new Tracked(came(parties, Direction.SIP_TO_XMPP)
                .named(imdn.map(ImdnRequest::messageId).orElse(parties.thread()))
                .hidden(parties.isAnonymous())
                .in(session));
        tracked.came();
        return tracked;
    }

    /** The XMPP user says something; {@link Tracked#came} follows once it is sure that it goes by the chat. */
    Tracked fromXmpp(XmppMessage stanza, SessionParties parties, SessionId session, boolean notifies) {
        return new Tracked(came(parties, Direction.XMPP_TO_SIP)
                .named(stanza.id())
                .in(session)
                .without(lost(stanza, notifies)));
    }

    private TrackedMessage came(SessionParties parties, Direction direction) {
        return TrackedMessage.came(
                ids.next(), direction, Progress.person(parties.imsUri()), parties.xmpp(), clock.instant());
    }

    /** What a stanza cannot say in a chat by MSRP, which is plain text. */
    private static Set<Loss> lost(XmppMessage stanza, boolean notifies) {
        EnumSet<Loss> lost = EnumSet.noneOf(Loss.class);
        if (stanza.has(Extension.Xhtml.class)) {
            lost.add(Loss.FORMATTING);
        }
        if (stanza.has(Extension.Markable.class) && !notifies) {
            lost.add(Loss.RECEIPT);
        }
        if (stanza.has(Extension.Correction.class)) {
            lost.add(Loss.CORRECTION);
        }
        return lost;
    }

    /** One message of a chat. */
    final class Tracked {
        private final TrackedMessage message;
        private boolean known;

        private Tracked(TrackedMessage message) {
            this.message = message;
        }

        /** Our name of it: receipts that come when the chat is over tell of it, too. */
        MessageId id() {
            return message.id();
        }

        /** It goes by the chat. */
        void came() {
            if (!known) {
                known = true;
                tracker.came(message);
            }
        }

        void reached(MessageState state) {
            came();
            tracker.changed(Change.to(state, message.id(), message.xmpp(), clock.instant()));
        }

        /** It did not arrive. */
        void failed(MessageState state, String why) {
            came();
            tracker.changed(Change.to(state, message.id(), message.xmpp(), clock.instant())
                    .because(why));
        }
    }
}

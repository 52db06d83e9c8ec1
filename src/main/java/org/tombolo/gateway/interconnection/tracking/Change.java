package org.tombolo.gateway.interconnection.tracking;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tombolo.identity.Jid;
import org.tombolo.trace.SessionId;

/**
 * What is new about a message that came earlier.
 *
 * @param xmpp bare JID of its party on XMPP: who speaks of the messages of others is not believed
 * @param times when it reached which state
 * @param reason why it did not arrive, else empty
 * @param session in which that was, when there was one
 * @param lost what it lost on the way
 */
public record Change(
        MessageId id,
        Jid xmpp,
        Map<MessageState, Instant> times,
        String reason,
        Optional<SessionId> session,
        Set<Loss> lost) {

    /** One state more. */
    public static Change to(MessageState state, MessageId id, Jid xmpp, Instant at) {
        return new Change(id, xmpp.bare(), Map.of(state, at), "", Optional.empty(), Set.of());
    }

    /** The same, with why. */
    public Change because(String why) {
        return new Change(id, xmpp, times, TrackedMessage.shortened(why), session, lost);
    }

    /** The same, with the session in which it was. */
    public Change in(SessionId where) {
        return new Change(id, xmpp, times, reason, Optional.of(where), lost);
    }

    /** The same, with what is lost. */
    public Change without(Set<Loss> what) {
        return new Change(id, xmpp, times, reason, session, what);
    }

    /** How far it got by this. */
    public MessageState state() {
        return strongest(times);
    }

    /** This and a later one in one. */
    Change plus(Change later) {
        return new Change(
                id,
                xmpp,
                merged(times, later.times),
                later.state().compareTo(state()) > 0 ? later.reason : reason,
                session.or(later::session),
                merged(lost, later.lost));
    }

    /** The state that stands among those reached. */
    static MessageState strongest(Map<MessageState, Instant> times) {
        MessageState strongest = MessageState.ACCEPTED;
        for (MessageState state : times.keySet()) {
            strongest = state.compareTo(strongest) > 0 ? state : strongest;
        }
        return strongest;
    }

    /** The first time counts: a device that tells again is late. */
    static Map<MessageState, Instant> merged(Map<MessageState, Instant> one, Map<MessageState, Instant> later) {
        Map<MessageState, Instant> both = new EnumMap<>(MessageState.class);
        both.putAll(later);
        both.putAll(one);
        return Map.copyOf(both);
    }

    static Set<Loss> merged(Set<Loss> one, Set<Loss> other) {
        EnumSet<Loss> both = EnumSet.noneOf(Loss.class);
        both.addAll(one);
        both.addAll(other);
        return Set.copyOf(both);
    }
}

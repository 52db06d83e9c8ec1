package org.tombolo.gateway.interconnection.tracking;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tombolo.identity.Jid;
import org.tombolo.trace.SessionId;

/**
 * A message and how far it got. Nothing of what it says.
 *
 * @param session the session that it came in, or the first one in which it was passed on
 * @param ims URI of its party on SIP, without a device
 * @param xmpp its party on XMPP, without a device
 * @param reference the id that its sender gave it: of its stanza, its IMDN Message-ID or its Call-ID; empty when it is too long to be kept
 * @param anonymous whether its sender on SIP does not want to be known (RFC 3323)
 * @param times when it reached which state; {@link MessageState#ACCEPTED} always
 * @param reason why it did not arrive, else empty
 * @param lost what it lost on the way
 */
public record TrackedMessage(
        MessageId id,
        Optional<SessionId> session,
        Direction direction,
        String ims,
        Jid xmpp,
        String reference,
        boolean anonymous,
        Map<MessageState, Instant> times,
        String reason,
        Set<Loss> lost) {
    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_REFERENCE = 256;

    /** A message that has just come. */
    public static TrackedMessage came(MessageId id, Direction direction, String ims, Jid xmpp, Instant at) {
        return new TrackedMessage(
                id,
                Optional.empty(),
                direction,
                ims,
                xmpp.bare(),
                "",
                false,
                Map.of(MessageState.ACCEPTED, at),
                "",
                Set.of());
    }

    /** The same, with the id that its sender gave it. */
    public TrackedMessage named(String given) {
        String kept = given.length() > LONGEST_REFERENCE ? "" : given;
        return new TrackedMessage(id, session, direction, ims, xmpp, kept, anonymous, times, reason, lost);
    }

    /** The same, of a sender who may not want to be known. */
    public TrackedMessage hidden(boolean hidden) {
        return new TrackedMessage(id, session, direction, ims, xmpp, reference, hidden, times, reason, lost);
    }

    /** The same, in a session. */
    public TrackedMessage in(SessionId where) {
        return new TrackedMessage(
                id, Optional.of(where), direction, ims, xmpp, reference, anonymous, times, reason, lost);
    }

    /** The same, with what it loses. */
    public TrackedMessage without(Set<Loss> what) {
        return new TrackedMessage(
                id, session, direction, ims, xmpp, reference, anonymous, times, reason, Set.copyOf(what));
    }

    /** How far it got. */
    public MessageState state() {
        return Change.strongest(times);
    }

    /** When it came. */
    public Instant accepted() {
        return times.getOrDefault(MessageState.ACCEPTED, Instant.EPOCH);
    }

    /** The same with what is new; unchanged when that is about another message. */
    public TrackedMessage plus(Change change) {
        if (!change.id().equals(id) || !change.xmpp().equals(xmpp)) {
            return this;
        }
        return new TrackedMessage(
                id,
                session.or(change::session),
                direction,
                ims,
                xmpp,
                reference,
                anonymous,
                Change.merged(times, change.times()),
                Change.strongest(change.times()).compareTo(state()) > 0 ? change.reason() : reason,
                Change.merged(lost, change.lost()));
    }

    /** Words for a person, not longer than is kept. */
    static String shortened(String why) {
        String oneLine = why.replaceAll("\\p{Cntrl}+", " ");
        return oneLine.substring(0, Math.min(oneLine.length(), LONGEST_REASON));
    }
}

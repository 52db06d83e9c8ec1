package org.tombolo.xmpp;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.tombolo.identity.Jid;

/** What a presence stanza says of a room (XEP-0045). */
public sealed interface RoomPart {

    /**
     * To a room: its sender wants to be let in (7.2.1).
     *
     * @param history how many of the last messages are wanted
     * @param since and none of before that time, when it is given
     * @param password empty when there is none
     */
    record Entering(int history, Optional<Instant> since, String password) implements RoomPart {}

    /**
     * From a room: how an occupant stands in it (7.2.2).
     *
     * @param affiliation such as {@code member}, empty when it is not told
     * @param role such as {@code participant}; {@code none} for who is out
     * @param jid who the occupant is, where the room tells it
     * @param nickname the new one of who changes it, else empty
     * @param actor who removed the occupant, empty when that is not told
     * @param reason words for a person, may be empty
     * @param codes status codes (15.6), such as 110 for "this is you"
     * @param destroyed present when the room is no more
     */
    record Standing(
            String affiliation,
            String role,
            Optional<Jid> jid,
            String nickname,
            String actor,
            String reason,
            Set<Integer> codes,
            Optional<Destroyed> destroyed)
            implements RoomPart {
        public Standing {
            codes = Set.copyOf(codes);
        }

        /** Whether it has a status code. */
        public boolean has(int code) {
            return codes.contains(code);
        }
    }

    /**
     * A room is no more (10.9).
     *
     * @param instead where everybody goes
     * @param reason words for a person, may be empty
     */
    record Destroyed(Optional<Jid> instead, String reason) {}
}

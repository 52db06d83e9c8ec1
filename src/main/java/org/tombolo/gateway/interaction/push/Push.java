package org.tombolo.gateway.interaction.push;

import java.time.Instant;
import java.util.Optional;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.identity.Address;

/**
 * A push as it stood after one change.
 *
 * @param owner who asked for it, see {@link org.tombolo.gateway.interaction.Requester#name}
 * @param call the call in progress that it belongs to
 * @param link what opens its file, when it has one
 * @param revision 1 for the creation, one more with each change; the sequence number of its events
 * @param detail why it is in this state, in a word such as {@code sip486}; empty when there is nothing to say
 * @param way how it reaches the phone, once that is known
 * @param expiresAt when it is given up
 */
public record Push(
        PushId id,
        String owner,
        Address from,
        Address to,
        PushContent content,
        Optional<CallId> call,
        Optional<Link> link,
        int revision,
        PushState state,
        String detail,
        Optional<Way> way,
        Instant createdAt,
        Instant changedAt,
        Instant expiresAt) {

    /**
     * What opens a file for whoever has it.
     *
     * @param token 128 random bits
     * @param until when it does no more
     */
    public record Link(String token, Instant until) {}

    /** The same in another state. */
    Push moved(PushState next, String why, Optional<Way> by, Instant now) {
        return new Push(
                id,
                owner,
                from,
                to,
                next.isFinal() ? content.silent() : content,
                call,
                link,
                revision + 1,
                next,
                why,
                by,
                createdAt,
                now,
                expiresAt);
    }
}

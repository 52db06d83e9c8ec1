package org.tombolo.gateway.convergence;

import java.time.Instant;
import org.tombolo.identity.Address;

/**
 * One share of video, as it stands.
 *
 * @param id 22 characters of base64url, not to be guessed
 * @param from who shares; {@code sip:anonymous@anonymous.invalid} when that is not to be known (RFC 3323)
 * @param to the user it is meant for
 * @param state how far it is
 * @param reason words for why it is over, or why it shows nothing; empty before
 * @param startedAt when the INVITE came
 * @param watchUrl page where it can be watched
 * @param held whether the phone has it on hold: it is live, and no picture comes
 * @param version grows with each change
 */
public record Share(
        String id,
        Address from,
        Address to,
        ShareState state,
        String reason,
        Instant startedAt,
        String watchUrl,
        boolean held,
        int version) {

    /** One that has not changed yet. */
    public Share(
            String id, Address from, Address to, ShareState state, String reason, Instant startedAt, String watchUrl) {
        this(id, from, to, state, reason, startedAt, watchUrl, false, 0);
    }

    Share in(ShareState newState, String why) {
        if (state.isFinal()) {
            throw new IllegalStateException("share " + id + " is over: " + state);
        }
        return new Share(id, from, to, newState, why, startedAt, watchUrl, held, version + 1);
    }

    Share noted(String why) {
        return new Share(id, from, to, state, why, startedAt, watchUrl, held, version + 1);
    }

    Share held(boolean now) {
        return new Share(id, from, to, state, reason, startedAt, watchUrl, now, version + 1);
    }
}

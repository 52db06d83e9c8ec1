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
 * @param reason words for why it is over, empty before
 * @param startedAt when the INVITE came
 * @param watchUrl page where it can be watched
 */
public record Share(
        String id, Address from, Address to, ShareState state, String reason, Instant startedAt, String watchUrl) {

    Share in(ShareState newState, String why) {
        if (state.isFinal()) {
            throw new IllegalStateException("share " + id + " is over: " + state);
        }
        return new Share(id, from, to, newState, why, startedAt, watchUrl);
    }
}

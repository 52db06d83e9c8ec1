package org.tombolo.gateway.convergence.browser;

import java.time.Instant;
import java.util.Optional;
import org.tombolo.media.sdp.H264Level;

/**
 * A call with a page as it is at a moment.
 *
 * @param id not to be guessed
 * @param incoming whether the phone called
 * @param peer the phone's address
 * @param video whether there are pictures, or are offered
 * @param state where it is
 * @param reason why it is over
 * @param detail what the network says of that, for who looks closer; may be empty
 * @param level the most that the phone's decoder takes of the page's pictures, once the phone has said so
 * @param since when this state began
 * @param version grows with each change
 */
public record CallView(
        String id,
        boolean incoming,
        String peer,
        boolean video,
        CallState state,
        EndReason reason,
        String detail,
        Optional<H264Level> level,
        Instant since,
        int version) {

    CallView in(CallState next, Instant now) {
        return new CallView(id, incoming, peer, video, next, reason, detail, level, now, version + 1);
    }

    CallView over(CallState last, EndReason why, String words, Instant now) {
        return new CallView(id, incoming, peer, video, last, why, words, level, now, version + 1);
    }

    CallView with(boolean pictures, Optional<H264Level> most) {
        return new CallView(id, incoming, peer, pictures, state, reason, detail, most, since, version);
    }
}

package org.tombolo.gateway.convergence;

import java.util.Optional;
import org.tombolo.media.sdp.CallDescription;
import org.tombolo.media.sdp.Negotiation;
import org.tombolo.media.sdp.Negotiator;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.sip.Body;

/** What we tell the phone of our side of a share, by SDP: each time as a newer version of the same description (RFC 3264 8). */
final class Described {
    private final String host;
    private final long id;
    private final ShareMedia media;
    private int version;
    private Optional<Body> last = Optional.empty();

    /**
     * @param host where the phone sends to
     * @param id of the description
     */
    Described(String host, long id, ShareMedia media) {
        this.host = host;
        this.id = id;
        this.media = media;
    }

    /** The answer to what the phone offers. */
    Body answer(Negotiation.Acceptance accepted) {
        return said(accepted.answer(host, origin(), media.localVideo(), media.localAudio()));
    }

    /** An offer of ours. */
    Body offer() {
        String offer = Capabilities.offer(
                new CallDescription(host, id), media.localVideo().port());
        version = 1;
        return said(offer);
    }

    /** The answer to an offer of nothing that we take. */
    Body nothing(SessionDescription offer) {
        return said(Negotiator.nothing(offer, host, origin()));
    }

    /** What holds now. */
    Body last() {
        return last.orElseThrow();
    }

    private String origin() {
        return id + " " + ++version;
    }

    private Body said(SessionDescription description) {
        return said(description.text());
    }

    private Body said(String sdp) {
        Body body = Body.text(Body.SDP, sdp);
        last = Optional.of(body);
        return body;
    }
}

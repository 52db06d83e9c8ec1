package org.tombolo.gateway.convergence;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tombolo.sip.Leg;
import org.tombolo.sip.MediaControl;
import org.tombolo.sip.SipRequest;

/** Requests for key frames by INFO (RFC 5168): one at a time, and none to a phone that cannot do it. On the session's executor. */
final class KeyframesByInfo {
    private static final String INFO = "INFO";
    /** What says that a phone cannot do it (RFC 3261 8.2, RFC 6086 4.2.2). */
    private static final Set<Integer> UNABLE = Set.of(405, 415, 469, 489, 501);

    private boolean able;
    private boolean asking;

    /** @param invite by whose Allow the phone tells what it takes */
    KeyframesByInfo(SipRequest invite) {
        List<String> allowed = invite.headers("Allow");
        this.able = allowed.isEmpty() || allowed.stream().anyMatch(value -> value.contains(INFO));
    }

    /** Asks, unless a request is on its way: a phone that does not answer is asked again when it has timed out. */
    void ask(Leg leg) {
        if (able && !asking) {
            asking = true;
            leg.send(INFO, List.of(), Optional.of(MediaControl.PICTURE_FAST_UPDATE));
        }
    }

    /** The final response to a request inside the dialog; 408 when none came. */
    void responded(String method, int status) {
        if (method.equals(INFO)) {
            asking = false;
            able &= !UNABLE.contains(status);
        }
    }
}

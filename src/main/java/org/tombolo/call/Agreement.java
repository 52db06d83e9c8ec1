package org.tombolo.call;

import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.RtpFormat;

/**
 * What both sides of a call have agreed on for one kind of media.
 *
 * @param phone where the phone is, and which way it wants the stream to flow
 * @param format as the phone calls it
 * @param ours payload type by which the phone sends it to us
 * @param theirs payload type in the other party's session, both ways
 * @param held whether the other party holds the call
 */
public record Agreement(CallStream phone, RtpFormat format, int ours, int theirs, boolean held) {
    Agreement held(boolean now) {
        return new Agreement(phone, format, ours, theirs, now);
    }

    boolean toPhone() {
        return phone.direction().receives() && !held;
    }

    boolean fromPhone() {
        return phone.direction().sends() && !held;
    }
}

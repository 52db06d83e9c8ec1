package org.tombolo.gateway.interaction;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A call that is to begin later.
 *
 * @param call the call once it has begun
 */
public record ScheduledCall(String id, CallRequest request, Instant due, State state, Optional<CallId> call) {

    /** WAITING -> STARTED, REFUSED, MISSED or CANCELLED. */
    public enum State {
        /** Its time has not come. */
        WAITING,
        /** The call has begun. */
        STARTED,
        /** A rule forbade it when its time had come. */
        REFUSED,
        /** We were not there at its time. */
        MISSED,
        /** It was taken back. */
        CANCELLED;

        /** The API's word. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

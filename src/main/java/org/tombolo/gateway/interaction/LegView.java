package org.tombolo.gateway.interaction;

import java.util.Locale;
import org.tombolo.identity.Address;

/**
 * One party's side of a call as it is now.
 *
 * @param name {@code caller}, {@code callee}, or {@code target} of a transfer
 * @param held whether no media flow either way
 * @param muted whether the others do not hear and see the party
 */
public record LegView(String name, Address party, State state, boolean held, boolean muted) {

    /** IDLE -> CALLING -> RINGING -> ANSWERED -> ENDED; ENDED is reached from everywhere. */
    public enum State {
        /** Not called yet. */
        IDLE,
        /** Called, nothing heard. */
        CALLING,
        /** Her phone rings. */
        RINGING,
        /** She has answered. */
        ANSWERED,
        /** Her leg is over. */
        ENDED;

        /** The API's word. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

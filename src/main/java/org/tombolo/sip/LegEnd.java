package org.tombolo.sip;

/** Why a leg is over. */
public sealed interface LegEnd {
    /** The other party sent BYE. */
    record HungUp() implements LegEnd {}

    /** The other party sent CANCEL before we answered. */
    record Cancelled() implements LegEnd {}

    /**
     * Our INVITE got a final response of 300 or more; 408 when none came at all.
     *
     * @param minimum the shortest session in seconds that it allows (Min-SE of RFC 4028), 0 when it does not say
     */
    record Refused(int status, String reason, int minimum) implements LegEnd {
        public Refused(int status, String reason) {
            this(status, reason, 0);
        }
    }

    /** No ACK came to our 2xx within 64*T1 (RFC 3261 13.3.1.4), or the transport failed. */
    record Lost(String why) implements LegEnd {

        /**
         * Whether a final response to a request inside the dialog ends it (RFC 3261 12.2.1.2). Nothing depends on an INFO, so that
         * only its transaction fails when nobody answers it, as phones leave requests for key frames (RFC 5057 5.1, note 3 and 5.2).
         *
         * @param status 408 when no response came
         */
        public static boolean ends(String method, int status) {
            return status == 481 || (status == 408 && !method.equals("INFO"));
        }
    }
}

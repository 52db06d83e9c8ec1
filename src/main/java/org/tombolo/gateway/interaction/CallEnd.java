package org.tombolo.gateway.interaction;

/**
 * Why a call ended.
 *
 * @param reason in CAMARA's words
 * @param detail in one word of ours more exactly, such as {@code sip486} or {@code gatewayRestarted}
 */
public record CallEnd(EndReason reason, String detail) {
    /** A client ended it, or took it back. */
    public static final CallEnd BY_CLIENT = new CallEnd(EndReason.HANG_UP, "endedByClient");

    /** An earlier process of ours died during the call. */
    public static final CallEnd RESTARTED = new CallEnd(EndReason.OTHER, "gatewayRestarted");

    /** We are shut down. */
    static final CallEnd STOPPED = new CallEnd(EndReason.OTHER, "gatewayStopped");

    /** It has lasted as long as a call may. */
    static final CallEnd LONGEST = new CallEnd(EndReason.OTHER, "maximumDuration");

    /** An error of ours. */
    static final CallEnd ERROR = new CallEnd(EndReason.OTHER, "internalError");

    /** It could not be written down, so it was not begun. */
    static final CallEnd NOT_STORED = new CallEnd(EndReason.OTHER, "notStored");

    /** A final response to our INVITE. */
    static CallEnd refused(EndReason reason, int status) {
        return new CallEnd(reason, "sip" + status);
    }

    /** The Reason header (RFC 3326) that tells a party why her leg ends: a cause of ITU-T Q.850. */
    String header() {
        int cause = this.equals(LONGEST) ? 102 : reason.cause();
        return "Q.850;cause=" + cause + ";text=\"" + detail + "\"";
    }
}

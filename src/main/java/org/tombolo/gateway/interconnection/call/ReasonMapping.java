package org.tombolo.gateway.interconnection.call;

import java.util.EnumMap;
import java.util.Map;
import org.tombolo.jingle.Reason;
import org.tombolo.jingle.Reason.Condition;

/** Why a call comes to nothing, in the words of the other side. */
final class ReasonMapping {
    /**
     * The conditions of XEP-0166 7.4 as final responses to an INVITE. None is 408 or 5xx: for an S-CSCF those are failures of
     * ours (TS 24.229 5.4.3), and it would call once more without us.
     */
    private static final Map<Condition, Integer> STATUS = new EnumMap<>(Map.ofEntries(
            Map.entry(Condition.ALTERNATIVE_SESSION, 486),
            Map.entry(Condition.BUSY, 486),
            Map.entry(Condition.CANCEL, 480),
            Map.entry(Condition.CONNECTIVITY_ERROR, 480),
            Map.entry(Condition.DECLINE, 603),
            Map.entry(Condition.EXPIRED, 480),
            Map.entry(Condition.FAILED_APPLICATION, 480),
            Map.entry(Condition.FAILED_TRANSPORT, 480),
            Map.entry(Condition.GENERAL_ERROR, 480),
            Map.entry(Condition.GONE, 480),
            Map.entry(Condition.INCOMPATIBLE_PARAMETERS, 488),
            Map.entry(Condition.MEDIA_ERROR, 488),
            Map.entry(Condition.SECURITY_ERROR, 488),
            Map.entry(Condition.SUCCESS, 480),
            Map.entry(Condition.TIMEOUT, 480),
            Map.entry(Condition.UNSUPPORTED_APPLICATIONS, 488),
            Map.entry(Condition.UNSUPPORTED_TRANSPORTS, 488)));

    private ReasonMapping() {}

    /** The final response to an INVITE for a session that was ended before it was accepted. */
    static int toStatus(Condition condition) {
        return STATUS.getOrDefault(condition, 480);
    }

    /** The reason for which a session ends whose INVITE got a final response of 300 or more. */
    static Reason toReason(int status, String phrase) {
        return new Reason(condition(status), ("SIP: " + status + " " + phrase).trim());
    }

    private static Condition condition(int status) {
        return switch (status) {
            case 486, 600 -> Condition.BUSY;
            case 403, 603 -> Condition.DECLINE;
            case 404, 410, 430, 480, 484, 485, 604 -> Condition.GONE;
            case 408, 504 -> Condition.TIMEOUT;
            case 415, 420, 488, 606 -> Condition.INCOMPATIBLE_PARAMETERS;
            case 487 -> Condition.CANCEL;
            case 401, 407, 493, 494 -> Condition.SECURITY_ERROR;
            default -> status / 100 == 6 ? Condition.DECLINE : Condition.GENERAL_ERROR;
        };
    }
}

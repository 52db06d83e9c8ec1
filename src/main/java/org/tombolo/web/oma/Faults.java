package org.tombolo.web.oma;

import org.tombolo.gateway.interaction.CreateResult;
import org.tombolo.gateway.interaction.LegResult;
import org.tombolo.web.Refusal;
import org.tombolo.web.calls.CallAccess;

/** Refusals with the identifiers of OMA's exceptions (REST NetAPI Common, appendix on exceptions; SVC0261 of third party call). */
final class Faults {
    /** No valid addresses provided in message part %1. */
    static final String NO_ADDRESS = "SVC0004";

    /** Correlator %1 specified in message part %2 is a duplicate. */
    static final String DUPLICATE = "SVC0005";

    /** Too many addresses specified in message part %1. */
    static final String TOO_MANY = "POL0003";

    private static final String INVALID = "SVC0002";
    private static final String TERMINATED = "SVC0261";
    private static final String SERVICE = "SVC0001";
    private static final String POLICY = "POL0001";

    private Faults() {}

    static Refusal invalid(String part) {
        return Refusal.of(400, INVALID, part);
    }

    static Refusal terminated() {
        return Refusal.of(409, TERMINATED, "");
    }

    /** OMA's APIs know no 422: what our rules forbid is a policy of ours. */
    static Refusal of(CreateResult.Refusal why) {
        Refusal known = CallAccess.refusal(why);
        if (why == CreateResult.Refusal.SAME_PARTIES) {
            return invalid("participantAddress: " + known.detail());
        }
        return known.status() == 422 ? Refusal.of(403, POLICY, known.detail()) : known;
    }

    /** Throws unless it is done. */
    static void accept(LegResult result) {
        switch (result) {
            case DONE -> {}
            case UNKNOWN -> throw Refusal.of(404, "no such participant");
            case NOT_CONNECTED -> throw Refusal.of(409, SERVICE, "the call is not in a state for this");
            case DENIED -> throw Refusal.of(403, POLICY, "this number may not be called");
            case BUSY ->
                throw Refusal.of(409, SERVICE, "a change is under way; try again")
                        .with("Retry-After", "1");
            case REFUSED -> throw Refusal.of(503, SERVICE, "a phone refused it; the call goes on as it was");
        }
    }
}

package org.tombolo.gateway.interaction;

/** What the final response to our INVITE says of a party. */
final class Refusals {
    private Refusals() {}

    static EndReason ofCaller(int status) {
        return switch (status) {
            case 486, 600 -> EndReason.CALLER_BUSY;
            case 408, 487 -> EndReason.CALLER_NO_ANSWER;
            case 603 -> EndReason.CALLER_ABANDON; // she does not want the call she asked for
            default -> EndReason.CALLER_FAILURE;
        };
    }

    static EndReason ofCallee(int status) {
        return switch (status) {
            case 486, 600, 603 ->
                EndReason.CALLEE_BUSY; // 603: "busy" is what a declining phone shows (RFC 3261 21.6.2)
            case 408, 487 -> EndReason.CALLEE_NO_ANSWER;
            default -> EndReason.CALLEE_FAILURE;
        };
    }
}

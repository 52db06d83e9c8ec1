package org.tombolo.gateway.interaction;

/** CAMARA's DisconnectionReason, with the final state that each leads to. */
public enum EndReason {
    /** A party of a connected call hung up, or the API's client ended the call. */
    HANG_UP("hangUp", CallState.DISCONNECTED, 16),
    CALLER_BUSY("callerBusy", CallState.DISCONNECTED, 17),
    CALLER_NO_ANSWER("callerNoAnswer", CallState.FAILED, 19),
    /** The caller cannot be reached, or no media could be agreed with her. */
    CALLER_FAILURE("callerFailure", CallState.FAILED, 31),
    /** The caller declined, or hung up before the callee had answered. */
    CALLER_ABANDON("callerAbandon", CallState.DISCONNECTED, 16),
    /** The callee is busy or declined. */
    CALLEE_BUSY("calleeBusy", CallState.DISCONNECTED, 17),
    CALLEE_NO_ANSWER("calleeNoAnswer", CallState.FAILED, 19),
    /** The callee cannot be reached, or no media could be agreed with her. */
    CALLEE_FAILURE("calleeFailure", CallState.FAILED, 31),
    /** Anything else, such as a restart of ours. */
    OTHER("other", CallState.FAILED, 41);

    private final String word;
    private final CallState unconnected;
    private final int cause;

    EndReason(String word, CallState unconnected, int cause) {
        this.word = word;
        this.unconnected = unconnected;
        this.cause = cause;
    }

    /** CAMARA's word. */
    public String word() {
        return word;
    }

    /**
     * The final state of a call that ends for this reason: CAMARA's {@code failed} is a call that was never established,
     * so a connected one is always disconnected.
     */
    public CallState finalState(boolean connected) {
        return connected ? CallState.DISCONNECTED : unconnected;
    }

    /** The cause of ITU-T Q.850 that comes nearest. */
    int cause() {
        return cause;
    }
}

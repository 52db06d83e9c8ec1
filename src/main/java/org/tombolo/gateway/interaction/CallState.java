package org.tombolo.gateway.interaction;

/**
 * CAMARA's CallStatus.
 *
 * <pre>
 * INITIATING -> CALLING_CALLER -> CALLING_CALLEE -> CONNECTED -> DISCONNECTED
 *      |               |                |
 *      +---------------+----------------+--> DISCONNECTED  busy, declined, abandoned, ended by the API's client
 *                                       +--> FAILED        no answer, unreachable, network or media failure
 * </pre>
 *
 * DISCONNECTED and FAILED are final; {@link ThirdPartyCall} is the only place that moves a call.
 */
public enum CallState {
    /** Created, nothing sent yet. */
    INITIATING("initiating"),
    /** The caller is being called. */
    CALLING_CALLER("callingCaller"),
    /** The caller has answered, the callee is being called. */
    CALLING_CALLEE("callingCallee"),
    /** Both have answered and their media are joined. */
    CONNECTED("connected"),
    /** Ended by a person or a client. */
    DISCONNECTED("disconnected"),
    /** Never established, or lost. */
    FAILED("failed");

    private final String word;

    CallState(String word) {
        this.word = word;
    }

    /** CAMARA's word. */
    public String word() {
        return word;
    }

    /** Whether nothing follows. */
    public boolean isFinal() {
        return this == DISCONNECTED || this == FAILED;
    }
}

package org.tombolo.web.camara;

import java.time.Instant;
import java.util.Optional;
import org.tombolo.gateway.interaction.CallRequest;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.identity.TelNumber;
import org.tombolo.web.Refusal;
import org.tombolo.web.calls.CredentialBody;

/** CAMARA's CreateCallRequest. */
record CreateCall(
        Party caller,
        Party callee,
        Optional<String> sink,
        Optional<CredentialBody> sinkCredential,
        Optional<Boolean> recordingEnabled) {

    /** CAMARA's Caller and Callee. */
    record Party(String number) {
        TelNumber parsed() {
            try {
                return new TelNumber(number);
            } catch (IllegalArgumentException e) {
                throw Refusal.of(
                        422,
                        "INVALID_PHONE_NUMBER",
                        "a number is + and 5 to 15 digits, the first not 0 (E.164), such as +15550001");
            }
        }
    }

    /**
     * What the gateway understands.
     *
     * @param correlator the request's {@code x-correlator}
     * @throws Refusal 400 or 422 when something in it is wrong
     */
    CallRequest request(Requester requester, String correlator, Instant now) {
        TelNumber from = caller.parsed();
        TelNumber to = callee.parsed();
        Optional<Sink> events = CredentialBody.sink(sink, sinkCredential, correlator, now);
        return new CallRequest(from, to, events, recordingEnabled.orElse(false), requester);
    }
}

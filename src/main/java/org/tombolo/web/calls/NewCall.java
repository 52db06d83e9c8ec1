package org.tombolo.web.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.tombolo.gateway.interaction.CallRequest;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.identity.Address;
import org.tombolo.web.Refusal;
import org.tombolo.web.TimeParameter;

/**
 * What a client asks for by our own API.
 *
 * @param caller a number such as {@code +15550001}, or a SIP address such as {@code sip:alice@ims.localhost}
 * @param callee likewise
 * @param ringTimeout how long each party may ring, in seconds
 * @param maxDuration how long the call may last, in seconds
 * @param anonymous whether the callee may not learn who calls
 * @param at when the call is to begin, RFC 3339; at once when it is not there
 */
record NewCall(
        String caller,
        String callee,
        Optional<String> sink,
        Optional<CredentialBody> sinkCredential,
        Optional<Integer> ringTimeout,
        Optional<Integer> maxDuration,
        Optional<Boolean> anonymous,
        Optional<String> at) {
    private static final int LONGEST_RINGING = 600;
    private static final int LONGEST_CALL = 86_400;

    /** @throws Refusal 400 or 422 when something in it is wrong */
    CallRequest request(Requester requester, String correlator, Instant now) {
        return new CallRequest(
                party("caller", caller),
                party("callee", callee),
                CredentialBody.sink(sink, sinkCredential, correlator, now),
                false,
                requester,
                new CallRequest.Options(
                        seconds("ringTimeout", ringTimeout, LONGEST_RINGING),
                        seconds("maxDuration", maxDuration, LONGEST_CALL),
                        anonymous.orElse(false)));
    }

    static Address party(String name, String text) {
        return PartyAddress.parse(text)
                .orElseThrow(() -> Refusal.of(
                        422,
                        "INVALID_PHONE_NUMBER",
                        name + ": must be a number such as +15550001 or a SIP address such as sip:alice@example.com"));
    }

    private static Optional<Duration> seconds(String name, Optional<Integer> value, int most) {
        if (value.filter(v -> v < 1 || v > most).isPresent()) {
            throw Refusal.of(400, "OUT_OF_RANGE", name + ": must be 1 to " + most + " seconds");
        }
        return value.map(Duration::ofSeconds);
    }

    Optional<Instant> due() {
        return at.map(text -> TimeParameter.parse("at", text));
    }
}

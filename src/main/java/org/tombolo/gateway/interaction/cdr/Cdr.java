package org.tombolo.gateway.interaction.cdr;

import java.time.Instant;
import java.util.Optional;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallEnd;
import org.tombolo.gateway.interaction.PartyAddress;

/**
 * The record of one call.
 *
 * @param owner who asked for it
 * @param caller as APIs show parties
 * @param seconds how long both were connected, 0 when they never were
 * @param state CAMARA's word
 * @param reason CAMARA's word
 */
public record Cdr(
        String callId,
        String owner,
        String caller,
        String callee,
        Instant createdAt,
        Optional<Instant> connectedAt,
        Instant endedAt,
        long seconds,
        String state,
        String reason,
        String detail) {

    /**
     * That of a call.
     *
     * @throws IllegalArgumentException when the call is not over
     */
    public static Cdr of(Call call) {
        CallEnd end = call.end().orElseThrow(() -> new IllegalArgumentException("the call is not over: " + call.id()));
        return new Cdr(
                call.id().text(),
                call.owner(),
                PartyAddress.shown(call.caller()),
                PartyAddress.shown(call.callee()),
                call.createdAt(),
                call.connectedAt(),
                call.changedAt(),
                call.talked().toSeconds(),
                call.state().word(),
                end.reason().word(),
                end.detail());
    }
}

package org.tombolo.web.calls;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallEnd;
import org.tombolo.gateway.interaction.LegView;
import org.tombolo.gateway.interaction.PartyAddress;

/**
 * A call in our own API's words.
 *
 * @param reason CAMARA's DisconnectionReason, once it is over
 * @param detail why more exactly, in a word of ours
 * @param createdAt RFC 3339 in UTC, as all times
 * @param seconds how long both were connected
 * @param legs while it goes on
 * @param pushes where the pushes into it are
 */
record CallBody(
        String id,
        String caller,
        String callee,
        String status,
        Optional<String> reason,
        Optional<String> detail,
        String createdAt,
        Optional<String> connectedAt,
        Optional<String> endedAt,
        Optional<Long> seconds,
        Optional<List<LegBody>> legs,
        String pushes) {

    static CallBody of(Call call) {
        return of(call, Optional.empty());
    }

    static CallBody of(Call call, List<LegView> legs) {
        return of(call, Optional.of(legs.stream().map(LegBody::of).toList()));
    }

    private static CallBody of(Call call, Optional<List<LegBody>> legs) {
        boolean over = call.state().isFinal();
        return new CallBody(
                call.id().text(),
                PartyAddress.shown(call.caller()),
                PartyAddress.shown(call.callee()),
                call.state().word(),
                call.reason().map(r -> r.word()),
                call.end().map(CallEnd::detail),
                time(call.createdAt()),
                call.connectedAt().map(CallBody::time),
                over ? Optional.of(time(call.changedAt())) : Optional.empty(),
                over ? Optional.of(call.talked().toSeconds()) : Optional.empty(),
                legs.filter(l -> !l.isEmpty()),
                "/api/v1/pushes?call=" + call.id().text());
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** A leg. */
    record LegBody(String id, String party, String state, boolean held, boolean muted) {
        static LegBody of(LegView leg) {
            return new LegBody(
                    leg.name(), PartyAddress.shown(leg.party()), leg.state().word(), leg.held(), leg.muted());
        }
    }
}

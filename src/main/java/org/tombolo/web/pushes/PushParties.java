package org.tombolo.web.pushes;

import java.util.Arrays;
import java.util.Optional;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.CallState;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;
import org.tombolo.web.Refusal;
import org.tombolo.web.calls.CallAccess;

/** Between whom a push goes: what the client says, what is known of a portal user, or the parties of a call in progress. */
public final class PushParties {
    private final ClickToDial calls;
    private final Associations associations;

    public PushParties(ClickToDial calls, Associations associations) {
        this.calls = calls;
        this.associations = associations;
    }

    /** Who sends to whom, and beside which call. */
    record Parties(Address from, Address to, Optional<CallId> call) {}

    /** @throws Refusal 400, 404, 409 or 422 */
    Parties of(NewPush wanted, Requester requester) {
        Address to = NewPush.party("to", wanted.to());
        Optional<Address> from = wanted.from().map(text -> NewPush.party("from", text));
        return wanted.call()
                .map(id -> beside(call(id, requester), from, to))
                .orElseGet(() -> new Parties(
                        from.or(() -> own(requester))
                                .orElseThrow(
                                        () -> Refusal.of(400, "from: is required, because nothing says who sends it")),
                        to,
                        Optional.empty()));
    }

    private Call call(String id, Requester requester) {
        Call call = calls.get(CallAccess.id(id), requester).orElseThrow(CallAccess::unknown);
        if (call.state() != CallState.CONNECTED) {
            throw Refusal.of(409, "call: the call is not connected");
        }
        return call;
    }

    private static Parties beside(Call call, Optional<Address> from, Address to) {
        boolean callee = to.equals(call.callee());
        if (!callee && !to.equals(call.caller())) {
            throw Refusal.of(422, "to: is no party of the call");
        }
        Address other = callee ? call.caller() : call.callee();
        if (from.filter(f -> !f.equals(other)).isPresent()) {
            throw Refusal.of(422, "from: in a call it is the other party");
        }
        return new Parties(other, to, Optional.of(call.id()));
    }

    private Optional<Address> own(Requester requester) {
        return requester
                .user()
                .flatMap(user -> Arrays.stream(Association.Service.values())
                        .flatMap(service -> associations.imsOf(user, service).stream())
                        .findFirst());
    }
}

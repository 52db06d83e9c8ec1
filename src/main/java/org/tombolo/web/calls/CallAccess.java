package org.tombolo.web.calls;

import java.util.regex.Pattern;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.CreateResult;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.web.Caller;
import org.tombolo.web.Refusal;

/** Who asks for which call, on every API. */
public final class CallAccess {
    // CallId of the YAML
    private static final Pattern CALL_ID = Pattern.compile("[A-Za-z0-9._~:-]{1,256}");

    private CallAccess() {}

    /** Who asks. */
    public static Requester requester(SecurityContext security) {
        return requester(Caller.of(security));
    }

    /** Who asks. */
    static Requester requester(Caller caller) {
        // Whoever has a link sees the call that it was made for, and nothing else lets links in.
        boolean all = caller.linked() || caller.scopes().contains("admin");
        return caller.user().map(u -> Requester.user(u, all)).orElseGet(() -> Requester.client(caller.name(), all));
    }

    /**
     * A call's id.
     *
     * @throws Refusal 400 when it cannot be one of anybody's, 404 when it cannot be one of ours
     */
    public static CallId id(String text) {
        if (!CALL_ID.matcher(text).matches()) {
            throw Refusal.of(400, "callId: must match " + CALL_ID);
        }
        return CallId.parse(text).orElseThrow(CallAccess::unknown);
    }

    /**
     * The call of that id that the caller may see.
     *
     * @throws Refusal 400 or 404
     */
    public static Call find(ClickToDial calls, String callId, SecurityContext security) {
        return calls.get(id(callId), requester(security)).orElseThrow(CallAccess::unknown);
    }

    /** 404. */
    public static Refusal unknown() {
        return Refusal.of(404, "no such call");
    }

    /** Why a call is refused, in HTTP's words and with CAMARA's code. */
    public static Refusal refusal(CreateResult.Refusal why) {
        return switch (why) {
            case SAME_PARTIES -> Refusal.of(422, "SAME_CALLER_CALLEE", "caller and callee cannot be the same number");
            case RECORDING -> Refusal.of(422, "RECORDING_NOT_SUPPORTED", "calls are not recorded here");
            case NOT_HER_NUMBER ->
                Refusal.of(403, "INVALID_TOKEN_CONTEXT", "caller: is not a number of the user who is signed in");
            case ALREADY_ACTIVE ->
                Refusal.of(409, "ALREADY_EXISTS", "an active call already exists for the given caller and callee");
            case CALLER_DENIED ->
                Refusal.of(422, "CALLER_NOT_AVAILABLE", "caller: this number may not be used for calls");
            case CALLEE_DENIED -> Refusal.of(422, "CALLEE_NOT_AVAILABLE", "callee: this number may not be called");
            case QUOTA ->
                Refusal.of(429, "QUOTA_EXCEEDED", "this client has had its share of calls for now")
                        .with("Retry-After", "3600");
            case TOO_FAST -> Refusal.of(429, "too many calls in a short time").with("Retry-After", "60");
            case TOO_MANY -> Refusal.of(429, "too many calls are active").with("Retry-After", "10");
            case NOT_READY ->
                Refusal.of(503, "calls are not taken yet: SIP is not ready").with("Retry-After", "10");
            case NOT_STORED ->
                Refusal.of(503, "the call cannot be written down now").with("Retry-After", "10");
        };
    }
}

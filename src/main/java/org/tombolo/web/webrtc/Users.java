package org.tombolo.web.webrtc;

import javax.ws.rs.core.SecurityContext;
import org.tombolo.identity.ApiClient;
import org.tombolo.identity.ApiClients;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Caller;
import org.tombolo.web.Refusal;

/** For whom a request is: the portal user who is signed in, or the one who answers for the client of the token. */
public final class Users {
    private final ApiClients clients;

    public Users(ApiClients clients) {
        this.clients = clients;
    }

    /** @throws Refusal 403 when the client is nobody's */
    WebUser of(SecurityContext security) {
        Caller caller = Caller.of(security);
        return caller.user()
                .or(() -> clients.find(caller.name()).flatMap(ApiClient::owner))
                .orElseThrow(() -> Refusal.of(
                        403, "INVALID_TOKEN_CONTEXT", "the token is of a client that has no owner among the users"));
    }
}

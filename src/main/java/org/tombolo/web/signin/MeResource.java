package org.tombolo.web.signin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Caller;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/v1/me}: the portal user who asks, and the identities of the phone network that she stands for. */
@Path("api/v1/me")
@Produces(MediaType.APPLICATION_JSON)
public final class MeResource {
    private final Associations associations;

    public MeResource(Associations associations) {
        this.associations = associations;
    }

    @GET
    @Requires("shares:read")
    public View get(@Context SecurityContext security) {
        WebUser user = Caller.of(security)
                .user()
                .orElseThrow(() -> Refusal.of(403, "only who is signed in to the portal is somebody"));
        Map<String, List<String>> services = new LinkedHashMap<>();
        for (Association.Service service : Association.Service.values()) {
            for (Address ims : associations.identitiesOf(user, service)) {
                services.computeIfAbsent(ims.text(), identity -> new ArrayList<>())
                        .add(service.name());
            }
        }
        return new View(
                user.name(),
                services.entrySet().stream()
                        .map(one -> new Identity(one.getKey(), one.getValue()))
                        .toList());
    }

    /** A user in the API's words. */
    record View(String name, List<Identity> identities) {}

    /**
     * An identity of the phone network.
     *
     * @param services what reaches her in its stead: names of {@link Association.Service}
     */
    record Identity(String ims, List<String> services) {}
}

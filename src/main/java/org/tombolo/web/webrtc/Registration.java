package org.tombolo.web.webrtc;

import java.time.Instant;
import java.util.UUID;
import org.tombolo.identity.WebUser;

/**
 * A device that takes part in the calls of its user.
 *
 * @param device as the device names itself
 * @param owner who registered it, see {@link org.tombolo.gateway.interaction.Requester#name}
 */
record Registration(String id, UUID device, WebUser user, String owner, Instant expiresAt) {

    Registration until(Instant later) {
        return new Registration(id, device, user, owner, later);
    }
}

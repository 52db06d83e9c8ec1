package org.tombolo.web.webrtc;

import java.time.Instant;
import java.util.Optional;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.identity.WebUser;

/**
 * That somebody wants events at a sink.
 *
 * @param session the only call whose events are wanted
 * @param most how many events end it
 * @param owner who made it, see {@link org.tombolo.gateway.interaction.Requester#name}
 */
record Subscription(
        String id,
        WebUser user,
        String owner,
        String registration,
        EventType type,
        Optional<String> session,
        Sink sink,
        Optional<Integer> most,
        Instant startsAt,
        Optional<Instant> expiresAt) {

    boolean wants(Channel.Happening happening) {
        return happening.type() == type && (session.isEmpty() || session.equals(happening.session()));
    }
}

package org.tombolo.web.share;

import java.time.Instant;
import org.tombolo.gateway.convergence.Share;

/** A share in the API's words; times are RFC 3339 in UTC. */
record ShareView(String id, String from, String to, String state, String watchUrl, Instant startedAt) {
    static ShareView of(Share share) {
        return new ShareView(
                share.id(),
                share.from().text(),
                share.to().text(),
                share.state().text(),
                share.watchUrl(),
                share.startedAt());
    }
}

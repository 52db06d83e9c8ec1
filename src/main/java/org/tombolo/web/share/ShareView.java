package org.tombolo.web.share;

import java.time.Instant;
import java.util.Locale;
import org.tombolo.web.share.ShareDirectory.Share;

/** A share in the API's words; times are RFC 3339 in UTC. */
record ShareView(String id, String from, String to, String state, String watchUrl, Instant startedAt) {
    static ShareView of(Share share, String publicUrl) {
        return new ShareView(
                share.id(),
                share.from().text(),
                share.to().text(),
                state(share),
                publicUrl + "/watch/" + share.id(),
                share.startedAt());
    }

    static String state(Share share) {
        return share.state().name().toLowerCase(Locale.ROOT);
    }
}

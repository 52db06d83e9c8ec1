package org.tombolo.gateway.interaction;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.tombolo.sip.Body;

/**
 * The {@code o=} line of what we send on one leg. Each party sees one session of ours whoever the description came from:
 * constant but for its version, which rises by one when anything else changed (RFC 3264 8).
 */
final class SessionOrigin {
    private final long session;
    private final String host;
    private long version;
    private Optional<Description> last = Optional.empty();

    SessionOrigin(RandomGenerator random, String host) {
        // RFC 3264 5: the numbers fit a 64-bit signed integer; the first version leaves room to count.
        this.session = random.nextLong(1, 1L << 62);
        this.host = host;
    }

    /** The description as this leg shall see it. */
    Body stamp(Description description) {
        Description plain = description.withOrigin("o=");
        if (!last.equals(Optional.of(plain))) {
            version++;
            last = Optional.of(plain);
        }
        return description.withOrigin(line()).body();
    }

    /** What we said last, for a party that asks again; nothing but our name before we said anything. */
    Body repeat() {
        return stamp(last.orElseGet(SessionOrigin::withoutMedia));
    }

    /** An offer without any media line: flow IV's first (RFC 3725 4.4). */
    static Description withoutMedia() {
        return new Description(List.of("v=0", "o=", "s=-", "c=IN IP4 0.0.0.0", "t=0 0"), List.of());
    }

    private String line() {
        String family = host.indexOf(':') >= 0 ? "IP6" : "IP4";
        return "o=tombolo " + session + " " + version + " IN " + family + " " + host;
    }
}

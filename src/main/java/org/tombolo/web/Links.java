package org.tombolo.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Makes the signed links that the API hands out: whole URLs, good for an hour. */
public final class Links {
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final SignedLinks signer;
    private final String publicUrl;
    private final Clock clock;

    /** @param publicUrl start of every link, without a trailing slash */
    public Links(SignedLinks signer, String publicUrl, Clock clock) {
        this.signer = signer;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** Until when a link made now is good. */
    public Instant expiry() {
        return Instant.ofEpochSecond(clock.instant().plus(LIFETIME).getEpochSecond());
    }

    /**
     * The {@code t} of such a link, for URLs of other schemes.
     *
     * @param resource path that stands for what the URL names
     */
    public String token(Caller caller, String resource, Instant expiry) {
        return signer.sign(caller.name(), resource, expiry);
    }

    /**
     * A link that opens one resource for whoever has it.
     *
     * @param caller for whom it is made; she must be one who may see the resource
     * @param resource path below the context path
     * @param expiry what {@link #expiry} said
     */
    public String to(Caller caller, String resource, Instant expiry) {
        return publicUrl + resource + "?t=" + token(caller, resource, expiry);
    }
}

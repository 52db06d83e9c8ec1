package org.tombolo.gateway.convergence;

import java.security.SecureRandom;
import java.util.Optional;
import org.tombolo.media.rtp.RtpProtection;
import org.tombolo.media.sdp.SdesKey;
import org.tombolo.media.srtp.SdesProtection;

/** The keys of one stream of a share: the phone's as it offers them, and ours, which changes when the phone's does (RFC 4568 7.1.4). */
final class SdesKeys {
    private final SecureRandom random;
    private Optional<SdesKey> offered = Optional.empty();
    private Optional<SdesKey> answered = Optional.empty();
    private Optional<RtpProtection> protection = Optional.empty();

    SdesKeys(SecureRandom random) {
        this.random = random;
    }

    /** What protects the stream with a key that is offered: what did so far while it is the same. */
    Optional<RtpProtection> protection(Optional<SdesKey> key) {
        if (!key.equals(offered)) {
            offered = key;
            answered = key.map(theirs -> theirs.answered(fresh(theirs.suite())));
            protection = key.map(theirs -> new SdesProtection(theirs, answered.orElseThrow()));
        }
        return protection;
    }

    private byte[] fresh(SdesKey.Suite suite) {
        byte[] material = new byte[suite.length()];
        random.nextBytes(material);
        return material;
    }

    /** Our key, for the answer. */
    Optional<SdesKey> answered() {
        return answered;
    }
}

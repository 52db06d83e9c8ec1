package org.tombolo.gateway.interconnection;

import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.tombolo.gateway.interconnection.tracking.MessageId;

/** Numbers messages of both directions in the order of their arrival. Safe for all threads. */
final class MessageIds {
    private static final int RUN_BYTES = 6;

    private final String run;
    private final AtomicLong last;

    /**
     * Numbers for one run of the gateway.
     *
     * @param last the greatest number that an earlier run left in an outbox
     */
    MessageIds(RandomGenerator random, long last) {
        byte[] bytes = new byte[RUN_BYTES];
        random.nextBytes(bytes);
        this.run = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        this.last = new AtomicLong(last);
    }

    /** The next one. */
    MessageId next() {
        return new MessageId(run, last.incrementAndGet());
    }
}

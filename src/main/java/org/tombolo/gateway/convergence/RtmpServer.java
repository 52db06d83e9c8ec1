package org.tombolo.gateway.convergence;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.tombolo.media.rtmp.RtmpPush;
import org.tombolo.media.rtmp.RtmpTarget;

/** Where shares are pushed to: a stream each, named by the share's id, which nobody can guess. */
public final class RtmpServer {
    private final RtmpTarget target;
    private final Semaphore places;
    private final RandomGenerator random;

    /** @param most how many shares are pushed at a time; more are not */
    public RtmpServer(RtmpTarget target, int most, RandomGenerator random) {
        this.target = target;
        this.places = new Semaphore(most);
        this.random = random;
    }

    /** A push that has yet to be started; none when there are too many. */
    Optional<RtmpPush> push(String share, RtmpPush.Events events) {
        return places.tryAcquire() ? Optional.of(new RtmpPush(target, share, random, events)) : Optional.empty();
    }

    /** A push is over. */
    void release() {
        places.release();
    }
}

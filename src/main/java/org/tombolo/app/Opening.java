package org.tombolo.app;

import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The step from "the container can do SIP" to "requests are taken", and why it was not taken. */
final class Opening implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Opening.class);

    private final Supplier<Optional<String>> refusal;
    private final Runnable open;
    private volatile String obstacle = "starting";

    /**
     * A step that has not been taken.
     *
     * @param refusal why we do not want to open, asked once the container is ready
     * @param open opens; may throw
     */
    Opening(Supplier<Optional<String>> refusal, Runnable open) {
        this.refusal = refusal;
        this.open = open;
    }

    /** Opens, unless there is a reason not to; nothing is thrown into the container, readiness tells it. */
    @Override
    public void run() {
        Optional<String> refused = refusal.get();
        if (refused.isPresent()) {
            obstacle = refused.get();
            log.error("no requests are taken: {}", obstacle);
            return;
        }
        try {
            open.run();
        } catch (RuntimeException e) {
            obstacle = "the start failed, see the log";
            log.error("no requests are taken: the start failed", e);
        }
    }

    /** What stands, or stood, in the way. */
    String obstacle() {
        return obstacle;
    }
}

package org.tombolo.gateway.interaction;

import java.time.Duration;
import java.util.function.BiConsumer;
import org.tombolo.sip.ConvergedSession;

/** Gathers the keys that a party presses, until there are enough. On the session's executor. */
public final class KeyCollection {
    private final Wish wish;
    private final ConvergedSession session;
    private final BiConsumer<String, String> done;
    private final StringBuilder keys = new StringBuilder();
    private Runnable stopTimer;
    private boolean over;

    /**
     * What is waited for.
     *
     * @param most keys, 1 to 64
     * @param terminator keys that end it and do not belong to it
     * @param first how long the first key may take
     * @param between how long each further one may take
     */
    public record Wish(int most, String terminator, Duration first, Duration between) {}

    /** @param done takes the keys and why it ended, once */
    KeyCollection(Wish wish, ConvergedSession session, BiConsumer<String, String> done) {
        this.wish = wish;
        this.session = session;
        this.done = done;
        this.stopTimer = session.schedule(wish.first(), () -> end("timeout"));
    }

    void pressed(char key) {
        stopTimer.run();
        if (wish.terminator().indexOf(key) >= 0) {
            end("terminator");
            return;
        }
        keys.append(key);
        if (keys.length() == wish.most()) {
            end("complete");
        } else {
            stopTimer = session.schedule(wish.between(), () -> end("timeout"));
        }
    }

    void end(String why) {
        stopTimer.run();
        if (!over) {
            over = true;
            done.accept(keys.toString(), why);
        }
    }
}

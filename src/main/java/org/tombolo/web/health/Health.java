package org.tombolo.web.health;

import java.util.Locale;
import java.util.concurrent.Callable;

/** What readiness is made of. */
public final class Health {
    private Health() {}

    /** How a dependency is. */
    public enum Status {
        /** It works. */
        UP,
        /** It does not work now, and what needs it waits: messages for XMPP go to the outbox. We stay ready. */
        DEGRADED,
        /** It does not work, and we cannot without it: we are not ready. */
        DOWN,
        /** It is not installed, and we are ready without it. */
        ABSENT;

        /** As the API writes it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The state of a dependency.
     *
     * @param detail a few words for operators that strangers may read: no secret, no path
     */
    public record State(Status status, String detail) {
        public static State up(String detail) {
            return new State(Status.UP, detail);
        }

        public static State degraded(String detail) {
            return new State(Status.DEGRADED, detail);
        }

        public static State down(String detail) {
            return new State(Status.DOWN, detail);
        }

        public static State absent(String detail) {
            return new State(Status.ABSENT, detail);
        }
    }

    /**
     * A dependency.
     *
     * @param name its key in the answer: {@code database}, {@code xmpp}, {@code sip}, {@code transcoder}
     * @param state finds out; may block, and counts as down when it throws or takes over two seconds
     */
    public record Check(String name, Callable<State> state) {}
}

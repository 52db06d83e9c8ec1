package org.tombolo.web.share;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tombolo.identity.Address;

/** What the web asks of the gateway that has the shares. Safe for all threads. */
public interface ShareDirectory {
    /** All shares that are known: the live ones and those that ended lately. */
    List<Share> all();

    /** One of them. */
    Optional<Share> find(String id);

    /** Ends a share that is not over; false when there is none of that id, or it is over. */
    boolean end(String id);

    /**
     * Tells of every change of a share from now on, on any thread.
     *
     * @return ends the watching; closing twice is harmless
     */
    Watching watch(String id, Consumer<Share> listener);

    /** Ends with {@link #close}. */
    interface Watching extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * A share as it is at one moment.
     *
     * @param id unguessable
     * @param from who shares
     * @param to who was called
     * @param reason why it ended or was refused, in a few words; empty before
     * @param startedAt when it was offered
     */
    record Share(String id, Address from, Address to, State state, String reason, Instant startedAt) {}

    /** Where a share is, in the order of its life. Every state may be followed by {@code ENDED}, and {@code WAITING} by {@code REFUSED}; these two are final. */
    enum State {
        /** Offered; no picture has come yet. */
        WAITING,
        LIVE,
        ENDED,
        REFUSED;

        /** Whether no other state follows. */
        public boolean isFinal() {
            return this == ENDED || this == REFUSED;
        }
    }
}

package org.tombolo.web.file;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.web.Refusal;
import org.tombolo.web.media.Problems;

/** How many requests may read or write files at a time; each holds a thread of the container as long as its client is slow. */
public final class Places {
    private final Semaphore free;

    /** @param most 1 or more */
    public Places(int most) {
        this.free = new Semaphore(most);
    }

    /** What needs a place. */
    public interface Work {
        /** @throws Refusal the answer, then */
        void run() throws IOException;
    }

    /** Does it, or answers 503; what it refuses is answered. */
    public void take(HttpServletResponse response, Work work) throws IOException {
        if (!free.tryAcquire()) {
            Problems.write(response, Refusal.of(503, "too many files are read").with("Retry-After", "5"));
            return;
        }
        try {
            work.run();
        } catch (Refusal refusal) {
            Problems.write(response, refusal);
        } finally {
            free.release();
        }
    }
}

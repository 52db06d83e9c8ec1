package org.tombolo.web.media;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import javax.servlet.AsyncContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.convergence.Viewer;

/** Writes a share to one viewer until either leaves. */
final class LiveWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveWriter.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** An empty {@code free} box (ISO/IEC 14496-12 8.1.2): on hold, only a write tells that the viewer has left. */
    private static final byte[] NOTHING = {0, 0, 0, 8, 'f', 'r', 'e', 'e'};

    private final AsyncContext async;
    private final Viewer viewer;

    LiveWriter(AsyncContext async, Viewer viewer) {
        this.async = async;
        this.viewer = viewer;
    }

    @Override
    public void run() {
        try (viewer) {
            OutputStream out = async.getResponse().getOutputStream();
            while (!viewer.over()) {
                Optional<byte[]> next = viewer.next(PATIENCE);
                if (next.isPresent() || !viewer.over()) {
                    out.write(next.orElse(NOTHING));
                    out.flush();
                }
            }
        } catch (IOException e) {
            LOG.debug("viewer left: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            complete();
        }
    }

    private void complete() {
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOG.debug("the container had completed the response", e);
        }
    }
}

package org.tombolo.web.media;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.media.hls.HlsStream;
import org.tombolo.web.Connections;

/** Requests that wait for the next part of a share, without a thread; each goes back to the container once. */
final class Parking implements AutoCloseable {
    private final Duration patience;

    /** The media threads must not be held up by a container's queues. */
    private final ExecutorService dispatcher = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "hls");
        thread.setDaemon(true);
        return thread;
    });

    /** @param patience how long a request waits at most */
    Parking(Duration patience) {
        this.patience = patience;
    }

    /** Lets a request wait. It comes back with the dispatcher type ASYNC: when that is there, when its time is over, or at once when too many wait. */
    void park(HttpServletRequest request, HttpServletResponse response, HlsStream stream, long segment, int part) {
        Connections.endWith(response);
        AsyncContext async = request.startAsync();
        async.setTimeout(patience.toMillis());
        Parked parked = new Parked(async, stream);
        async.addListener(parked);
        if (!stream.await(segment, part, parked)) {
            parked.dispatch();
        }
    }

    @Override
    public void close() {
        dispatcher.shutdownNow();
    }

    private final class Parked implements Runnable, AsyncListener {
        private final AsyncContext async;
        private final HlsStream stream;
        private final AtomicBoolean gone = new AtomicBoolean();

        Parked(AsyncContext async, HlsStream stream) {
            this.async = async;
            this.stream = stream;
        }

        /** What was waited for is there. */
        @Override
        public void run() {
            dispatcher.execute(this::dispatch);
        }

        private void dispatch() {
            if (gone.compareAndSet(false, true)) {
                async.dispatch();
            }
        }

        private void leave() {
            gone.set(true);
            stream.cancel(this);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            stream.cancel(this);
            dispatch();
        }

        @Override
        public void onError(AsyncEvent event) {
            leave();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            leave();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // A request waits once.
        }
    }
}

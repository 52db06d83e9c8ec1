package org.tombolo.web.server;

import javax.servlet.AsyncContext;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegate;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegateProvider;
import org.jspecify.annotations.Nullable;
import org.tombolo.web.Connections;

/** Joins Jersey's suspended requests to those of Servlet 3.0. Jersey's own module for it brings a class path scan at each start. */
final class AsyncRequests implements AsyncContextDelegateProvider {
    @Override
    public AsyncContextDelegate createDelegate(HttpServletRequest request, HttpServletResponse response) {
        return new Delegate(request, response);
    }

    private static final class Delegate implements AsyncContextDelegate {
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private @Nullable AsyncContext suspended;
        private boolean completed;

        Delegate(HttpServletRequest request, HttpServletResponse response) {
            this.request = request;
            this.response = response;
        }

        /** Jersey asks twice for a stream of events; Servlet 3.0 allows it once (2.3.3.3). */
        @Override
        public synchronized void suspend() {
            if (suspended == null && !completed) {
                Connections.endWith(response);
                suspended = request.startAsync(request, response);
                // A stream of events lasts as long as its client; the heartbeat finds out when that has gone.
                suspended.setTimeout(0);
            }
        }

        @Override
        public synchronized void complete() {
            if (suspended != null && !completed) {
                suspended.complete();
            }
            completed = true;
        }

        @Override
        public synchronized boolean isCompleted() {
            return completed;
        }
    }
}

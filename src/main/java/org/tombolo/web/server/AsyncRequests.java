package org.tombolo.web.server;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.AsyncContext;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegate;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegateProvider;
import org.jspecify.annotations.Nullable;

/** Joins Jersey's suspended requests to those of Servlet 3.0. Jersey's own module for it brings a class path scan at each start. */
final class AsyncRequests implements AsyncContextDelegateProvider {
    @Override
    public AsyncContextDelegate createDelegate(HttpServletRequest request, HttpServletResponse response) {
        return new Delegate(request, response);
    }

    private static final class Delegate implements AsyncContextDelegate {
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final AtomicReference<@Nullable AsyncContext> suspended = new AtomicReference<>();
        private final AtomicBoolean completed = new AtomicBoolean();

        Delegate(HttpServletRequest request, HttpServletResponse response) {
            this.request = request;
            this.response = response;
        }

        @Override
        public void suspend() {
            if (!completed.get()) {
                AsyncContext context = request.startAsync(request, response);
                // A stream of events lasts as long as its client; the heartbeat finds out when that has gone.
                context.setTimeout(0);
                suspended.set(context);
            }
        }

        @Override
        public void complete() {
            AsyncContext context = suspended.getAndSet(null);
            if (completed.compareAndSet(false, true) && context != null) {
                context.complete();
            }
        }

        @Override
        public boolean isCompleted() {
            return completed.get();
        }
    }
}

package org.tombolo.msrp;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.tombolo.msrp.wire.MsrpResponse;

/** Requests of ours whose response is not there yet, of all connections of one thread. */
final class Transactions {
    private final Map<String, Pending> pending = new HashMap<>();
    private final Deadlines<Pending> deadlines;

    /** A request that waits. */
    interface Pending {
        String transaction();

        /** The connection it went over; a response from another one is nothing to it. */
        Connection connection();

        /** Here it is. */
        void answered(MsrpResponse response);

        /** It did not come in time. */
        void timedOut();
    }

    Transactions(Loop loop, Duration time) {
        this.deadlines = loop.deadlines(time, this::over);
    }

    private void over(Pending request) {
        pending.remove(request.transaction());
        request.timedOut();
    }

    /** A request starts; its response may come before it has ended. */
    void started(Pending request) {
        pending.put(request.transaction(), request);
    }

    /** RFC 4975 7.1.1: the time runs from the last octet of the request. */
    void written(Pending request) {
        if (pending.containsKey(request.transaction())) {
            deadlines.start(request);
        }
    }

    /** Nobody wants to hear of it any more. */
    void forget(Pending request) {
        pending.remove(request.transaction());
        deadlines.stop(request);
    }

    /** RFC 4975 7.1.1: a response that belongs to nothing is ignored. */
    void response(Connection from, MsrpResponse response) {
        Pending request = pending.get(response.transaction());
        if (request != null && request.connection() == from) {
            forget(request);
            request.answered(response);
        }
    }

    int size() {
        return pending.size();
    }
}

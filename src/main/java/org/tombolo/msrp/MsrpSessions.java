package org.tombolo.msrp;

import java.util.concurrent.Executor;
import org.tombolo.trace.SessionId;

/** Opens MSRP sessions. Safe for all threads. */
public interface MsrpSessions {

    /**
     * Opens a session that is then offered or answered by SDP.
     *
     * @param name our session that it belongs to; its events land in that timeline
     * @param tls whether it goes over TLS
     * @param executor runs what the listener is told, one after the other whatever executor it is
     */
    Opening open(SessionId name, boolean tls, Executor executor, MsrpListener listener);

    /** What came of it. */
    sealed interface Opening {
        /** There it is; it has to be closed. */
        record Opened(MsrpSession session) implements Opening {}

        /**
         * It cannot be had now.
         *
         * @param why words for a person
         */
        record Refused(String why) implements Opening {}
    }
}

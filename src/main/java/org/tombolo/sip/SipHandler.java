package org.tombolo.sip;

/** What happens with a request that starts something. Called on the session's executor. */
public interface SipHandler {
    void handle(IncomingRequest request);
}

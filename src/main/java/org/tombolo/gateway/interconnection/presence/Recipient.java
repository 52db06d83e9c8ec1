package org.tombolo.gateway.interconnection.presence;

import org.tombolo.trace.SessionId;

/** Somebody who is told what she watches: a device by its dialog, or a place in a list (RFC 4662). */
public interface Recipient {

    /** The session in whose timeline it is shown. */
    SessionId timeline();

    /** What is watched has changed. */
    void changed();

    /** The watcher's standing has changed: she hears of it at once. */
    void decided();

    /** It is over; the reason is one of RFC 6665 4.1.3. */
    void end(String reason);
}

package org.tombolo.sip;

import java.util.Optional;
import org.tombolo.trace.SessionId;

/** Opens and finds sessions. */
public interface ConvergedSessions {

    /** Opens a session for something that we start. */
    ConvergedSession open();

    /** The session of that id, unless it has ended. */
    Optional<ConvergedSession> find(SessionId id);

    /** How many are open. */
    int count();
}

package org.tombolo.gateway.convergence.browser;

import java.util.Optional;
import org.tombolo.identity.Address;
import org.tombolo.identity.WebUser;

/** Who may call whom, and how often. */
public interface Permit {

    /**
     * A page wants to call.
     *
     * @return why it may not, for a person; when it may, {@link #over} must follow
     */
    Optional<String> begin(WebUser user, Address from, Address to);

    /** A call that was let through is over. */
    void over(WebUser user);
}

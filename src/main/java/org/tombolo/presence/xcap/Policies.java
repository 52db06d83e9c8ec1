package org.tombolo.presence.xcap;

import java.util.concurrent.CompletableFuture;
import org.tombolo.presence.rules.Permission;

/** Where the policies of presentities come from. Never blocks, never fails: who cannot be asked leaves watchers waiting. */
public interface Policies {

    /**
     * The policy of a user now.
     *
     * @param user her URI
     */
    CompletableFuture<Policy> of(String user);

    /** The same for everybody. */
    static Policies fixed(Permission permission) {
        return user -> CompletableFuture.completedFuture(Policy.without(permission));
    }
}

package org.tombolo.web.share;

import java.util.Optional;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;
import org.tombolo.web.Caller;

/** Who may watch a share: a portal user those sent to an IMS identity of hers; an administrator, and a client with a token or a link, any. */
public final class ShareAccess {
    private static final String ADMIN = "admin";

    private final Associations associations;

    public ShareAccess(Associations associations) {
        this.associations = associations;
    }

    /** Whether a caller, who has the scope {@code shares:read}, may see a share. */
    public boolean maySee(Caller caller, Share share) {
        if (caller.user().isEmpty() || caller.scopes().contains(ADMIN)) {
            return true;
        }
        Optional<Address> owner = associations.webOf(share.to(), Association.Service.VIDEO);
        return owner.equals(caller.user().map(Address.class::cast));
    }
}

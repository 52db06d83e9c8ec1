package org.tombolo.web.share;

import java.util.Optional;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;
import org.tombolo.identity.Guests;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Caller;

/**
 * Who may watch a share: a portal user those sent to an IMS identity of hers, or of somebody whose guest she is, and those that her own
 * phone sends; an administrator and a client with a token any; a link, what it was made for, as long as the one may whom it was made
 * for.
 */
public final class ShareAccess {
    private static final String ADMIN = "admin";
    private static final String USER = "web:";

    private final Associations associations;
    private final Guests guests;

    public ShareAccess(Associations associations, Guests guests) {
        this.associations = associations;
        this.guests = guests;
    }

    /** Whether a caller, who has the scope {@code shares:read}, may see a share. */
    public boolean maySee(Caller caller, Share share) {
        if (caller.scopes().contains(ADMIN)) {
            return true;
        }
        return user(caller).map(user -> maySee(user, share)).orElse(true);
    }

    private boolean maySee(WebUser user, Share share) {
        Optional<WebUser> owner = portalUser(share.to());
        return isSharer(user, share)
                || owner.filter(o -> o.equals(user) || guests.has(o, user)).isPresent();
    }

    /** Whether a caller sees who watches, and may remove one: who shares, an administrator, and a client that may end shares. */
    public boolean maySeeViewers(Caller caller, Share share) {
        if (caller.scopes().contains(ADMIN)) {
            return true;
        }
        return user(caller)
                .map(user -> isSharer(user, share))
                .orElseGet(() -> caller.scopes().contains("shares:write"));
    }

    private boolean isSharer(WebUser user, Share share) {
        return portalUser(share.from()).filter(user::equals).isPresent();
    }

    private Optional<WebUser> portalUser(Address ims) {
        Address person = ims instanceof SipAddress sip ? sip.bare() : ims;
        return associations
                .webOf(person, Association.Service.VIDEO)
                .filter(WebUser.class::isInstance)
                .map(WebUser.class::cast);
    }

    /** Whose right a caller uses, when it is a portal user's. */
    private static Optional<WebUser> user(Caller caller) {
        return caller.linked() && caller.name().startsWith(USER)
                ? WebUser.parse(caller.name().substring(USER.length()))
                : caller.user();
    }

    /** As whom a caller watches, for the sharer. */
    public static String viewer(Caller caller) {
        return user(caller).map(WebUser::name).orElse(caller.name());
    }

    /** As whom a caller makes links: those of a portal user are good for as long as she may watch. */
    static Caller linking(Caller caller) {
        return caller.user()
                .filter(user -> !caller.scopes().contains(ADMIN))
                .map(user -> new Caller(USER + user.name(), caller.user(), caller.scopes()))
                .orElse(caller);
    }
}

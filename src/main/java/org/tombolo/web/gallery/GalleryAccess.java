package org.tombolo.web.gallery;

import java.util.Optional;
import org.tombolo.gallery.Gallery;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Caller;
import org.tombolo.web.Refusal;

/** Who sees what of the galleries: a portal user her own. What somebody does not see is treated as what does not exist. */
final class GalleryAccess {
    private final Gallery gallery;

    GalleryAccess(Gallery gallery) {
        this.gallery = gallery;
    }

    /** Whose gallery a caller has. */
    WebUser owner(Caller caller) {
        return caller.user().orElseThrow(() -> Refusal.of(403, "a gallery is a portal user's: sign in"));
    }

    /** An item that is the caller's. */
    GalleryItem find(Caller caller, String id) {
        WebUser owner = owner(caller);
        Optional<GalleryItem> item = gallery.find(id);
        return item.filter(found -> found.owner().equals(owner))
                .orElseThrow(() -> Refusal.of(404, "there is no such thing in the gallery, or not any more"));
    }
}

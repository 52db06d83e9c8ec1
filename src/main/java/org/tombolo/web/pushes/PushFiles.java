package org.tombolo.web.pushes;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gallery.Gallery;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.push.Uploads;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;
import org.tombolo.web.Caller;
import org.tombolo.web.Refusal;

/** The files that a client may push: what she uploaded for that, and what is in her gallery. What she does not see does not exist. */
public final class PushFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PushFiles.class);

    private final Gallery gallery;
    private final Uploads uploads;
    private final Clock clock;

    public PushFiles(Gallery gallery, Uploads uploads, Clock clock) {
        this.gallery = gallery;
        this.uploads = uploads;
        this.clock = clock;
    }

    NewPush.Files of(Caller caller, Requester requester) {
        return new NewPush.Files() {
            @Override
            public StoredFile gallery(String id) {
                Optional<GalleryItem> item = StoredFile.isId(id) ? gallery.find(id) : Optional.empty();
                return stored(item.filter(found -> caller.user().equals(Optional.of(found.owner())))
                        .map(GalleryItem::id)
                        .orElseThrow(() -> Refusal.of(404, "gallery: there is no such item in it, or not any more")));
            }

            @Override
            public StoredFile upload(String id) {
                if (!StoredFile.isId(id) || !uploads.isOf(requester.name(), id, clock.instant())) {
                    throw Refusal.of(404, "upload: there is no such file, or not any more");
                }
                return stored(id);
            }
        };
    }

    private StoredFile stored(String id) {
        ContentStore store = gallery.store();
        try {
            return store.find(id).orElseThrow(() -> Refusal.of(404, "the file is gone"));
        } catch (IOException e) {
            LOG.warn("a file cannot be looked up: {}", e.toString());
            throw Refusal.of(503, "the store does not answer").with("Retry-After", "10");
        }
    }
}

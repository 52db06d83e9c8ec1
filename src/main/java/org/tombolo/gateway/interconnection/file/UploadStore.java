package org.tombolo.gateway.interconnection.file;

import java.util.List;

/** Uploads of phones that are gone on with, over a restart. All methods may block. */
public interface UploadStore {
    /** Keeps what is known of an upload, instead of what was known before. */
    void save(SavedUpload upload);

    /** Nobody comes back for one. */
    void forget(String id);

    /** All of them, the one that was touched last at the end. */
    List<SavedUpload> all();
}

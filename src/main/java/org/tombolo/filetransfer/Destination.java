package org.tombolo.filetransfer;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.storage.Previews.Preview;
import org.tombolo.storage.StoredFile;

/** Where one file of a phone goes. */
public interface Destination {

    /**
     * The file is in the store. The phone is answered when that is settled; a file that is refused is deleted. On a thread of
     * the disk.
     *
     * @param icon what the phone sent as a small picture of it
     * @param settled to be told once, on any thread
     */
    void received(StoredFile file, Optional<Preview> icon, Consumer<MsrpStatus> settled);

    /** Until when the file is kept; empty for as long as the store keeps files. On a thread of the disk. */
    default Optional<Instant> until() {
        return Optional.empty();
    }

    /** Nothing comes of it. On the session's executor. */
    void failed(MsrpStatus why);
}

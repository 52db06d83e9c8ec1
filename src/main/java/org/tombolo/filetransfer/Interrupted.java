package org.tombolo.filetransfer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tombolo.msrp.sdp.FileDescription;
import org.tombolo.msrp.sdp.FileSelector;
import org.tombolo.storage.ContentStore;

/**
 * Beginnings of files that phones sent before their connection broke, so that they can send the rest (RFC 5547 6,
 * {@code file-range}). They take their place in the store; a restart forgets them. Safe for all threads.
 */
final class Interrupted {
    private static final int MOST = 100;

    private final Duration life;
    private final Clock clock;
    private final Map<Key, Beginning> all = new LinkedHashMap<>();

    /**
     * Whose file, and which: the hash is what tells that the rest belongs to the beginning.
     *
     * @param sha1 of the whole file
     * @param size of the whole file
     */
    record Key(String from, String to, String sha1, long size) {
        /** Empty when the file is not described well enough. */
        static Optional<Key> of(FileReceiver.Parties parties, FileSelector selector) {
            return selector.size().isEmpty()
                    ? Optional.empty()
                    : selector.hashes().stream()
                            .filter(hash -> hash.algorithm().equals("sha-1"))
                            .findFirst()
                            .map(hash -> new Key(
                                    parties.from(),
                                    parties.to(),
                                    hash.value(),
                                    selector.size().getAsLong()));
        }
    }

    /**
     * What is here of a file.
     *
     * @param octets how many of the first octets
     * @param until when it is given up
     */
    record Beginning(ContentStore.Upload upload, long octets, Instant until) {}

    /** @param life how long a phone may take to come back */
    Interrupted(Duration life, Clock clock) {
        this.life = life;
        this.clock = clock;
    }

    /** Keeps a beginning. Waits for the disk when it has to give up another one. */
    void keep(Key key, ContentStore.Upload upload, long octets) {
        List<Beginning> old = new ArrayList<>(2);
        synchronized (this) {
            Optional.ofNullable(all.remove(key)).ifPresent(old::add);
            if (all.size() >= MOST) {
                old.add(all.remove(all.keySet().iterator().next()));
            }
            all.put(key, new Beginning(upload, octets, clock.instant().plus(life)));
        }
        old.forEach(beginning -> beginning.upload().abandon());
    }

    /** Takes the beginning that the part of a file belongs to; empty when it is not here, or ends before that part. */
    synchronized Optional<Beginning> take(Key key, FileDescription.Range range) {
        Beginning found = all.get(key);
        boolean fits = found != null
                && found.until().isAfter(clock.instant())
                && range.first() <= found.octets() + 1
                // The end must come, too.
                && range.last().orElse(key.size()) == key.size();
        return fits ? Optional.ofNullable(all.remove(key)) : Optional.empty();
    }

    /** Gives up those whose phone has not come back. Waits for the disk. */
    void tidy() {
        List<Beginning> late;
        synchronized (this) {
            Instant now = clock.instant();
            late = all.values().stream().filter(b -> !b.until().isAfter(now)).toList();
            all.values().removeAll(late);
        }
        late.forEach(beginning -> beginning.upload().abandon());
    }
}

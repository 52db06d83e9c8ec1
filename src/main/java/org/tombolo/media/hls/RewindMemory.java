package org.tombolo.media.hls;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all shares together may keep for those who rewind. When it is full, the shares that are over are forgotten first, the
 * oldest before the others; then each live one gives up its own oldest segments as it grows.
 */
public final class RewindMemory {
    private final Limits limits;
    private final Set<HlsStream> over = new LinkedHashSet<>();
    private long octets;

    /**
     * Bounds.
     *
     * @param length how much of a share is kept
     * @param octets the most of one share
     * @param total the most of all shares
     */
    public record Limits(Duration length, long octets, long total) {}

    public RewindMemory(Limits limits) {
        this.limits = limits;
    }

    Limits limits() {
        return limits;
    }

    /** Octets kept now. */
    public synchronized long octets() {
        return octets;
    }

    synchronized void add(long more) {
        octets += more;
    }

    /** Whether a live share must give up what it can; those that are over have given up everything then. */
    boolean isFull() {
        HlsStream oldest = oldest();
        while (oldest != null) {
            oldest.forget();
            oldest = oldest();
        }
        return octets() > limits.total();
    }

    private synchronized @Nullable HlsStream oldest() {
        Iterator<HlsStream> all = over.iterator();
        if (octets <= limits.total() || !all.hasNext()) {
            return null;
        }
        HlsStream oldest = all.next();
        all.remove();
        return oldest;
    }

    /** A share is over: what it has is kept while there is room. */
    synchronized void over(HlsStream stream) {
        over.add(stream);
    }

    synchronized void forgotten(HlsStream stream) {
        over.remove(stream);
    }
}

package org.tombolo.media.rtsp;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A live share as RTSP sees it.
 *
 * @param media its streams as they are now
 * @param keyframeRequest asks the phone for a key frame; any thread may run it
 * @param over whether the share has ended; any thread may ask
 * @param events is told of players, on the server's thread, which must not be held up
 */
public record RtspSource(List<RtspMedia> media, Runnable keyframeRequest, BooleanSupplier over, PlayerEvents events) {
    public RtspSource {
        media = List.copyOf(media);
    }

    /** What players do. */
    public interface PlayerEvents {
        /** @param how its packets get there, in words */
        void playing(String how);

        /** @param summary what it got, in words */
        void ended(String summary);
    }
}

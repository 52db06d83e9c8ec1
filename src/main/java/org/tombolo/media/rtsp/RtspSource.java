package org.tombolo.media.rtsp;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A live share as RTSP sees it.
 *
 * @param media its streams as they are now
 * @param keyframeRequest asks the phone for a key frame; any thread may run it
 * @param over whether the share has ended; any thread may ask
 */
public record RtspSource(List<RtspMedia> media, Runnable keyframeRequest, BooleanSupplier over) {
    public RtspSource {
        media = List.copyOf(media);
    }
}

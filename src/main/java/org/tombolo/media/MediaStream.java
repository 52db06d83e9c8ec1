package org.tombolo.media;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** One track on its way from one source to any number of sinks. */
public final class MediaStream implements MediaSink {
    private final List<MediaSink> sinks = new CopyOnWriteArrayList<>();
    private final Runnable keyframeRequest;
    private volatile Optional<Track> current = Optional.empty();

    /**
     * @param keyframeRequest asks the source for a key frame; any thread may run it at any time
     */
    public MediaStream(Runnable keyframeRequest) {
        this.keyframeRequest = keyframeRequest;
    }

    /** Adds a sink; it must drop frames until it has seen a track. */
    public void add(MediaSink sink) {
        sinks.add(sink);
    }

    /** Takes a sink away; a frame that is being handed over may still reach it. */
    public void remove(MediaSink sink) {
        sinks.remove(sink);
    }

    /** What the frames are, once the source has told. */
    public Optional<Track> currentTrack() {
        return current;
    }

    /** Asks the source for a key frame, for somebody who joins late. */
    public void requestKeyframe() {
        keyframeRequest.run();
    }

    @Override
    public void track(Track track) {
        current = Optional.of(track);
        for (MediaSink sink : sinks) {
            sink.track(track);
        }
    }

    @Override
    public void frame(Frame frame) {
        for (MediaSink sink : sinks) {
            sink.frame(frame);
        }
    }
}

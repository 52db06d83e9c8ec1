package org.tombolo.media;

/** Takes the frames of one track. Called by one thread at a time, which must not be held up. */
public interface MediaSink {

    /** What the frames from now on need; comes before the first frame, and again before a key frame when it changes. */
    void track(Track track);

    /** The next frame, in decoding order. */
    void frame(Frame frame);
}

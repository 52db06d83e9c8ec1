package org.tombolo.media.mp4;

/** Takes a fragmented MP4 piece by piece. Called by one thread at a time, which must not be held up. */
public interface FragmentSink {

    /** What the fragments from now on need; comes before the first one, and again before a key frame when it changes. */
    void init(Init init);

    /** The next fragment, in decoding order. */
    void fragment(Fragment fragment);
}

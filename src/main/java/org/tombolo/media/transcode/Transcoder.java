package org.tombolo.media.transcode;

import org.tombolo.media.transcode.wire.Codec;

/** Makes frames of one codec from those of another. For all threads; never blocks. */
public interface Transcoder {

    /** How it is, for those who run it. */
    TranscoderStatus status();

    /** Whether it is there at all: without it, what nobody can play as it is cannot be played. */
    default boolean isInstalled() {
        return status().state() != TranscoderStatus.State.ABSENT;
    }

    /** Whether one more stream of such a kind would find a place now. */
    boolean hasPlace(Codec to);

    /**
     * Begins a stream.
     *
     * @param group the source's frames, as far as later ones build on them; the frames go in there
     * @param output gets what comes of them, on a thread of the transcoder's that must not be held up
     */
    Opening open(Recipe recipe, Group group, Output output);

    /** What comes of it. */
    sealed interface Opening {}

    /** It goes on until it is closed or {@link Output#failed}. */
    record Opened(Transcoding transcoding) implements Opening {}

    /**
     * It cannot be now.
     *
     * @param why in words for those who wanted it
     * @param busy whether it may be possible later: all places are taken
     */
    record Refused(String why, boolean busy) implements Opening {}

    /** Takes what is made. One call at a time. */
    interface Output {

        /**
         * The next frame.
         *
         * @param time when it is shown or heard, in ticks of its codec's clock
         * @param data in the form that the codec says; not to be changed
         */
        void frame(long time, boolean key, byte[] data);

        /** The source's frames cannot be decoded, or were dropped, until a key frame of its comes. */
        void keyframeWanted();

        /** Nothing follows. */
        void failed(String why);
    }
}

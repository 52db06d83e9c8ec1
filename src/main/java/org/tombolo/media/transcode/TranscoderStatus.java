package org.tombolo.media.transcode;

/**
 * How the transcoder is.
 *
 * @param words for those who run it; no paths
 */
public record TranscoderStatus(State state, String words) {

    /** Whether it can be had. */
    public enum State {
        /** It is not installed. */
        ABSENT,
        /** It works, or starts when somebody needs it. */
        READY,
        /** It ends as soon as it is started, and is tried again. */
        FAILING
    }
}

package org.tombolo.transcoder;

/** Takes what comes of a stream. */
interface Output {
    /** The next frame, its time in ticks of its codec's clock. */
    void frame(long time, boolean key, byte[] data);

    /** The source's frame could not be decoded. */
    void lost();
}

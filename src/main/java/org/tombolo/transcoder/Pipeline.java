package org.tombolo.transcoder;

import org.tombolo.media.transcode.wire.Message;

/** What one stream goes through. One thread at a time; holds native memory until it is closed. */
interface Pipeline extends AutoCloseable {

    /**
     * Works a frame off.
     *
     * @throws CodecException when nothing will come of the stream
     */
    void frame(Message.Media frame) throws CodecException;

    /** The next picture is to be a key frame. */
    void key();

    /** What is made from now on is to have another rate, in bits a second; only of sound. */
    default void rate(int bitsASecond) {}

    @Override
    void close();

    /** The pipeline that a stream asks for. */
    static Pipeline of(Message.Open open, Output output) throws CodecException {
        return open.to().isPicture() ? new PicturePipeline(open, output) : new SoundPipeline(open, output);
    }
}

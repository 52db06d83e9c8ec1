package org.tombolo.transcoder;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.transcode.wire.Message;

/** Video decoded, scaled where another size is wanted, and encoded again. */
final class PicturePipeline implements Pipeline {
    private final Message.Open open;
    private final Output output;
    private final Decoder decoder;
    private @Nullable PictureEncoder encoder;
    private boolean keyWanted;

    PicturePipeline(Message.Open open, Output output) throws CodecException {
        this.open = open;
        this.output = output;
        this.decoder = new Decoder(open.from());
    }

    @Override
    public void frame(Message.Media frame) throws CodecException {
        if (!decoder.send(frame.data(), frame.time())) {
            output.lost();
        }
        // A still is made of one frame, which a decoder that expects B frames would keep.
        if (open.to().isStill()) {
            decoder.drain();
        }
        for (AVFrame picture = decoder.next(); picture != null; picture = decoder.next()) {
            if (!frame.unseen()) {
                encode(picture);
            }
        }
        if (open.to().isStill()) {
            decoder.flush();
        }
    }

    private void encode(AVFrame picture) throws CodecException {
        if (encoder == null || !encoder.takes(picture)) {
            replaceEncoder(picture);
        }
        if (encoder != null) {
            encoder.encode(picture, keyWanted, output);
        }
        keyWanted = false;
    }

    /** At the start, and when the phone is turned. */
    private void replaceEncoder(AVFrame picture) throws CodecException {
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
        encoder = new PictureEncoder(open, picture);
    }

    @Override
    public void key() {
        keyWanted = true;
    }

    @Override
    public void close() {
        decoder.close();
        if (encoder != null) {
            encoder.close();
        }
    }
}

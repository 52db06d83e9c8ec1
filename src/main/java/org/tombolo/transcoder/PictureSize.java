package org.tombolo.transcoder;

import org.tombolo.media.transcode.wire.Codec;
import org.tombolo.media.transcode.wire.Message;

/** A picture's size in pixels. */
record PictureSize(int width, int height) {
    /** ITU-T H.263 table 1: the formats that phones take, whose pixels are 12:11 so that both are shown 4:3. */
    static final PictureSize QCIF = new PictureSize(176, 144);

    static final PictureSize CIF = new PictureSize(352, 288);

    private static final int LEAST = 16;

    /** What the stream's pictures are to be, when its source's are of this size. Nothing is enlarged but what H.263 has no format for. */
    static PictureSize wanted(Message.Open open, PictureSize source) {
        if (open.to() == Codec.H263) {
            int width = open.width() > 0 ? open.width() : source.width;
            return width > QCIF.width ? CIF : QCIF;
        }
        if (open.width() == 0 || open.width() >= source.width) {
            return source.even();
        }
        int height = open.height() > 0 ? open.height() : open.width() * source.height / source.width;
        return new PictureSize(open.width(), Math.min(height, source.height)).even();
    }

    private PictureSize even() {
        return new PictureSize(Math.max(LEAST, width & ~1), Math.max(LEAST, height & ~1));
    }

    int pixels() {
        return width * height;
    }
}

package org.tombolo.transcoder;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Brings pictures to another size and format; where the proportions differ, the rest stays black. */
final class Scaler implements AutoCloseable {
    private static final int BLACK = 16;
    private static final int GREY = 128;
    private static final int PLANES = 3;

    private final SwsContext context;
    private final PictureSize source;
    private final int sourceFormat;
    private final AVFrame scaled = av_frame_alloc();
    private final PointerPointer<BytePointer> planes = new PointerPointer<>(4);
    private final int left;
    private final int top;

    /**
     * @param inner what the picture takes of the size
     */
    Scaler(AVFrame source, PictureSize size, PictureSize inner, int format) throws CodecException {
        this.source = new PictureSize(source.width(), source.height());
        this.sourceFormat = source.format();
        this.left = (size.width() - inner.width()) / 2 & ~1;
        this.top = (size.height() - inner.height()) / 2 & ~1;
        scaled.width(size.width());
        scaled.height(size.height());
        scaled.format(format);
        CodecException.check(av_frame_get_buffer(scaled, 0), "picture of " + size);
        context = sws_getContext(
                source.width(),
                source.height(),
                source.format(),
                inner.width(),
                inner.height(),
                format,
                SWS_BILINEAR,
                (SwsFilter) null,
                null,
                (DoublePointer) null);
        if (context == null) {
            throw new CodecException("pictures of this format cannot be scaled");
        }
        blacken(format);
    }

    private void blacken(int format) {
        for (int plane = 0; plane < PLANES && scaled.linesize(plane) > 0; plane++) {
            int rows = plane == 0 ? scaled.height() : scaled.height() / 2;
            int dark = format == AV_PIX_FMT_RGB24 || format == AV_PIX_FMT_YUVJ420P ? 0 : BLACK;
            Pointer.memset(scaled.data(plane), plane == 0 ? dark : GREY, (long) rows * scaled.linesize(plane));
        }
    }

    boolean takes(AVFrame picture) {
        return picture.width() == source.width()
                && picture.height() == source.height()
                && picture.format() == sourceFormat;
    }

    /** The picture scaled; valid until the next one. */
    AVFrame scale(AVFrame picture) throws CodecException {
        // The encoder may still hold the last one.
        CodecException.check(av_frame_make_writable(scaled), "picture");
        boolean packed = scaled.format() == AV_PIX_FMT_RGB24;
        for (int plane = 0; plane < PLANES && scaled.linesize(plane) > 0; plane++) {
            int shift = plane == 0 ? 0 : 1;
            long offset = (long) (top >> shift) * scaled.linesize(plane) + (long) (left >> shift) * (packed ? 3 : 1);
            planes.put(plane, new BytePointer(scaled.data(plane)).getPointer(offset));
        }
        sws_scale(context, picture.data(), picture.linesize(), 0, source.height(), planes, scaled.linesize());
        return scaled;
    }

    @Override
    public void close() {
        sws_freeContext(context);
        av_frame_free(scaled);
        planes.close();
    }
}

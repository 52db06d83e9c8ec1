package org.tombolo.transcoder;

import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert_frame;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;

/** Brings sound to one channel, another rate and another form of samples. */
final class Resampler implements AutoCloseable {
    private final int format;
    private final int sampleRate;
    private final SwrContext context = swr_alloc();
    private final AVFrame resampled = av_frame_alloc();

    Resampler(int format, int sampleRate) {
        this.format = format;
        this.sampleRate = sampleRate;
    }

    /** The sound resampled; valid until the next call. The first sound tells what all of it is. */
    AVFrame resample(AVFrame sound) throws CodecException {
        av_frame_unref(resampled);
        resampled.format(format);
        resampled.sample_rate(sampleRate);
        av_channel_layout_default(resampled.ch_layout(), 1);
        CodecException.check(swr_convert_frame(context, resampled, sound), "sound");
        return resampled;
    }

    @Override
    public void close() {
        av_frame_free(resampled);
        swr_free(context);
    }
}

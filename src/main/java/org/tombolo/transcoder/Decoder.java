package org.tombolo.transcoder;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.transcode.wire.Codec;

/** A decoder of FFmpeg's, on the thread that calls it. */
final class Decoder implements AutoCloseable {
    /** 1920x1088: what a phone's parameter sets claim beyond that is refused before memory is taken for it. */
    static final int MOST_PIXELS = 1920 * 1088;

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();

    Decoder(Codec codec) throws CodecException {
        AVCodec decoder = avcodec_find_decoder_by_name(name(codec));
        if (decoder == null) {
            throw new CodecException("this build of FFmpeg does not read " + codec);
        }
        context = avcodec_alloc_context3(decoder);
        context.thread_count(1);
        context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
        if (codec.isPicture()) {
            context.max_pixels(MOST_PIXELS);
        } else {
            context.sample_rate(codec.clockRate());
            av_channel_layout_default(context.ch_layout(), 1);
        }
        CodecException.check(avcodec_open2(context, decoder, (AVDictionary) null), "decoder of " + codec);
    }

    /** FFmpeg's own decoders of AMR know no pauses of the speaker (3GPP TS 26.093). */
    private static String name(Codec codec) throws CodecException {
        return switch (codec) {
            case H263 -> "h263";
            case H264 -> "h264";
            case VP8 -> "vp8";
            case AMR -> "libopencore_amrnb";
            case AMR_WB -> "libopencore_amrwb";
            case PCMA -> "pcm_alaw";
            case PCMU -> "pcm_mulaw";
            case OPUS -> "libopus";
            case AAC, JPEG, PNG -> throw new CodecException(codec + " is only written");
        };
    }

    /** Hands a frame over; false when it is none. */
    boolean send(byte[] data, long time) throws CodecException {
        CodecException.check(av_new_packet(packet, data.length), "packet");
        packet.data().put(data, 0, data.length);
        packet.pts(time);
        int sent = avcodec_send_packet(context, packet);
        av_packet_unref(packet);
        return sent >= 0;
    }

    /** Nothing follows what has been handed over: what the decoder holds back comes out. Frames may follow afterwards. */
    void drain() {
        avcodec_send_packet(context, (AVPacket) null);
    }

    /** Forgets what came before. */
    void flush() {
        avcodec_flush_buffers(context);
    }

    /** What comes of it, valid until the next call; null when more is needed. */
    @Nullable
    AVFrame next() {
        return avcodec_receive_frame(context, frame) >= 0 ? frame : null;
    }

    @Override
    public void close() {
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(context);
    }
}

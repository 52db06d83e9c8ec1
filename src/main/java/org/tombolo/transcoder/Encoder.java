package org.tombolo.transcoder;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_OPT_SEARCH_CHILDREN;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** An encoder of FFmpeg's, on the thread that calls it. */
final class Encoder implements AutoCloseable {
    private final AVCodec codec;
    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();

    /** @param name FFmpeg's */
    Encoder(String name) throws CodecException {
        AVCodec found = avcodec_find_encoder_by_name(name);
        if (found == null) {
            throw new CodecException("this build of FFmpeg has no " + name);
        }
        codec = found;
        context = avcodec_alloc_context3(codec);
        context.thread_count(1);
    }

    /** What can be set before {@link #open}. */
    AVCodecContext context() {
        return context;
    }

    /** An option of the encoder's own. */
    Encoder option(String name, String value) throws CodecException {
        CodecException.check(av_opt_set(context, name, value, AV_OPT_SEARCH_CHILDREN), name + "=" + value);
        return this;
    }

    Encoder open() throws CodecException {
        CodecException.check(
                avcodec_open2(context, codec, (AVDictionary) null),
                "encoder " + codec.name().getString());
        return this;
    }

    /** Hands over what is to be encoded, with its time in the context's time base. */
    void send(AVFrame frame) throws CodecException {
        CodecException.check(avcodec_send_frame(context, frame), "encoding");
    }

    /** A packet. */
    record Encoded(long time, boolean key, byte[] data) {}

    /** What came of it; null when more is needed. */
    @Nullable
    Encoded next() {
        if (avcodec_receive_packet(context, packet) < 0) {
            return null;
        }
        byte[] data = new byte[packet.size()];
        packet.data().get(data);
        Encoded encoded = new Encoded(packet.pts(), (packet.flags() & AV_PKT_FLAG_KEY) != 0, data);
        av_packet_unref(packet);
        return encoded;
    }

    @Override
    public void close() {
        av_packet_free(packet);
        avcodec_free_context(context);
    }
}

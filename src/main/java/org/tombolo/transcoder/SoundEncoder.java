package org.tombolo.transcoder;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.tombolo.media.transcode.wire.Codec;

/** Encodes sound of one channel. */
final class SoundEncoder implements AutoCloseable {
    /** Of what has no length of its own: 20 ms, as phones send (RFC 3551 4.5.14). */
    private static final int PACKETS_A_SECOND = 50;

    private final Encoder encoder;
    private final AVFrame frame = av_frame_alloc();
    private final int frameSize;
    private long wantedRate;
    private int encoded;

    /** @param rate bits a second, or 0 */
    SoundEncoder(Codec codec, int rate) throws CodecException {
        encoder = make(codec, rate);
        AVCodecContext context = encoder.context();
        context.sample_rate(codec.clockRate());
        context.time_base().num(1).den(codec.clockRate());
        av_channel_layout_default(context.ch_layout(), 1);
        wantedRate = context.bit_rate();
        encoder.open();
        frameSize = context.frame_size() > 0 ? context.frame_size() : codec.clockRate() / PACKETS_A_SECOND;
        frame.format(context.sample_fmt());
        frame.sample_rate(context.sample_rate());
        frame.nb_samples(frameSize);
        av_channel_layout_default(frame.ch_layout(), 1);
        CodecException.check(av_frame_get_buffer(frame, 0), "sound");
    }

    private static Encoder make(Codec codec, int rate) throws CodecException {
        return switch (codec) {
            case AMR -> speech("libopencore_amrnb", rate, 12_200);
            case AMR_WB -> speech("libvo_amrwbenc", rate, 12_650);
            case OPUS -> speech("libopus", rate, 24_000).option("application", "voip");
            case AAC -> aac(rate);
            case PCMA -> speech("pcm_alaw", rate, 0);
            case PCMU -> speech("pcm_mulaw", rate, 0);
            default -> throw new CodecException(codec + " is no sound that we write");
        };
    }

    private static Encoder speech(String name, int rate, int suits) throws CodecException {
        Encoder made = new Encoder(name);
        made.context().sample_fmt(AV_SAMPLE_FMT_S16);
        made.context().bit_rate(rate > 0 ? rate : suits);
        return made;
    }

    /** The fast search: a phone's speech gains nothing from the thorough one, which costs twice as much. */
    private static Encoder aac(int rate) throws CodecException {
        Encoder made = speech("aac", rate, 48_000).option("aac_coder", "fast");
        made.context().sample_fmt(AV_SAMPLE_FMT_FLTP);
        return made;
    }

    int format() {
        return encoder.context().sample_fmt();
    }

    int sampleRate() {
        return encoder.context().sample_rate();
    }

    /** Samples in a frame. */
    int frameSize() {
        return frameSize;
    }

    /** What is filled and then encoded. */
    AVFrame frame() {
        return frame;
    }

    /** Another rate, which codecs of speech take between frames. */
    void rate(int bitsASecond) {
        wantedRate = bitsASecond;
    }

    void encode(Output output) throws CodecException {
        // RFC 4867 8.1: every second frame suits each mode-change-period
        if (encoded++ % 2 == 0) {
            encoder.context().bit_rate(wantedRate);
        }
        encoder.send(frame);
        for (Encoder.Encoded made = encoder.next(); made != null; made = encoder.next()) {
            output.frame(made.time(), true, made.data());
        }
    }

    @Override
    public void close() {
        av_frame_free(frame);
        encoder.close();
    }
}

package org.tombolo.transcoder;

import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_free;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_read;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_reset;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_size;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_write;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_samples_set_silence;

import org.bytedeco.ffmpeg.avutil.AVAudioFifo;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.tombolo.media.transcode.wire.Message;

/** Sound decoded, brought to another rate and encoded again, in frames of the encoder's length. */
final class SoundPipeline implements Pipeline {
    /** A sender that is silent sends nothing: a pause up to this many seconds is filled. After a longer one the sound starts anew. */
    private static final int LONGEST_PAUSE_SECONDS = 1;

    private final Message.Open open;
    private final Output output;
    private final Decoder decoder;
    private final SoundEncoder encoder;
    private final Resampler resampler;
    private final AVAudioFifo samples;
    private boolean started;
    private long expected;
    /** When the next sample that is written is heard, in the output's ticks. */
    private long position;

    SoundPipeline(Message.Open open, Output output) throws CodecException {
        this.open = open;
        this.output = output;
        this.decoder = new Decoder(open.from());
        this.encoder = new SoundEncoder(open.to(), open.rate());
        this.resampler = new Resampler(encoder.format(), encoder.sampleRate());
        this.samples = av_audio_fifo_alloc(encoder.format(), 1, 2 * encoder.sampleRate());
    }

    @Override
    public void frame(Message.Media frame) throws CodecException {
        if (!decoder.send(frame.data(), frame.time())) {
            output.lost();
            return;
        }
        place(frame.time());
        for (AVFrame heard = decoder.next(); heard != null; heard = decoder.next()) {
            AVFrame resampled = resampler.resample(heard);
            av_audio_fifo_write(samples, resampled.data(), resampled.nb_samples());
            expected += (long) heard.nb_samples() * open.from().clockRate() / heard.sample_rate();
            encode();
        }
    }

    /** Where the sound goes on after a gap. */
    private void place(long time) throws CodecException {
        long gap = (time - expected) * encoder.sampleRate() / open.from().clockRate();
        if (started && gap >= 0 && gap <= (long) LONGEST_PAUSE_SECONDS * encoder.sampleRate()) {
            silence((int) gap);
        } else if (!started || gap > 0 || -gap > encoder.frameSize()) {
            started = true;
            av_audio_fifo_reset(samples);
            position = time * encoder.sampleRate() / open.from().clockRate();
        }
        expected = time;
    }

    private void silence(int length) throws CodecException {
        AVFrame still = encoder.frame();
        for (int left = length; left > 0; left -= encoder.frameSize()) {
            int now = Math.min(left, encoder.frameSize());
            CodecException.check(av_frame_make_writable(still), "sound");
            av_samples_set_silence(still.data(), 0, now, 1, encoder.format());
            av_audio_fifo_write(samples, still.data(), now);
        }
    }

    private void encode() throws CodecException {
        while (av_audio_fifo_size(samples) >= encoder.frameSize()) {
            AVFrame next = encoder.frame();
            CodecException.check(av_frame_make_writable(next), "sound");
            av_audio_fifo_read(samples, next.data(), encoder.frameSize());
            next.pts(position);
            position += encoder.frameSize();
            encoder.encode(output);
        }
    }

    @Override
    public void key() {
        // Every frame of sound can be decoded by itself.
    }

    @Override
    public void rate(int bitsASecond) {
        encoder.rate(bitsASecond);
    }

    @Override
    public void close() {
        decoder.close();
        resampler.close();
        encoder.close();
        av_audio_fifo_free(samples);
    }
}

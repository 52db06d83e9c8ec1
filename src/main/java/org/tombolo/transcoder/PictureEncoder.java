package org.tombolo.transcoder;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.transcode.wire.Codec;
import org.tombolo.media.transcode.wire.Message;

/** Encodes pictures that are all of one size. */
final class PictureEncoder implements AutoCloseable {
    /** What a picture may take is reckoned by this rate; phones send 5 to 30 a second. */
    private static final int RATE = 25;

    private static final int TICKS_A_MILLISECOND = 90;
    private static final long LONGEST_STEP = 1000;
    /** Key frames come when somebody asks, and after this many pictures whether or not. */
    private static final int LONGEST_GROUP = 300;

    private static final int LEAST_RATE = 64_000;
    private static final int MOST_RATE = 2_000_000;
    /** 4:3 in 12:11 pixels (ITU-T H.263 table 1). */
    private static final int H263_PIXEL_WIDTH = 12;

    private static final int H263_PIXEL_HEIGHT = 11;

    private final Message.Open open;
    private final PictureSize source;
    private final int sourceFormat;
    private final PictureSize size;
    private final Encoder encoder;
    private final @Nullable Scaler scaler;
    private long last;
    private long clock;

    /** @param first the first of the pictures */
    PictureEncoder(Message.Open open, AVFrame first) throws CodecException {
        this.open = open;
        this.source = new PictureSize(first.width(), first.height());
        this.sourceFormat = first.format();
        this.size = PictureSize.wanted(open, source);
        this.encoder = encoder(first);
        int format = encoder.context().pix_fmt();
        boolean asItIs = size.equals(source) && first.format() == format;
        this.scaler = asItIs ? null : new Scaler(first, size, inner(first), format);
    }

    private Encoder encoder(AVFrame first) throws CodecException {
        Encoder made = make(open.to());
        AVCodecContext context = made.context();
        context.width(size.width());
        context.height(size.height());
        // H.264 and H.263 take milliseconds: openh264's rate control reckons by them.
        context.time_base().num(1).den(1000);
        context.framerate().num(RATE).den(1);
        AVRational pixel = first.sample_aspect_ratio();
        context.sample_aspect_ratio()
                .num(open.to() == Codec.H263 ? H263_PIXEL_WIDTH : pixel.num())
                .den(open.to() == Codec.H263 ? H263_PIXEL_HEIGHT : pixel.den());
        return made.open();
    }

    private Encoder make(Codec codec) throws CodecException {
        return switch (codec) {
            case H264 -> h264();
            case H263 -> h263();
            case JPEG -> jpeg();
            case PNG -> png();
            default -> throw new CodecException(codec + " is no picture that we write");
        };
    }

    /** Constrained baseline is what browsers' WebRTC and every player take (RFC 7742 6.2). */
    private Encoder h264() throws CodecException {
        Encoder made = moving(new Encoder("libopenh264"))
                .option("profile", "constrained_baseline")
                .option("rc_mode", "bitrate")
                .option("allow_skip_frames", "0");
        return open.piece() > 0 ? made.option("max_nal_size", String.valueOf(open.piece())) : made;
    }

    /** Where packets are made of it, each row of macroblocks begins with a header of its own: a packet may begin there (RFC 2190 5.1). */
    private Encoder h263() throws CodecException {
        Encoder made = moving(new Encoder("h263"));
        return open.piece() > 0 ? made.option("ps", "1") : made;
    }

    private Encoder moving(Encoder made) {
        AVCodecContext context = made.context();
        context.pix_fmt(AV_PIX_FMT_YUV420P);
        context.gop_size(LONGEST_GROUP);
        context.max_b_frames(0);
        int suits = Math.min(MOST_RATE, Math.max(LEAST_RATE, size.pixels() / 5 * RATE));
        context.bit_rate(open.rate() > 0 ? open.rate() : suits);
        return made;
    }

    private static Encoder jpeg() throws CodecException {
        Encoder made = new Encoder("mjpeg");
        made.context().pix_fmt(AV_PIX_FMT_YUVJ420P);
        made.context().color_range(AVCOL_RANGE_JPEG);
        made.context().qmin(4);
        made.context().qmax(4);
        return made;
    }

    private static Encoder png() throws CodecException {
        Encoder made = new Encoder("png");
        made.context().pix_fmt(AV_PIX_FMT_RGB24);
        return made;
    }

    /** H.263 has few formats: the picture keeps its proportions in them. */
    private PictureSize inner(AVFrame picture) {
        if (open.to() != Codec.H263) {
            return size;
        }
        double pixel = picture.sample_aspect_ratio().num() > 0
                ? (double) picture.sample_aspect_ratio().num()
                        / picture.sample_aspect_ratio().den()
                : 1;
        double shape = pixel * source.width() / source.height() * H263_PIXEL_HEIGHT / H263_PIXEL_WIDTH;
        int width = Math.min(size.width(), (int) Math.round(size.height() * shape));
        int height = Math.min(size.height(), (int) Math.round(size.width() / shape));
        return new PictureSize(Math.max(2, width & ~1), Math.max(2, height & ~1));
    }

    boolean takes(AVFrame picture) {
        return picture.width() == source.width()
                && picture.height() == source.height()
                && picture.format() == sourceFormat;
    }

    /** Encodes a picture; each makes one frame at once. */
    void encode(AVFrame picture, boolean key, Output output) throws CodecException {
        long time = picture.best_effort_timestamp();
        AVFrame given = scaler == null ? picture : scaler.scale(picture);
        given.pict_type(key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        // A sender that sets its clock anew goes on all the same.
        clock += Math.min(LONGEST_STEP, Math.max(1, (time - last) / TICKS_A_MILLISECOND));
        last = time;
        given.pts(clock);
        encoder.send(given);
        for (Encoder.Encoded made = encoder.next(); made != null; made = encoder.next()) {
            output.frame(time, made.key(), made.data());
        }
    }

    @Override
    public void close() {
        encoder.close();
        if (scaler != null) {
            scaler.close();
        }
    }
}

package org.tombolo.transcoder;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import org.tombolo.media.transcode.wire.MessageReader;
import org.tombolo.media.transcode.wire.MessageWriter;

/** Transcodes until its input ends. The first argument is how many streams are worked on at a time. */
public final class Main {
    private static final int BUFFER = 64 << 10;
    /** No picture within our bounds needs as much in one piece. */
    private static final int LONGEST_PIECE = 64 << 20;

    private Main() {}

    public static void main(String[] args) throws IOException {
        FileOutputStream pipe = new FileOutputStream(FileDescriptor.out);
        // Whatever a library prints must not get among the messages.
        System.setOut(System.err);
        // What is wrong with a frame is its phone's fault, and comes with every frame.
        av_log_set_level(AV_LOG_QUIET);
        av_max_alloc(LONGEST_PIECE);
        MessageReader in = new MessageReader(new BufferedInputStream(new FileInputStream(FileDescriptor.in), BUFFER));
        new Streams(new MessageWriter(pipe), Integer.parseInt(args[0])).run(in);
    }
}

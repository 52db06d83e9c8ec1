package org.tombolo.portal;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** A live fragmented MP4 of a moving test picture: ffmpeg makes it, everybody who joins gets it from the next keyframe on. */
final class LiveVideo implements AutoCloseable {
    static final String CODECS = "avc1.42C01E";
    private static final int RATE = 25;

    /** The end of a viewer's stream. */
    static final byte[] END = new byte[0];

    private final Process ffmpeg;
    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private volatile byte[] still = END;
    private volatile boolean held;

    private LiveVideo(Process ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    static LiveVideo start() throws IOException {
        LiveVideo video = new LiveVideo(new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-re",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=640x360:rate=" + RATE,
                        "-c:v",
                        "libx264",
                        "-profile:v",
                        "baseline",
                        "-level",
                        "3.0",
                        "-pix_fmt",
                        "yuv420p",
                        "-preset",
                        "ultrafast",
                        "-tune",
                        "zerolatency",
                        "-g",
                        String.valueOf(RATE),
                        "-b:v",
                        "600k",
                        "-movflags",
                        "frag_every_frame+empty_moov+default_base_moof",
                        "-f",
                        "mp4",
                        "pipe:1")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        Thread reader = new Thread(video::read, "live video");
        reader.setDaemon(true);
        reader.start();
        return video;
    }

    /** What one more viewer gets, piece by piece, up to {@link #END}. */
    BlockingQueue<byte[]> join() {
        Viewer viewer = new Viewer();
        viewers.add(viewer);
        return viewer.queue;
    }

    /** Ends the streams of all viewers, as a lost connection does; the video itself goes on. */
    void cut() {
        viewers.forEach(viewer -> viewer.queue.add(END));
        viewers.clear();
    }

    /** Whether nothing comes for a while, as when the phone has put the video on hold. */
    void hold(boolean wanted) {
        held = wanted;
    }

    /** The newest key frame alone. */
    byte[] still() {
        return still;
    }

    int viewers() {
        return viewers.size();
    }

    void leave(BlockingQueue<byte[]> queue) {
        viewers.removeIf(viewer -> viewer.queue == queue);
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(ffmpeg.getInputStream())) {
            byte[] init = concat(box(in), box(in));
            for (long frame = 0; ; frame++) {
                byte[] fragment = concat(box(in), box(in));
                boolean keyframe = frame % RATE == 0;
                still = keyframe ? concat(init, fragment) : still;
                if (held) {
                    continue;
                }
                viewers.forEach(viewer -> viewer.take(init, fragment, keyframe));
            }
        } catch (EOFException e) {
            cut();
        } catch (IOException e) {
            // close() ends the process, and with it the pipe.
            cut();
        }
    }

    private static byte[] box(DataInputStream in) throws IOException {
        int size = in.readInt();
        byte[] box = new byte[size];
        ByteBuffer.wrap(box).putInt(size);
        in.readFully(box, 4, size - 4);
        return box;
    }

    private static byte[] concat(byte[] one, byte[] two) {
        return ByteBuffer.allocate(one.length + two.length).put(one).put(two).array();
    }

    @Override
    public void close() {
        ffmpeg.destroy();
        try {
            ffmpeg.getInputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Viewer {
        private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
        private boolean joined;

        private void take(byte[] init, byte[] fragment, boolean keyframe) {
            if (!joined && keyframe) {
                joined = true;
                queue.add(init);
            }
            if (joined) {
                queue.add(fragment);
            }
        }
    }
}

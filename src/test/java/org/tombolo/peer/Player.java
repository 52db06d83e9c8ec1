package org.tombolo.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** Somebody else's player, without a screen: decodes so many frames of a URL and ends. */
public final class Player implements AutoCloseable {
    /** How ffmpeg and GStreamer tell of a frame. */
    private static final Pattern FRAME = Pattern.compile("(?m)^0, .*|chain   \\*+ ");

    private final PeerProcess process;
    private final String url;
    private final int frames;

    private Player(List<String> command, String url, int frames) throws IOException {
        this.process = PeerProcess.start(PeerProcess.directory("player"), Map.of(), command);
        this.url = url;
        this.frames = frames;
    }

    /**
     * ffmpeg; any error in the stream is one of the player's.
     *
     * @param kind {@code v} or {@code a}
     * @param options before the input, such as {@code -rtsp_transport tcp}
     */
    public static Player ffmpeg(String url, String kind, int frames, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-hide_banner", "-nostdin", "-v", "warning"));
        command.addAll(List.of(options));
        command.addAll(List.of("-i", url, "-map", "0:" + kind, "-frames:" + kind, String.valueOf(frames)));
        command.addAll(List.of("-f", "framemd5", "-"));
        return new Player(command, url, frames);
    }

    /**
     * GStreamer, with the elements that it chooses for the URL.
     *
     * @param source elements up to the stream, {@code URL} in the place of the URL
     */
    public static Player gstreamer(String source, String url, int frames) throws IOException {
        List<String> command = new ArrayList<>(List.of("gst-launch-1.0", "-v"));
        command.addAll(List.of((source + " ! decodebin ! videoconvert ! fakesink silent=false num-buffers=" + frames)
                .replace("URL", url)
                .split(" ")));
        return new Player(command, url, frames);
    }

    /**
     * Waits until so many frames are decoded; players that would then wait for the end of the stream need not.
     *
     * @throws IOException when it ends before
     */
    public void await(Duration most) throws IOException {
        Awaitility.await(url)
                .atMost(most)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> frames() >= frames || !process.alive());
        if (frames() < frames) {
            throw new IOException(url + ": only " + frames() + " of " + frames + " frames: " + process.output());
        }
    }

    /** Waits until the player has ended, because nothing comes any more. */
    public void awaitEnd(Duration most) throws IOException {
        process.awaitExit(most);
    }

    private long frames() throws IOException {
        return FRAME.matcher(process.output()).results().count();
    }

    @Override
    public void close() {
        process.close();
    }
}

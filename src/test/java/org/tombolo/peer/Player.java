package org.tombolo.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Somebody else's player, without a screen: decodes so many frames of a URL and ends. */
public final class Player implements AutoCloseable {
    private final PeerProcess process;
    private final String url;

    private Player(PeerProcess process, String url) {
        this.process = process;
        this.url = url;
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
        return new Player(PeerProcess.start(PeerProcess.directory("ffmpeg"), Map.of(), command), url);
    }

    /**
     * GStreamer, with the elements that it chooses for the URL.
     *
     * @param properties of the source, such as {@code rtspsrc} options; empty for none
     */
    public static Player gstreamer(String source, String url, int frames) throws IOException {
        List<String> command = new ArrayList<>(List.of("gst-launch-1.0", "-e"));
        command.addAll(List.of((source + " ! decodebin ! videoconvert ! fakesink silent=false num-buffers=" + frames)
                .replace("URL", url)
                .split(" ")));
        return new Player(PeerProcess.start(PeerProcess.directory("gstreamer"), Map.of(), command), url);
    }

    /** Waits until all frames are decoded. */
    public String await(Duration most) throws IOException {
        int exit = process.awaitExit(most);
        if (exit != 0) {
            throw new IOException(url + ": " + exit + ": " + process.output());
        }
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}

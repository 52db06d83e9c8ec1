package org.tombolo.media.transcode;

import java.util.ArrayList;
import java.util.List;

/**
 * A source's frames since its last key frame, within bounds: a transcoding that begins late, or again after a crash, decodes these first
 * and goes on where the source is, without waiting for a key frame. Its monitor is that of all transcodings of the source.
 */
public final class Group {
    private static final int MOST_FRAMES = 900;
    private static final int MOST_OCTETS = 1 << 20;

    /**
     * A frame.
     *
     * @param data in the form that the codec says; not to be changed
     */
    record Kept(long time, boolean key, byte[] data) {}

    private final boolean keeps;
    private final List<Kept> frames = new ArrayList<>();
    private final List<Transcoding> transcodings = new ArrayList<>();
    private int octets;

    private Group(boolean keeps) {
        this.keeps = keeps;
    }

    /** Of pictures, which build on each other. */
    public static Group ofPictures() {
        return new Group(true);
    }

    /** Of sound, each frame of which is whole. */
    public static Group ofSound() {
        return new Group(false);
    }

    /**
     * The source's next frame; never blocks.
     *
     * @param data in the form that the codec says; not to be changed afterwards
     */
    public synchronized void frame(long time, boolean key, byte[] data) {
        Kept frame = new Kept(time, key, data);
        if (keeps) {
            keep(frame);
        }
        transcodings.forEach(transcoding -> transcoding.offer(frame));
    }

    /** What comes next does not build on what came. */
    public synchronized void forget() {
        frames.clear();
        octets = 0;
    }

    private void keep(Kept frame) {
        if (frame.key()) {
            forget();
        } else if (frames.isEmpty()) {
            return; // nothing to build on before the next key frame
        }
        frames.add(frame);
        octets += frame.data().length;
        if (octets > MOST_OCTETS || frames.size() > MOST_FRAMES) {
            forget();
        }
    }

    /** The frames that later ones build on; empty when the next key frame has to be awaited. */
    synchronized List<Kept> frames() {
        return List.copyOf(frames);
    }

    /** Whether its frames build on each other. */
    boolean keeps() {
        return keeps;
    }

    synchronized void add(Transcoding transcoding) {
        transcodings.add(transcoding);
    }

    synchronized void remove(Transcoding transcoding) {
        transcodings.remove(transcoding);
    }
}

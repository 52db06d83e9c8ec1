package org.tombolo.gateway.convergence;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.mp4.Fragment;
import org.tombolo.media.mp4.FragmentSink;
import org.tombolo.media.mp4.Init;

/**
 * The pictures of one share as fragmented MP4 for any number of viewers. Keeps what came since the last key frame, within
 * bounds, so that one who joins late sees a picture at once.
 */
final class LiveStream implements FragmentSink {
    static final int MOST_GROUP_BYTES = 4 << 20;
    static final int MOST_GROUP_FRAMES = 900;

    private final Runnable live;
    private final Runnable keyframeRequest;
    private final List<Viewer> viewers = new ArrayList<>();
    private final List<Chunk> group = new ArrayList<>();
    private String codecs = "";
    private @Nullable Chunk init;
    private boolean started;
    private boolean expected;
    private boolean ended;
    private int groupBytes;

    /**
     * @param live run once, at the first key frame
     * @param keyframeRequest asks the phone for a key frame
     */
    LiveStream(Runnable live, Runnable keyframeRequest) {
        this.live = live;
        this.keyframeRequest = keyframeRequest;
    }

    @Override
    public synchronized void init(Init newInit) {
        codecs = newInit.codecs();
        init = new Chunk(Chunk.Kind.INIT, newInit.bytes());
        forgetGroup();
        distribute(init);
    }

    @Override
    public synchronized void fragment(Fragment fragment) {
        if (init == null || ended) {
            return;
        }
        var chunk = new Chunk(fragment.key() ? Chunk.Kind.KEY : Chunk.Kind.DELTA, fragment.bytes());
        keep(chunk);
        distribute(chunk);
        if (!started) {
            started = true;
            live.run();
        }
    }

    /** Pictures come when somebody waits for them: from now on one may join before the first. */
    synchronized void expect() {
        expected = true;
    }

    /** A new viewer; none after the end, and before the first key frame unless that is expected. */
    synchronized Optional<Viewer> join() {
        if (!started && !expected || ended) {
            return Optional.empty();
        }
        List<Chunk> start = new ArrayList<>();
        if (init != null) {
            start.add(init);
            start.addAll(group);
        }
        boolean late = group.isEmpty();
        Viewer viewer = new Viewer(codecs, start, late, this::leave);
        viewers.add(viewer);
        if (late) {
            keyframeRequest.run();
        }
        return Optional.of(viewer);
    }

    /** The newest key frame as a file of its own; none when what came since is not kept. */
    synchronized Optional<byte[]> still() {
        if (init == null || group.isEmpty()) {
            return Optional.empty();
        }
        byte[] start = init.bytes();
        byte[] picture = group.get(0).bytes();
        return Optional.of(ByteBuffer.allocate(start.length + picture.length)
                .put(start)
                .put(picture)
                .array());
    }

    /** No picture follows: the viewers read what waits and are told. */
    synchronized void end() {
        ended = true;
        forgetGroup();
        viewers.forEach(Viewer::finish);
        viewers.clear();
    }

    synchronized int viewers() {
        return viewers.size();
    }

    private synchronized void leave(Viewer viewer) {
        viewers.remove(viewer);
    }

    private void keep(Chunk chunk) {
        if (chunk.kind() == Chunk.Kind.KEY) {
            forgetGroup();
        } else if (group.isEmpty()) {
            return; // overflowed: nothing to show before the next key frame
        }
        group.add(chunk);
        groupBytes += chunk.bytes().length;
        if (groupBytes > MOST_GROUP_BYTES || group.size() > MOST_GROUP_FRAMES) {
            forgetGroup();
        }
    }

    private void forgetGroup() {
        group.clear();
        groupBytes = 0;
    }

    private void distribute(Chunk chunk) {
        for (Viewer viewer : viewers) {
            viewer.offer(chunk);
        }
    }
}

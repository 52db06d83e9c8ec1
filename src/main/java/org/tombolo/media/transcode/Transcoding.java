package org.tombolo.media.transcode;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.transcode.wire.Message;

/**
 * One stream through the transcoder. Only a few of its frames are in the process at a time; the next ones wait here, and when too many
 * do, all of them are dropped up to the next key frame of the source. Everything happens in the group's monitor.
 */
public final class Transcoding implements AutoCloseable {
    /** Enough that the process never waits for us. */
    private static final int MOST_INSIDE = 4;
    /** Half a second: who watches live wants no more of what is late. */
    private static final int MOST_WAITING = 15;
    /** A stream whose frames were in the process so many times when it crashed is the reason. */
    private static final int MOST_STRIKES = 3;
    /** Frames that went well, after which it is not. */
    private static final int FORGIVEN_AFTER = 250;

    private final int id;
    private final Recipe recipe;
    private final Group group;
    private final Transcoder.Output output;
    private final LongSupplier nanos;
    private final Consumer<Transcoding> left;
    private final ArrayDeque<Message.Media> waiting = new ArrayDeque<>();
    private @Nullable Child child;
    private int rate;
    private int allowed = MOST_WAITING;
    private int inside;
    private long progress;
    private int strikes;
    private int well;
    private long dropped;
    private long shown = Long.MIN_VALUE / 2;
    private boolean skipping;
    private boolean keyWanted;
    private boolean over;

    /** @param left told once, when it is over */
    Transcoding(
            int id,
            Recipe recipe,
            Group group,
            Transcoder.Output output,
            LongSupplier nanos,
            Consumer<Transcoding> left) {
        this.id = id;
        this.recipe = recipe;
        this.rate = recipe.rate();
        this.group = group;
        this.output = output;
        this.nanos = nanos;
        this.left = left;
    }

    int id() {
        return id;
    }

    Recipe recipe() {
        return recipe;
    }

    /** Frames of the source that were dropped since the process was too slow. */
    public long dropped() {
        synchronized (group) {
            return dropped;
        }
    }

    /** Asks for a key frame of what is made, for somebody who joins late; the source is not troubled with it. */
    public void requestKeyframe() {
        synchronized (group) {
            if (child == null) {
                keyWanted = true; // it begins with one
            } else {
                child.send(new Message.Key(id));
            }
        }
    }

    /**
     * Sound that is made from now on has another rate.
     *
     * @param bitsASecond one that the codec has
     */
    public void rate(int bitsASecond) {
        synchronized (group) {
            rate = bitsASecond;
            if (child != null && !over) {
                child.send(new Message.Rate(id, bitsASecond));
            }
        }
    }

    /** The process is there: what the source's next frames build on goes first, so that there is a picture at once. */
    void attach(Child process) {
        boolean wanting;
        synchronized (group) {
            if (over || child == process) {
                return;
            }
            child = process;
            inside = 0;
            process.send(open());
            wanting = group.keeps() && !begin(group.frames());
            pump();
        }
        if (wanting) {
            output.keyframeWanted();
        }
    }

    private Message open() {
        return new Message.Open(id, recipe.from(), recipe.to(), recipe.width(), recipe.height(), rate, recipe.piece());
    }

    /** Whether there is something to begin with; sound goes on with what waits. */
    private boolean begin(List<Group.Kept> frames) {
        waiting.clear();
        for (int i = 0; i < frames.size(); i++) {
            Group.Kept frame = frames.get(i);
            waiting.add(new Message.Media(id, frame.time(), frame.key(), i < frames.size() - 1, frame.data()));
        }
        allowed = frames.size() + MOST_WAITING;
        skipping = frames.isEmpty();
        return !skipping;
    }

    /** The process is gone, with what was in it. */
    void detach() {
        boolean guilty;
        synchronized (group) {
            child = null;
            strikes += inside > 0 ? 1 : 0;
            well = 0;
            inside = 0;
            guilty = strikes >= MOST_STRIKES;
        }
        if (guilty) {
            fail("the transcoder crashes on it");
        }
    }

    /** In the group's monitor. */
    void offer(Group.Kept frame) {
        if (skipping && !frame.key()) {
            dropped++;
            return;
        }
        skipping = false;
        if (child == null && group.keeps()) {
            return; // the group has it
        }
        waiting.add(new Message.Media(id, frame.time(), frame.key(), isTooSoon(frame.time()), frame.data()));
        if (waiting.size() > allowed) {
            overflow();
        }
        pump();
    }

    /** Cameras are not exact: a picture that is nearly due is due. */
    private boolean isTooSoon(long time) {
        long since = time - shown;
        boolean soon = recipe.interval() > 0 && since >= 0 && since < recipe.interval() * 9L / 10;
        shown = soon ? shown : time;
        return soon;
    }

    private void overflow() {
        if (!group.keeps()) {
            waiting.remove();
            dropped++;
            return;
        }
        dropped += waiting.size();
        waiting.clear();
        skipping = true;
        output.keyframeWanted();
    }

    private void pump() {
        while (child != null && inside < MOST_INSIDE && !waiting.isEmpty()) {
            progress = inside == 0 ? nanos.getAsLong() : progress;
            inside++;
            child.send(waiting.remove());
        }
        if (waiting.isEmpty()) {
            allowed = MOST_WAITING;
        }
    }

    /** What the process says of it; on the thread that reads. */
    void received(Child from, Message message) {
        synchronized (group) {
            if (over || from != child) {
                return;
            }
        }
        if (message instanceof Message.Media media) {
            output.frame(media.time(), media.key(), media.data());
        } else if (message instanceof Message.Done) {
            done();
        } else if (message instanceof Message.Lost) {
            output.keyframeWanted();
        } else if (message instanceof Message.Failed failed) {
            fail(failed.why());
        }
    }

    private void done() {
        synchronized (group) {
            inside--;
            progress = nanos.getAsLong();
            well++;
            strikes = well > FORGIVEN_AFTER ? 0 : strikes;
            pump();
        }
    }

    /** Whether the process has worked off all that came. */
    boolean settled() {
        synchronized (group) {
            return child != null && inside == 0 && waiting.isEmpty();
        }
    }

    /** How long the process has had frames of it and finished none. */
    Optional<Long> stuck() {
        synchronized (group) {
            return inside > 0 ? Optional.of(nanos.getAsLong() - progress) : Optional.empty();
        }
    }

    void fail(String why) {
        if (leave()) {
            output.failed(why);
        }
    }

    /** Nothing is wanted any more. */
    @Override
    public void close() {
        leave();
    }

    private boolean leave() {
        synchronized (group) {
            if (over) {
                return false;
            }
            over = true;
            waiting.clear();
            group.remove(this);
            if (child != null) {
                child.send(new Message.Close(id));
            }
        }
        left.accept(this);
        return true;
    }
}

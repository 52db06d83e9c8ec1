package org.tombolo.media;

/** The timeline of one stream's frames, as files and containers have it: it starts at 0, decoding times grow, and jumps of the sender's clock close up. */
public final class FrameClock {
    /** Longer steps of the clock are a new start of the sender's clock, or a hold: the timeline closes up. */
    private static final int LONGEST_STEP_SECONDS = 10;

    private static final int MOST_REORDERED = 16;

    private final int clockRate;
    private boolean started;
    private long lastFrameTime;
    private long shown;
    private long decoded;
    private int duration;
    private boolean reordered;
    private long spacing;

    /**
     * @param clockRate ticks a second
     */
    public FrameClock(int clockRate) {
        this.clockRate = clockRate;
        this.duration = clockRate / 25;
        this.spacing = clockRate;
    }

    /** When the frame is decoded, in ticks since the first one; grows from frame to frame. */
    public long decoded() {
        return decoded;
    }

    /** When it is shown, likewise. */
    public long shown() {
        return shown;
    }

    /** How much later than it is decoded the frame is shown, in ticks; may be negative by a few frames. */
    public int offset() {
        return (int) (shown - decoded);
    }

    /** Ticks to the next frame, as far as they are known before it comes. */
    public int duration() {
        return duration;
    }

    /** Goes on to the next frame in decoding order, by its {@link Frame#time()}. */
    public void advance(long time) {
        long step = time - lastFrameTime;
        lastFrameTime = time;
        if (!started) {
            started = true;
            return;
        }
        if (Math.abs(step) > (long) LONGEST_STEP_SECONDS * clockRate) {
            step = duration;
        }
        shown = Math.max(0, shown + step);
        if (step != 0) {
            reordered |= step < 0;
            spacing = Math.min(spacing, Math.abs(step));
        }
        long before = decoded;
        decoded = Math.max(decoded + 1, decodingTime());
        duration = (int) (reordered ? Math.min(spacing, duration) : decoded - before);
    }

    /**
     * RTP carries presentation times only, and decoding times must grow. With B frames they are spread evenly, and may run
     * ahead of the presentation by a few frames: the offset is then negative.
     */
    private long decodingTime() {
        boolean behind = shown - decoded > MOST_REORDERED * spacing;
        return reordered && !behind ? Math.min(shown, decoded + spacing) : shown;
    }
}

package org.tombolo.gateway.interaction.sound;

/** The sound of one call while it passes through us. Safe for all threads. */
public final class CallSound implements AutoCloseable {
    private final String host;
    private final SoundLeg left;
    private final SoundLeg right;

    CallSound(String host, SoundLeg left, SoundLeg right) {
        this.host = host;
        this.left = left;
        this.right = right;
        left.join(right);
        right.join(left);
    }

    /** The address of our ports that phones see. */
    public String host() {
        return host;
    }

    /** The first party's side, channel 0. */
    public SoundLeg left() {
        return left;
    }

    /** The second party's side, channel 1. */
    public SoundLeg right() {
        return right;
    }

    /** Lets somebody hear both from now on, in the place of who did before. */
    public void tap(Tap tap) {
        left.tap(tap);
        right.tap(tap);
    }

    /** What passed, for the trace. */
    public String summary() {
        return "left: " + left.summary() + "; right: " + right.summary();
    }

    @Override
    public void close() {
        left.close();
        right.close();
    }
}

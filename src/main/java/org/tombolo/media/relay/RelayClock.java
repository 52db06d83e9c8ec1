package org.tombolo.media.relay;

/** Keeps a stream's timestamps going on over restarts of its sender, by the time that has passed. */
final class RelayClock {
    private int offset;
    private boolean restarted;

    /** The sender's timestamps start anew with the next packet. */
    void restart() {
        restarted = true;
    }

    /** Our timestamp for one of the sender's that has nothing to do with a packet. */
    int timestamp(int theirs) {
        return theirs + offset;
    }

    /**
     * Our timestamp for that of the sender's next packet.
     *
     * @param now what our timestamp would be by the time passed
     */
    int timestamp(int theirs, int now) {
        if (restarted) {
            restarted = false;
            offset = now + 1 - theirs;
        }
        return theirs + offset;
    }
}

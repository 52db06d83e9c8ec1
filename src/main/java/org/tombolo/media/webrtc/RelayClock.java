package org.tombolo.media.webrtc;

/** Keeps a stream's timestamps going on over restarts of its sender, by the time that has passed. */
final class RelayClock {
    private int offset;
    private boolean restarted;

    /** The sender's timestamps start anew with the next packet. */
    void restart() {
        restarted = true;
    }

    /**
     * Our timestamp for one of the sender's.
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

package org.tombolo.media.webrtc;

/** What happens to a connection. Called on threads that must not be held up. */
public interface WebRtcListener {

    /**
     * The browser is there and what it gets is encrypted.
     *
     * @param how address and protection profile, in words
     */
    void connected(String how);

    /**
     * It is over; called once, also when it never came about.
     *
     * @param id of the connection
     * @param why in words
     * @param summary what was sent, empty when nothing was
     */
    void ended(String id, String why, String summary);
}

package org.tombolo.media.sdp;

/** Text that is no session description; the message says what was wrong with which line. */
public final class SdpException extends Exception {
    public SdpException(String message) {
        super(message);
    }
}

package org.tombolo.media.rtmp;

/**
 * An RTMP message (5.4, 6).
 *
 * @param type message type id
 * @param stream message stream id
 * @param time in milliseconds
 */
record Message(int type, int stream, long time, byte[] payload) {
    static final int SET_CHUNK_SIZE = 1;
    static final int ACKNOWLEDGEMENT = 3;
    static final int USER_CONTROL = 4;
    static final int WINDOW_SIZE = 5;
    static final int AUDIO = 8;
    static final int VIDEO = 9;
    static final int DATA = 18;
    static final int COMMAND = 20;
}

package org.tombolo.msrp;

import java.nio.ByteBuffer;

/**
 * Where the content of one message goes. Called on the session's executor: first {@link #part} any number of times, then
 * {@link #complete} or {@link #aborted}.
 */
public interface MessageSink {

    /**
     * A part of the content. Parts may come out of order, and twice; the later one counts (RFC 4975 7.3.1).
     *
     * @param offset of its first octet, from 0
     * @param data the sink's own from now on; to be told by {@link IncomingMessage#consumed} when it is done with
     */
    void part(long offset, ByteBuffer data);

    /**
     * All of it was given. {@link IncomingMessage#accept} or {@link IncomingMessage#refuse} must follow.
     *
     * @param size octets of the whole message
     */
    void complete(long size);

    /** The rest will not come: the sender gave it up, lied about it, or the session is over. */
    void aborted(String why);
}

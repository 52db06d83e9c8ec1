package org.tombolo.msrp.wire;

import java.nio.ByteBuffer;
import java.util.List;

/** What a {@link FrameReader} finds, in the order of the wire. */
public interface FrameHandler {

    /**
     * A request starts; {@link #content} follows for each part of its body, then {@link #end}.
     *
     * @param body whether there is one, be it empty
     */
    void request(MsrpRequest request, boolean body);

    /**
     * A request that cannot be served; its body is skipped, and nothing more is said of it.
     *
     * @param headers those that could be read
     */
    void malformed(String transaction, List<MsrpHeader> headers, String why);

    /** A part of the body; valid until this returns. */
    void content(ByteBuffer part);

    /** The request is over. */
    void end(ContinuationFlag flag);

    /** A response; a body of it would be skipped. */
    void response(MsrpResponse response);
}

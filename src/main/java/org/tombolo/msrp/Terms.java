package org.tombolo.msrp;

import java.util.Optional;
import java.util.OptionalLong;
import org.tombolo.media.sdp.Direction;
import org.tombolo.msrp.sdp.AcceptTypes;
import org.tombolo.msrp.sdp.ChatRoom;
import org.tombolo.msrp.sdp.FileDescription;

/**
 * What our side of a session takes and is for.
 *
 * @param accept other content is refused with 415
 * @param maxSize most octets of one message; more are refused with 413
 * @param direction which way messages go
 * @param file the file it is for (RFC 5547)
 * @param room what we can do in a chat room, when this is one (RFC 7701)
 */
public record Terms(
        AcceptTypes accept,
        OptionalLong maxSize,
        Direction direction,
        Optional<FileDescription> file,
        Optional<ChatRoom> room) {

    /** Terms of what is no chat room. */
    public Terms(AcceptTypes accept, OptionalLong maxSize, Direction direction, Optional<FileDescription> file) {
        this(accept, maxSize, direction, file, Optional.empty());
    }

    /** A chat: both ways, no file. */
    public static Terms chat(AcceptTypes accept, long maxSize) {
        return new Terms(accept, OptionalLong.of(maxSize), Direction.SENDRECV, Optional.empty());
    }

    /** A chat room: both ways, no file. */
    public static Terms room(AcceptTypes accept, long maxSize, ChatRoom room) {
        return new Terms(accept, OptionalLong.of(maxSize), Direction.SENDRECV, Optional.empty(), Optional.of(room));
    }
}

package org.tombolo.media.sdp;

import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 8866), as far as offers and answers need it.
 *
 * @param origin what stands in {@code o=}
 * @param connection the {@code c=} of all streams that have none of their own
 * @param attributes of the session, in order
 * @param media the streams, in order
 */
public record SessionDescription(
        String origin, Optional<Connection> connection, List<Attribute> attributes, List<MediaDescription> media) {

    public SessionDescription {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /**
     * Reads a description.
     *
     * @throws SdpException when it is none, or larger than we take
     */
    public static SessionDescription parse(String text) throws SdpException {
        return new SdpReader().read(text);
    }

    /** The address of a stream, its own or the session's. */
    public Optional<Connection> connectionOf(MediaDescription stream) {
        return stream.connection().or(() -> connection);
    }

    /** The direction of a stream, its own or the session's (RFC 8866 6.7: sendrecv when nothing is said). */
    public Direction directionOf(MediaDescription stream) {
        return Direction.among(stream.attributes())
                .or(() -> Direction.among(attributes))
                .orElse(Direction.SENDRECV);
    }

    /** The text for the wire. */
    public String text() {
        StringBuilder out = new StringBuilder("v=0\r\n");
        out.append("o=").append(origin).append("\r\ns=-\r\n");
        connection.ifPresent(c -> out.append(c.line()));
        out.append("t=0 0\r\n");
        attributes.forEach(a -> out.append(a.line()));
        media.forEach(m -> m.write(out));
        return out.toString();
    }
}

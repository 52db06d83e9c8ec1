package org.tombolo.msrp.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tombolo.media.sdp.Attribute;
import org.tombolo.media.sdp.Connection;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.MediaDescription;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpSyntaxException;

/**
 * One side's {@code m=message} section (RFC 4975 8).
 *
 * @param tls whether it is MSRP over TLS
 * @param address where the side can be reached as {@code c=} says; counts for CEMA only (RFC 6714)
 * @param port 1 to 65535, as {@code m=} says; counts for CEMA only
 * @param path the way to the side, relays first
 * @param accept which content it takes
 * @param maxSize most octets of one message, when it says so
 * @param setup who opens the connection, when it says so (RFC 6135)
 * @param cema whether it knows CEMA
 * @param direction which way messages go; sendrecv when nothing is said
 * @param fingerprint of its certificate
 * @param file the file that this session is for (RFC 5547)
 * @param room what the side can do in a chat room, when it says so (RFC 7701)
 */
public record MessageMedia(
        boolean tls,
        String address,
        int port,
        MsrpPath path,
        AcceptTypes accept,
        OptionalLong maxSize,
        Optional<Setup> setup,
        boolean cema,
        Direction direction,
        Optional<Fingerprint> fingerprint,
        Optional<FileDescription> file,
        Optional<ChatRoom> room) {
    private static final String TCP = "TCP/MSRP";
    private static final String TLS = "TCP/TLS/MSRP";

    /** A section that says nothing of chat rooms. */
    public MessageMedia(
            boolean tls,
            String address,
            int port,
            MsrpPath path,
            AcceptTypes accept,
            OptionalLong maxSize,
            Optional<Setup> setup,
            boolean cema,
            Direction direction,
            Optional<Fingerprint> fingerprint,
            Optional<FileDescription> file) {
        this(tls, address, port, path, accept, maxSize, setup, cema, direction, fingerprint, file, Optional.empty());
    }

    /** Whether a section is MSRP that is neither refused nor removed. */
    public static boolean is(MediaDescription section) {
        return section.type().equals("message")
                && section.port() != 0
                && (section.protocol().equalsIgnoreCase(TCP)
                        || section.protocol().equalsIgnoreCase(TLS));
    }

    /** Place of the first MSRP section, -1 when there is none. */
    public static int indexIn(SessionDescription description) {
        List<MediaDescription> media = description.media();
        for (int i = 0; i < media.size(); i++) {
            if (is(media.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Reads a section that {@link #is} MSRP.
     *
     * @throws SdpException with what is missing or wrong
     */
    public static MessageMedia parse(SessionDescription description, int index) throws SdpException {
        MediaDescription section = description.media().get(index);
        boolean tls = section.protocol().equalsIgnoreCase(TLS);
        Optional<Connection> connection = description.connectionOf(section);
        return new MessageMedia(
                tls,
                connection.map(Connection::address).orElse(""),
                section.port(),
                path(section, tls),
                accept(section),
                maxSize(section),
                section.value("setup").or(() -> value(description, "setup")).flatMap(Setup::parse),
                section.has("msrp-cema"),
                description.directionOf(section),
                section.value("fingerprint")
                        .or(() -> value(description, "fingerprint"))
                        .flatMap(Fingerprint::parse),
                FileDescription.parse(section),
                section.value(ChatRoom.NAME).map(ChatRoom::parse));
    }

    private static Optional<String> value(SessionDescription description, String name) {
        return description.attributes().stream()
                .filter(a -> a.name().equals(name))
                .map(Attribute::value)
                .findFirst();
    }

    private static MsrpPath path(MediaDescription section, boolean tls) throws SdpException {
        String value = section.value("path").orElse("");
        if (value.isEmpty()) {
            throw new SdpException("m=message without a=path (RFC 4975 8.2)");
        }
        try {
            MsrpPath path = MsrpPath.parse(value);
            if (path.last().sessionId().isEmpty()) {
                throw new SdpException("the last URI of a=path has no session id (RFC 4975 6)");
            }
            if (tls != path.first().secure()) {
                throw new SdpException("the scheme in a=path does not fit " + section.protocol() + " (RFC 4975 8.1)");
            }
            return path;
        } catch (MsrpSyntaxException e) {
            throw new SdpException("a=path: " + e.getMessage());
        }
    }

    private static AcceptTypes accept(MediaDescription section) throws SdpException {
        // RFC 4975 8.6: accept-types must be there; one who only sends a file would take anything as well as nothing.
        String types = section.value("accept-types")
                .orElseThrow(() -> new SdpException("m=message without a=accept-types (RFC 4975 8.6)"));
        return new AcceptTypes(
                AcceptTypes.parse(types),
                section.value("accept-wrapped-types").map(AcceptTypes::parse).orElse(List.of()));
    }

    private static OptionalLong maxSize(MediaDescription section) {
        return section.value("max-size")
                .filter(value -> value.matches("\\d{1,18}"))
                .map(value -> OptionalLong.of(Long.parseLong(value)))
                .orElse(OptionalLong.empty());
    }

    /** The section for the wire. */
    public MediaDescription description() {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(new Attribute("path", path.text()));
        attributes.add(new Attribute("accept-types", String.join(" ", accept.types())));
        if (!accept.wrapped().isEmpty()) {
            attributes.add(new Attribute("accept-wrapped-types", String.join(" ", accept.wrapped())));
        }
        maxSize.ifPresent(octets -> attributes.add(new Attribute("max-size", String.valueOf(octets))));
        setup.ifPresent(value -> attributes.add(new Attribute("setup", value.text())));
        if (cema) {
            attributes.add(Attribute.property("msrp-cema"));
        }
        fingerprint.ifPresent(value -> attributes.add(new Attribute("fingerprint", value.text())));
        attributes.add(direction.attribute());
        file.ifPresent(value -> attributes.addAll(value.attributes()));
        room.ifPresent(value -> attributes.add(value.attribute()));
        Optional<Connection> connection = Optional.of(new Connection(address));
        return new MediaDescription("message", port, tls ? TLS : TCP, List.of("*"), connection, attributes);
    }
}

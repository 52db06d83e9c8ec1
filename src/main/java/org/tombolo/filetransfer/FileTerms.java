package org.tombolo.filetransfer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.tombolo.media.sdp.Direction;
import org.tombolo.msrp.Terms;
import org.tombolo.msrp.sdp.AcceptTypes;
import org.tombolo.msrp.sdp.FileDescription;
import org.tombolo.msrp.sdp.FileSelector;
import org.tombolo.msrp.sdp.MessageMedia;

/** What we answer to the offer of a file (RFC 5547 8.3.1). */
public final class FileTerms {
    private static final String UNKNOWN = "application/octet-stream";

    private FileTerms() {}

    static Terms of(FileSelector offered, MessageMedia media, long most) {
        // RFC 4975 8.6: what we do not name must not be sent, so that the file comes without an envelope.
        AcceptTypes accept = AcceptTypes.of(offered.type().map(FileTerms::bare).orElse("*"));
        boolean described = offered.name().isPresent()
                || offered.type().isPresent()
                || offered.size().isPresent();
        // RFC 5547 8.3.1: name, type and size are copied, and so is file-transfer-id; 6: at least one selector must
        // stand.
        FileSelector selector =
                described ? new FileSelector(offered.name(), offered.type(), offered.size(), List.of()) : offered;
        FileDescription file = new FileDescription(
                selector,
                media.file().flatMap(FileDescription::transferId),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                media.file().flatMap(FileDescription::range));
        return new Terms(accept, OptionalLong.of(most), Direction.RECVONLY, Optional.of(file));
    }

    /** A media type without its parameters; that of any octets for what is none. */
    public static String known(String type) {
        String bare = bare(type);
        return bare.matches("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}") ? bare : UNKNOWN;
    }

    /** A media type without its parameters. */
    static String bare(String type) {
        return type.split(";", 2)[0].trim();
    }
}

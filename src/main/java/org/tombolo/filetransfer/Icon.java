package org.tombolo.filetransfer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tombolo.msrp.sdp.FileDescription;
import org.tombolo.sip.Body;
import org.tombolo.sip.Multipart;
import org.tombolo.storage.Previews.Preview;

/** The small picture of a file, beside its description in the body of an INVITE (RFC 5547 8.8). */
final class Icon {
    /** Octets; what is larger is left out. */
    private static final int LARGEST = 64 << 10;

    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png", "image/gif");
    private static final String BOUNDARY = "tombolo-icon-";

    private Icon() {}

    /** The icon that a description names, out of the body that holds both. */
    static Optional<Preview> of(Optional<Body> body, FileDescription file) {
        Optional<List<Multipart.Part>> parts = body.filter(Multipart::is).flatMap(Multipart::parts);
        // RFC 2392 2: cid:X is the part with the Content-ID <X>.
        return file.icon()
                .map(cid -> "<" + cid.substring("cid:".length()) + ">")
                .flatMap(id -> parts.orElse(List.of()).stream()
                        .filter(part ->
                                part.header("Content-ID").filter(id::equals).isPresent())
                        .findFirst())
                .flatMap(Icon::picture);
    }

    private static Optional<Preview> picture(Multipart.Part part) {
        String type = FileTerms.bare(part.body().type());
        byte[] content = part.body().bytes();
        if (part.header("Content-Transfer-Encoding")
                .filter("base64"::equalsIgnoreCase)
                .isPresent()) {
            try {
                content = Base64.getMimeDecoder().decode(content);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return PICTURES.contains(type) && content.length <= LARGEST && content.length > 0
                ? Optional.of(new Preview(type, content))
                : Optional.empty();
    }

    /** RFC 5547 8.8, RFC 2387: description and icon in one body, the description first. */
    static Body with(Body sdp, Preview icon, String contentId) {
        String boundary = BOUNDARY + contentId.replaceAll("[^A-Za-z0-9]", "");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ascii("--" + boundary + "\r\nContent-Type: " + Body.SDP + "\r\n\r\n"));
        body.writeBytes(sdp.bytes());
        body.writeBytes(ascii("\r\n--" + boundary + "\r\nContent-Type: " + icon.type()
                + "\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <" + contentId
                + ">\r\nContent-Disposition: icon\r\n\r\n"));
        body.writeBytes(icon.content());
        body.writeBytes(ascii("\r\n--" + boundary + "--\r\n"));
        return new Body("multipart/related;type=\"" + Body.SDP + "\";boundary=" + boundary, body.toByteArray());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

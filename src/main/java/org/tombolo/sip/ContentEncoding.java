package org.tombolo.sip;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Bodies that were packed for the way (RFC 3261 20.12), as Linphone does with all that is not plain text. */
public final class ContentEncoding {
    /** A packed body must not become more than this many bytes: few are enough to make very many. */
    public static final int LONGEST = 65_536;

    private static final Header ACCEPT = new Header("Accept-Encoding", "gzip, deflate");

    private ContentEncoding() {}

    /** The body of a request as it was before it was packed. */
    public sealed interface Unpacked {
        /** A body, whether or not it was packed. */
        record Plain(Body body) implements Unpacked {}

        /** Why it cannot be read. */
        record Refused(SipReply reply) implements Unpacked {}
    }

    /** Unpacks a body of a request. */
    public static Unpacked unpack(SipRequest request, Body body) {
        Optional<String> encoding =
                request.header("Content-Encoding").map(e -> e.trim().toLowerCase(Locale.ROOT));
        if (encoding.isEmpty() || List.of("", "identity").contains(encoding.get())) {
            return new Unpacked.Plain(body);
        }
        try (InputStream packed = new ByteArrayInputStream(body.bytes());
                InputStream plain = unpacking(encoding.get(), packed)) {
            byte[] bytes = plain.readNBytes(LONGEST + 1);
            return bytes.length > LONGEST
                    ? new Unpacked.Refused(SipReply.refusal(413, "the body has more than " + LONGEST + " bytes"))
                    : new Unpacked.Plain(new Body(body.type(), bytes));
        } catch (UnsupportedOperationException e) {
            // RFC 3261 8.2.3
            return new Unpacked.Refused(
                    SipReply.refusal(415, "an encoding that is not known here").with(ACCEPT));
        } catch (IOException e) {
            return new Unpacked.Refused(SipReply.refusal(400, "the body is not " + encoding.get()));
        }
    }

    // RFC 9110 8.4.1: deflate is the zlib format; x-gzip is gzip.
    private static InputStream unpacking(String encoding, InputStream packed) throws IOException {
        return switch (encoding) {
            case "deflate" -> new InflaterInputStream(packed);
            case "gzip", "x-gzip" -> new GZIPInputStream(packed);
            default -> throw new UnsupportedOperationException(encoding);
        };
    }
}

package org.tombolo.gateway.interconnection;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimAddress;
import org.tombolo.msrp.cpim.CpimException;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.msrp.cpim.IsComposing;
import org.tombolo.msrp.sdp.AcceptTypes;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.Body;

/** What somebody says in an MSRP chat (RFC 7573 5, 6, 7). */
sealed interface ChatContent {
    String TEXT = "text/plain";

    /** What we take: text, the news that somebody writes, and notifications; all of it in an envelope, too. */
    AcceptTypes TAKEN =
            new AcceptTypes(List.of(TEXT, Cpim.TYPE, IsComposing.TYPE), List.of(TEXT, Imdn.TYPE, IsComposing.TYPE));

    Pattern CHARSET = Pattern.compile(";\\s*charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

    /**
     * Words for the other one.
     *
     * @param imdn which notifications the envelope asks for
     * @param sender who the envelope says to have written it
     */
    record Words(String text, Optional<ImdnRequest> imdn, Optional<CpimAddress> sender) implements ChatContent {}

    /** She writes, or not any more. */
    record Composing(IsComposing news) implements ChatContent {}

    /** What became of a message of ours. */
    record Notification(Imdn imdn) implements ChatContent {}

    /** Something that we cannot pass on. */
    record Refused(MsrpStatus status) implements ChatContent {}

    /** Reads a message. */
    static ChatContent read(String contentType, byte[] octets) {
        Body body = new Body(contentType, octets);
        if (!body.is(Cpim.TYPE)) {
            return read(body, Optional.empty(), Optional.empty());
        }
        try {
            Cpim cpim = Cpim.parse(octets);
            List<String> required = cpim.notUnderstood(Set.of());
            return required.isEmpty()
                    ? read(new Body(cpim.contentType(), cpim.content()), ImdnRequest.of(cpim), cpim.from())
                    : refused(400, "not understood: " + String.join(", ", required));
        } catch (CpimException e) {
            return refused(400, "message/cpim: " + e.getMessage());
        }
    }

    private static ChatContent read(Body body, Optional<ImdnRequest> imdn, Optional<CpimAddress> sender) {
        try {
            if (IsComposing.is(body.type())) {
                return new Composing(IsComposing.parse(body.bytes()));
            }
            if (Imdn.is(body.type())) {
                return new Notification(Imdn.parse(body.bytes()));
            }
        } catch (CpimException e) {
            return refused(400, String.valueOf(e.getMessage()));
        }
        Optional<Charset> charset = charset(body.type());
        return body.is(TEXT) && charset.isPresent()
                ? new Words(new String(body.bytes(), charset.get()), imdn, sender)
                : refused(415, "an XMPP user takes text/plain only");
    }

    private static Refused refused(int status, String why) {
        return new Refused(new MsrpStatus(status, why.replaceAll("\\p{Cntrl}", " ")));
    }

    private static Optional<Charset> charset(String type) {
        Matcher matcher = CHARSET.matcher(type);
        try {
            return Optional.of(matcher.find() ? Charset.forName(matcher.group(1)) : StandardCharsets.UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }
}

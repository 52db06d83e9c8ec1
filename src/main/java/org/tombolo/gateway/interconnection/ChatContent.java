package org.tombolo.gateway.interconnection;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimException;
import org.tombolo.msrp.cpim.FileLink;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.msrp.cpim.IsComposing;
import org.tombolo.msrp.sdp.AcceptTypes;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.Body;
import org.tombolo.sip.Multipart;

/** What somebody says in an MSRP chat (RFC 7573 5, 6, 7). */
public sealed interface ChatContent {
    String TEXT = "text/plain";

    String MIXED = "multipart/mixed";
    String ALTERNATIVE = "multipart/alternative";

    /**
     * What we take: text, links to files, the news that somebody writes, and notifications; all of it in an envelope, too. RFC 4975 8.6 need
     * not repeat what may be in the envelope; phones look for it there. RFC 4975 7.3.1: every endpoint takes multiparts.
     */
    AcceptTypes TAKEN = new AcceptTypes(
            List.of(TEXT, Cpim.TYPE, IsComposing.TYPE, FileLink.TYPE, MIXED, ALTERNATIVE),
            List.of(TEXT, Imdn.TYPE, IsComposing.TYPE, FileLink.TYPE));

    int DEEPEST = 3;

    Pattern CHARSET = Pattern.compile(";\\s*charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

    /**
     * Words for the other one.
     *
     * @param imdn which notifications the envelope asks for
     * @param sent when they were, as the envelope says
     * @param file where a file is, when that is what they say
     */
    record Words(String text, Optional<ImdnRequest> imdn, Optional<Instant> sent, Optional<FileLink> file)
            implements ChatContent {}

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
            return read(body, Optional.empty(), Optional.empty(), DEEPEST);
        }
        try {
            return read(Cpim.parse(octets));
        } catch (CpimException e) {
            return refused(400, "message/cpim: " + e.getMessage());
        }
    }

    /** Reads a message in an envelope. */
    static ChatContent read(Cpim cpim) {
        List<String> required = cpim.notUnderstood(Set.of());
        return required.isEmpty()
                ? read(new Body(cpim.contentType(), cpim.content()), ImdnRequest.of(cpim), cpim.dateTime(), DEEPEST)
                : refused(400, "not understood: " + String.join(", ", required));
    }

    private static ChatContent read(Body body, Optional<ImdnRequest> imdn, Optional<Instant> sent, int depth) {
        if (Multipart.is(body)) {
            return several(body, imdn, sent, depth);
        }
        try {
            if (IsComposing.is(body.type())) {
                return new Composing(IsComposing.parse(body.bytes()));
            }
            if (Imdn.is(body.type())) {
                return new Notification(Imdn.parse(body.bytes()));
            }
            if (FileLink.is(body.type())) {
                FileLink file = FileLink.parse(body.bytes());
                return new Words(file.file().url(), imdn, sent, Optional.of(file));
            }
        } catch (CpimException e) {
            return refused(400, String.valueOf(e.getMessage()));
        }
        Optional<Charset> charset = charset(body.type());
        return body.is(TEXT) && charset.isPresent()
                ? new Words(new String(body.bytes(), charset.get()), imdn, sent, Optional.empty())
                : refused(415, "an XMPP user takes text/plain only");
    }

    private static ChatContent several(Body body, Optional<ImdnRequest> imdn, Optional<Instant> sent, int depth) {
        Optional<List<Multipart.Part>> parts = depth > 0 ? Multipart.parts(body) : Optional.empty();
        if (parts.isEmpty()) {
            return refused(400, "parts that cannot be told apart");
        }
        List<ChatContent> contents = parts.get().stream()
                .map(part -> read(part.body(), imdn, sent, depth - 1))
                .toList();
        List<Words> words = contents.stream()
                .filter(Words.class::isInstance)
                .map(Words.class::cast)
                .toList();
        if (body.is(ALTERNATIVE) && !words.isEmpty()) {
            // RFC 2046 5.1.4: the last one that we understand says most.
            return words.get(words.size() - 1);
        }
        // Whatever else is among the parts would be lost.
        return words.size() < contents.size()
                        || words.stream().anyMatch(w -> w.file().isPresent())
                ? refused(415, "an XMPP user takes text/plain only")
                : new Words(
                        words.stream().map(Words::text).collect(Collectors.joining("\n")),
                        imdn,
                        sent,
                        Optional.empty());
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

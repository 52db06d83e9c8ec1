package org.tombolo.gateway.interconnection;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tombolo.html.HtmlSanitizer;
import org.tombolo.html.SafeHtml;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimException;
import org.tombolo.msrp.cpim.CpimHeader;
import org.tombolo.msrp.cpim.FileLink;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.sip.Body;
import org.tombolo.sip.ContentEncoding;
import org.tombolo.sip.ContentEncoding.Unpacked;
import org.tombolo.sip.Header;
import org.tombolo.sip.MessageSize;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;

/** What a pager-mode message from SIP says (RFC 7572 5), in a CPIM envelope (RFC 3862) or not. */
final class PagerReader {
    private static final String TEXT = "text/plain";
    private static final String HTML = "text/html";
    private static final Header ACCEPT =
            new Header("Accept", String.join(", ", TEXT, HTML, Cpim.TYPE, Imdn.TYPE, FileLink.TYPE));
    private static final Pattern CHARSET = Pattern.compile(";\\s*charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

    private final HtmlSanitizer html;

    PagerReader(HtmlSanitizer html) {
        this.html = html;
    }

    /** What was read from a MESSAGE. */
    sealed interface Reading {
        /**
         * Something that one person says to another.
         *
         * @param language a tag of RFC 5646, empty when nothing is said
         * @param body the text
         * @param formatted the text with its formatting, when it has some
         * @param sent when it was sent, when its envelope says so
         * @param imdn what the sender wants to hear of it (RFC 5438), when she named it
         * @param file where a file is, when that is what it says
         */
        record Content(
                String subject,
                String thread,
                String language,
                String body,
                Optional<SafeHtml> formatted,
                Optional<Instant> sent,
                Optional<ImdnRequest> imdn,
                Optional<FileLink> file)
                implements Reading {}

        /** What became of messages of the other side. */
        record Notifications(List<Imdn> all) implements Reading {}

        /** Why it cannot be passed on. */
        record Refused(SipReply reply) implements Reading {}
    }

    /** RFC 7572 5: what of a MESSAGE goes into a stanza. */
    Reading read(SipRequest request) {
        Optional<Body> body = request.body();
        if (body.isEmpty()) {
            return refused(400, "a MESSAGE without a body says nothing");
        }
        int length =
                body.get().bytes().length + request.header("Subject").orElse("").length();
        if (length > MessageSize.LONGEST) {
            return refused(413, "a MESSAGE has at most " + MessageSize.LONGEST + " bytes (RFC 3428 8)");
        }
        Unpacked unpacked = ContentEncoding.unpack(request, body.get());
        return unpacked instanceof Unpacked.Plain plain
                ? read(request, plain.body())
                : new Reading.Refused(((Unpacked.Refused) unpacked).reply());
    }

    private Reading read(SipRequest request, Body body) {
        try {
            return body.is(Cpim.TYPE)
                    ? envelope(request, Cpim.parse(body.bytes()))
                    : content(request, body, Optional.empty());
        } catch (CpimException e) {
            return refused(400, "message/cpim: " + e.getMessage());
        }
    }

    private Reading envelope(SipRequest request, Cpim cpim) throws CpimException {
        List<String> required = cpim.notUnderstood(java.util.Set.of());
        if (!required.isEmpty()) {
            // RFC 3862 4.9: what must be understood and is not ends the message's way.
            return refused(400, "message/cpim requires " + String.join(", ", required));
        }
        return content(request, new Body(cpim.contentType(), cpim.content()), Optional.of(cpim));
    }

    private Reading content(SipRequest request, Body content, Optional<Cpim> envelope) throws CpimException {
        if (ImdnParts.areIn(content)) {
            return new Reading.Notifications(ImdnParts.read(content));
        }
        if (FileLink.is(content.type())) {
            return link(request, FileLink.parse(content.bytes()), envelope);
        }
        Optional<Charset> charset = charset(content.type());
        boolean formatted = content.is(HTML);
        if (!(formatted || content.is(TEXT)) || charset.isEmpty()) {
            // RFC 3261 21.4.13: with what we would take.
            return new Reading.Refused(
                    SipReply.refusal(415, "an XMPP user takes text only").with(ACCEPT));
        }
        String text = new String(content.bytes(), charset.get());
        Optional<SafeHtml> safe = formatted ? Optional.of(html.html(text)) : Optional.empty();
        return new Reading.Content(
                subject(request, envelope),
                request.callId(),
                language(request, envelope),
                safe.map(SafeHtml::text).orElse(text),
                safe,
                envelope.flatMap(Cpim::dateTime),
                envelope.flatMap(ImdnRequest::of),
                Optional.empty());
    }

    /** GSMA RCC.07: a phone has uploaded a file, and says where it is. */
    private static Reading link(SipRequest request, FileLink file, Optional<Cpim> envelope) {
        return new Reading.Content(
                subject(request, envelope),
                request.callId(),
                "",
                file.file().url(),
                Optional.empty(),
                envelope.flatMap(Cpim::dateTime),
                envelope.flatMap(ImdnRequest::of),
                Optional.of(file));
    }

    private static String subject(SipRequest request, Optional<Cpim> envelope) {
        return request.header("Subject")
                .or(() -> envelope.flatMap(Cpim::subject).map(CpimHeader::value))
                .orElse("");
    }

    private static String language(SipRequest request, Optional<Cpim> envelope) {
        String tags = request.header("Content-Language")
                .or(() -> envelope.flatMap(cpim -> cpim.contentHeader("Content-Language")))
                .orElse("");
        String first = tags.isEmpty() ? "" : tags.split(",", 2)[0].trim();
        return LanguageTag.isOne(first) ? first : "";
    }

    private static Optional<Charset> charset(String type) {
        if (type.indexOf(';') < 0) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        Matcher matcher = CHARSET.matcher(type);
        try {
            return Optional.of(matcher.find() ? Charset.forName(matcher.group(1)) : StandardCharsets.UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    private static Reading refused(int status, String why) {
        return new Reading.Refused(SipReply.refusal(status, why));
    }
}

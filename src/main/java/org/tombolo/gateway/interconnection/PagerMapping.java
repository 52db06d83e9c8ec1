package org.tombolo.gateway.interconnection;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimException;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.xmpp.XmppMessage;

/** What a pager-mode message carries, from one side to the other (RFC 7572). */
final class PagerMapping {
    /** RFC 7572 6 and RFC 3428 8: the longest MESSAGE request, in bytes, over a path of unknown links. */
    static final int LONGEST = 1300;

    /**
     * Request line, Via, Max-Forwards, From, To, Call-ID, CSeq, Content-Type, Content-Length and one Route, without the
     * addresses in them.
     */
    private static final int FIXED_HEADERS = 350;

    private static final String TEXT = "text/plain";
    private static final Pattern CHARSET = Pattern.compile(";\\s*charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);
    // RFC 5646 4.4.1: a buffer of 35 characters holds every tag that can be expected.
    private static final int LONGEST_LANGUAGE = 35;
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{1,8}+(?:-[A-Za-z0-9]{1,8}+)*+");
    // RFC 3261 25.1 has words here; SIP stacks refuse some with brackets and quotes, none that are tokens.
    private static final Pattern CALL_ID = Pattern.compile("[\\w.!%*+`'~-]++(@[\\w.!%*+`'~-]++)?");

    private PagerMapping() {}

    /** What was read from a MESSAGE. */
    sealed interface Reading {
        /**
         * What goes into the stanza.
         *
         * @param imdn Message-ID by which the sender wants to hear of a failure (RFC 5438); empty when she does not
         */
        record Content(String subject, String thread, String language, String body, String imdn) implements Reading {}

        /** Why it cannot be passed on. */
        record Refused(SipReply reply) implements Reading {}
    }

    /** RFC 7572 5: what of a MESSAGE goes into a stanza. */
    static Reading read(SipRequest request) {
        Optional<Body> body = request.body();
        if (body.isEmpty()) {
            return refused(400, "a MESSAGE without a body says nothing");
        }
        int length =
                body.get().bytes().length + request.header("Subject").orElse("").length();
        if (length > LONGEST) {
            return refused(413, "a MESSAGE has at most " + LONGEST + " bytes (RFC 3428 8)");
        }
        if (!body.get().is(Cpim.TYPE)) {
            return read(request, body.get(), "");
        }
        try {
            Cpim cpim = Cpim.parse(body.get().bytes());
            return read(request, new Body(cpim.contentType(), cpim.content()), failureId(cpim));
        } catch (CpimException e) {
            return refused(400, "message/cpim: " + e.getMessage());
        }
    }

    /** The Message-ID by which the sender wants to hear of a failure (RFC 5438 6); empty when she does not. */
    private static String failureId(Cpim cpim) {
        return ImdnRequest.of(cpim)
                .filter(request -> request.wanted().contains(Disposition.NEGATIVE_DELIVERY))
                .map(ImdnRequest::messageId)
                .orElse("");
    }

    private static Reading read(SipRequest request, Body content, String imdn) {
        Optional<Charset> charset = charset(content.type());
        if (!content.is(TEXT) || charset.isEmpty()) {
            // RFC 3261 21.4.13: with what we would take.
            SipReply reply = SipReply.refusal(415, "an XMPP user takes text/plain only");
            return new Reading.Refused(reply.with(new Header("Accept", TEXT + ", " + Cpim.TYPE)));
        }
        String language =
                request.header("Content-Language").orElse("").split(",", 2)[0].trim();
        return new Reading.Content(
                request.header("Subject").orElse(""),
                request.callId(),
                isLanguage(language) ? language : "",
                new String(content.bytes(), charset.get()),
                imdn);
    }

    private static boolean isLanguage(String tag) {
        return tag.length() <= LONGEST_LANGUAGE && LANGUAGE.matcher(tag).matches();
    }

    private static Optional<Charset> charset(String type) {
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

    /**
     * RFC 7572 4: the headers of the MESSAGE for a stanza. SIP Servlet applications do not choose the Call-ID (JSR 289
     * 4.1.3), so the thread that a reply continues, which is the Call-ID of what it answers, goes into In-Reply-To.
     */
    static List<Header> headers(XmppMessage message) {
        List<Header> headers = new ArrayList<>();
        if (!message.subject().isEmpty()) {
            headers.add(new Header("Subject", message.subject().replaceAll("[\\p{Cntrl}]+", " ")));
        }
        if (isLanguage(message.language())) {
            headers.add(new Header("Content-Language", message.language()));
        }
        if (CALL_ID.matcher(message.thread()).matches()) {
            headers.add(new Header("In-Reply-To", message.thread()));
        }
        return headers;
    }

    /** RFC 7572 4: the body of the MESSAGE for a stanza. */
    static Body body(XmppMessage message) {
        return Body.text("text/plain;charset=UTF-8", message.body());
    }

    /** Whether the MESSAGE for a stanza would be longer than RFC 3428 8 allows. */
    static boolean tooLong(XmppMessage message, String from, String to) {
        int headers = headers(message).stream()
                .mapToInt(h -> bytes(h.name()) + bytes(h.value()) + 4)
                .sum();
        // To's URI stands in the request line as well.
        return FIXED_HEADERS + bytes(from) + 2 * bytes(to) + headers + bytes(message.body()) > LONGEST;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

package org.tombolo.gateway.interconnection;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tombolo.gateway.interconnection.Rendering.Ability;
import org.tombolo.gateway.interconnection.tracking.Loss;
import org.tombolo.html.HtmlSanitizer;
import org.tombolo.html.SafeHtml;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimAddress;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.FileLink;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.MessageSize;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppMessage;

/**
 * Writes a stanza as a MESSAGE (RFC 7572 4): in as many ways as it takes, the one that says most first. The last one is
 * plain text, which every phone takes.
 */
public final class PagerWriter {
    private static final String TEXT = "text/plain;charset=UTF-8";
    private static final String HTML = "text/html;charset=UTF-8";
    // RFC 3261 25.1 has words here; SIP stacks refuse some with brackets and quotes, none that are tokens.
    private static final Pattern CALL_ID = Pattern.compile("[\\w.!%*+`'~-]++(@[\\w.!%*+`'~-]++)?");
    // RFC 3261 20.17
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final HtmlSanitizer html;

    PagerWriter(HtmlSanitizer html) {
        this.html = html;
    }

    /** The text of a stanza, with the links that it has besides; empty when it says nothing to a person. */
    public static String text(XmppMessage stanza) {
        if (stanza.extensions().isEmpty()) {
            return stanza.body();
        }
        StringBuilder text = new StringBuilder(stanza.body());
        for (Extension extension : stanza.extensions()) {
            if (extension instanceof Extension.OutOfBand file && text.indexOf(file.url()) < 0) {
                text.append(text.length() == 0 ? "" : "\n")
                        .append(file.description().isEmpty() ? "" : file.description() + " ")
                        .append(file.url());
            }
        }
        if (text.length() == 0) {
            stanza.extension(Extension.SharedFile.class)
                    .map(Extension.SharedFile::url)
                    .ifPresent(text::append);
        }
        return text.toString();
    }

    /** Whether even the shortest way is longer than RFC 3428 8 allows. */
    static boolean isTooLong(XmppMessage stanza, String from, String to) {
        return !MessageSize.fits(from, to, headers(stanza), text(stanza).getBytes(StandardCharsets.UTF_8).length);
    }

    /** What the sender hears of a message that is too long. */
    static StanzaError tooLong() {
        // RFC 7572 6, RFC 3428 8.
        return ErrorMapping.error(
                "policy-violation", "a message to an IMS user has at most " + MessageSize.LONGEST + " bytes in all");
    }

    /** The ways to write it that are short enough, the one that says most first; none when all are too long. */
    List<Rendering> render(DeferredMessage message, boolean late) {
        XmppMessage stanza = message.stanza();
        if (stanza.extensions().isEmpty() && !late) {
            Body body = Body.text(TEXT, stanza.body());
            return fitting(message, List.of(new Rendering(body, headers(stanza), Set.of(), Set.of())));
        }
        Optional<ImdnRequest> imdn = wanted(message);
        Optional<SafeHtml> safe = stanza.extension(Extension.Xhtml.class).map(xhtml -> html.xhtml(xhtml.body()));
        Optional<SafeHtml> formatted = safe.filter(SafeHtml::formatted);
        boolean envelope = imdn.isPresent() || late;
        List<Rendering> ways = new ArrayList<>();
        // What the sender wants to hear counts for more than a thumbnail.
        FileLinks.toPhone(stanza).stream()
                .flatMap(file -> Stream.of(envelope, false)
                        .flatMap(in -> Stream.of(file, file.withoutThumbnail())
                                .map(link -> new Body(FileLink.TYPE, link.octets()))
                                .map(link -> way(message, link, in, late, imdn, safe))))
                .filter(way -> fits(message, way))
                .findFirst()
                .ifPresent(ways::add);
        if (formatted.isPresent()) {
            Body rich = Body.text(HTML, formatted.get().document());
            ways.add(way(message, rich, envelope, late, imdn, safe));
        }
        Body plain = Body.text(TEXT, text(stanza));
        if (envelope) {
            ways.add(way(message, plain, true, late, imdn, safe));
        }
        ways.add(way(message, plain, false, late, imdn, safe));
        return fitting(message, ways);
    }

    /** What the sender asked for (XEP-0184, XEP-0333) as a request for notifications. */
    private static Optional<ImdnRequest> wanted(DeferredMessage message) {
        EnumSet<Disposition> wanted = EnumSet.noneOf(Disposition.class);
        if (message.stanza().has(Extension.ReceiptRequest.class)) {
            wanted.add(Disposition.POSITIVE_DELIVERY);
        }
        if (message.stanza().has(Extension.Markable.class)) {
            wanted.add(Disposition.DISPLAY);
        }
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        // A failure is an error stanza, which nobody has to ask for.
        wanted.add(Disposition.NEGATIVE_DELIVERY);
        return ImdnId.of(message.id(), message.stanza().id()).map(id -> ImdnRequest.of(id, wanted));
    }

    private Rendering way(
            DeferredMessage message,
            Body content,
            boolean envelope,
            boolean late,
            Optional<ImdnRequest> imdn,
            Optional<SafeHtml> safe) {
        List<Header> headers = headers(message.stanza());
        Body body = content;
        if (envelope) {
            body = envelope(message, content, imdn);
        } else if (late) {
            headers.add(new Header("Date", DATE.format(message.arrived())));
        }
        return new Rendering(body, headers, needs(envelope, content), lost(message.stanza(), safe, envelope, content));
    }

    private static Body envelope(DeferredMessage message, Body content, Optional<ImdnRequest> imdn) {
        Cpim cpim = Cpim.of(content.type(), content.bytes())
                .between(CpimAddress.of(message.from()), CpimAddress.of(message.to()), message.arrived());
        return new Body(Cpim.TYPE, (imdn.isPresent() ? imdn.get().addTo(cpim) : cpim).octets());
    }

    private static Set<Loss> lost(XmppMessage stanza, Optional<SafeHtml> safe, boolean envelope, Body content) {
        EnumSet<Loss> lost = EnumSet.noneOf(Loss.class);
        if (safe.filter(html -> html.reduced() || html.formatted() && !content.is("text/html"))
                .isPresent()) {
            lost.add(Loss.FORMATTING);
        }
        safe.filter(SafeHtml::pictures).ifPresent(html -> lost.add(Loss.ATTACHMENT));
        if (stanza.has(Extension.Markable.class) && !envelope) {
            // A receipt for the delivery alone can follow from the response.
            lost.add(Loss.RECEIPT);
        }
        if (stanza.has(Extension.Correction.class)) {
            lost.add(Loss.CORRECTION);
        }
        return Set.copyOf(lost);
    }

    private static Set<Ability> needs(boolean envelope, Body content) {
        EnumSet<Ability> needs = EnumSet.noneOf(Ability.class);
        if (envelope) {
            needs.add(Ability.CPIM);
        }
        if (content.is("text/html")) {
            needs.add(Ability.HTML);
        }
        if (content.is(FileLink.TYPE)) {
            needs.add(Ability.FILE_LINK);
        }
        return Set.copyOf(needs);
    }

    private static List<Rendering> fitting(DeferredMessage message, List<Rendering> ways) {
        return ways.stream().filter(way -> fits(message, way)).toList();
    }

    private static boolean fits(DeferredMessage message, Rendering way) {
        return MessageSize.fits(
                message.from(), message.to(), way.headers(), way.body().bytes().length);
    }

    /**
     * RFC 7572 4: the headers of the MESSAGE for a stanza. SIP Servlet applications do not choose the Call-ID (JSR 289
     * 4.1.3), so the thread that a reply continues, which is the Call-ID of what it answers, goes into In-Reply-To.
     */
    private static List<Header> headers(XmppMessage stanza) {
        List<Header> headers = new ArrayList<>(3);
        if (!stanza.subject().isEmpty()) {
            headers.add(new Header("Subject", stanza.subject().replaceAll("[\\p{Cntrl}]+", " ")));
        }
        if (LanguageTag.isOne(stanza.language())) {
            headers.add(new Header("Content-Language", stanza.language()));
        }
        if (!stanza.thread().isEmpty() && CALL_ID.matcher(stanza.thread()).matches()) {
            headers.add(new Header("In-Reply-To", stanza.thread()));
        }
        return headers;
    }
}

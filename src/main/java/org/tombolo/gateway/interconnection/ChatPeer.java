package org.tombolo.gateway.interconnection;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tombolo.msrp.MessageSource;
import org.tombolo.msrp.OutgoingMessage;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimAddress;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.FileLink;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.msrp.cpim.IsComposing;
import org.tombolo.msrp.sdp.AcceptTypes;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.sip.Body;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppMessage;

/**
 * What the IMS user of a chat takes, and our messages in that form.
 *
 * @param accept what her SDP says
 * @param maxSize most octets of one message
 * @param us URI of the XMPP user
 * @param her URI of the IMS user
 */
record ChatPeer(AcceptTypes accept, long maxSize, String us, String her) {
    private static final String UTF8 = ChatContent.TEXT + ";charset=utf-8";

    static ChatPeer of(MessageMedia media, String us, String her) {
        return new ChatPeer(media.accept(), media.maxSize().orElse(Long.MAX_VALUE), us, her);
    }

    /** Whether she takes text, bare or in an envelope; without that there is no chat. */
    boolean takesText() {
        return accept.take(ChatContent.TEXT) || (wraps() && accept.takeWrapped(ChatContent.TEXT));
    }

    private boolean wraps() {
        return accept.take(Cpim.TYPE);
    }

    /** Whether she tells by notifications in envelopes what became of a message (RFC 5438). */
    boolean notifies() {
        return wraps() && accept.takeWrapped(Imdn.TYPE);
    }

    /** Whether what a stanza says is longer than she takes. */
    boolean tooLong(XmppMessage stanza) {
        return said(stanza).bytes().length > maxSize;
    }

    /** What a stanza says: where a file is, when it is one and she takes links as phones tell them, else the text. */
    private Body said(XmppMessage stanza) {
        return FileLinks.toPhone(stanza)
                .filter(file -> accept.take(FileLink.TYPE) || (wraps() && accept.takeWrapped(FileLink.TYPE)))
                .map(file -> new Body(FileLink.TYPE, file.octets()))
                .orElseGet(() -> Body.text(UTF8, stanza.body()));
    }

    /**
     * RFC 7573 5, 7: a stanza as a message. Who asked for a receipt gets it by a notification where the peer knows those,
     * else by a REPORT.
     *
     * @param imdnId Message-ID for notifications
     */
    OutgoingMessage text(XmppMessage stanza, String imdnId, Instant now) {
        Body said = said(stanza);
        Set<Disposition> wanted = wanted(stanza);
        if (notifies() && !wanted.isEmpty()) {
            return plain(Cpim.TYPE, ImdnRequest.of(imdnId, wanted).addTo(envelope(said, now)));
        }
        boolean receipt = stanza.has(Extension.ReceiptRequest.class);
        boolean bare = accept.take(said.is(FileLink.TYPE) ? FileLink.TYPE : ChatContent.TEXT);
        // RFC 7573 7: a request for a receipt is Success-Report, without Failure-Report.
        return new OutgoingMessage(
                bare ? said.type() : Cpim.TYPE,
                List.of(),
                receipt,
                receipt ? FailureReport.NO : FailureReport.YES,
                MessageSource.of(bare ? said.bytes() : envelope(said, now).octets()));
    }

    private static Set<Disposition> wanted(XmppMessage stanza) {
        EnumSet<Disposition> wanted = EnumSet.noneOf(Disposition.class);
        if (stanza.has(Extension.ReceiptRequest.class)) {
            wanted.add(Disposition.POSITIVE_DELIVERY);
            wanted.add(Disposition.NEGATIVE_DELIVERY);
        }
        if (stanza.has(Extension.Markable.class)) {
            wanted.add(Disposition.DISPLAY);
        }
        return wanted;
    }

    private Cpim envelope(Body content, Instant now) {
        return Cpim.of(content.type(), content.bytes()).between(CpimAddress.of(us), CpimAddress.of(her), now);
    }

    /** The news that the XMPP user writes, or not any more; empty when the peer does not take it. */
    Optional<OutgoingMessage> composing(boolean active, Instant now) {
        // RFC 3994 3.2: XMPP says it once, so no refresh is promised.
        IsComposing news = IsComposing.of(active);
        if (accept.take(IsComposing.TYPE)) {
            return Optional.of(unanswered(IsComposing.TYPE, news.octets()));
        }
        Cpim wrapped = Cpim.of(IsComposing.TYPE, news.octets()).between(CpimAddress.of(us), CpimAddress.of(her), now);
        return wraps() && accept.takeWrapped(IsComposing.TYPE)
                ? Optional.of(unanswered(Cpim.TYPE, wrapped.octets()))
                : Optional.empty();
    }

    /** What became of a message of hers. */
    OutgoingMessage notification(
            ImdnRequest request, Instant sent, Imdn.Kind kind, Imdn.Status status, String id, Instant now) {
        // RFC 5438 11.1.2, 11.1.4: when the message was sent, and whom it was for before somebody sent it on.
        String original = request.originalTo().orElse("");
        Imdn imdn = new Imdn(request.messageId(), Optional.of(sent), us, original, kind, status);
        return plain(Cpim.TYPE, imdn.message(request, id, CpimAddress.of(us), CpimAddress.of(her), now));
    }

    private static OutgoingMessage plain(String type, Cpim content) {
        return OutgoingMessage.of(type, content.octets());
    }

    /** News that is old when it could be sent again: nobody has to answer it. */
    private static OutgoingMessage unanswered(String type, byte[] content) {
        return new OutgoingMessage(type, List.of(), false, FailureReport.PARTIAL, MessageSource.of(content));
    }
}

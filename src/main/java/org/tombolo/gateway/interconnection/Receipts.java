package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.tombolo.gateway.interconnection.StanzaId.Wanted;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.identity.Jid;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimAddress;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.sip.Body;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.Marker.Mark;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppMessage;

/**
 * What became of messages: notifications of SIP (RFC 5438) as receipts and markers of XMPP (XEP-0184, XEP-0333), and the
 * reverse. The mapping is decision 17.
 */
final class Receipts {
    private static final int REMEMBERED = 20_000;

    private final AddressMapping addresses;
    private final String type;
    private final Clock clock;
    private final Map<String, Boolean> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param type of the stanzas that we send */
    Receipts(AddressMapping addresses, String type, Clock clock) {
        this.addresses = addresses;
        this.type = type;
        this.clock = clock;
    }

    /**
     * A notification for SIP.
     *
     * @param to URI of where it goes
     */
    record Notification(Imdn imdn, String to, Body body) {}

    /**
     * A receipt or marker that was not told yet.
     *
     * @param stanza with nothing but that
     * @param from URI of who tells
     * @param to URI of where it goes
     */
    record News(XmppMessage stanza, String from, String to) {}

    /**
     * A notification of SIP as a stanza; empty when it says nothing that XMPP could say, or speaks of no message of ours.
     *
     * @param id for the stanza
     * @param from who got the message
     * @param to who sent it
     */
    Optional<XmppMessage> toStanza(Imdn imdn, String id, Jid from, Jid to) {
        return ImdnId.stanzaId(imdn.messageId()).flatMap(about -> switch (imdn.status()) {
            case DELIVERED -> Optional.of(stanza(id, from, to, new Extension.Received(about)));
            case DISPLAYED -> Optional.of(stanza(id, from, to, new Extension.Marker(Mark.DISPLAYED, about)));
            case FAILED, FORBIDDEN, ERROR ->
                imdn.kind() == Imdn.Kind.DELIVERY ? Optional.of(failure(imdn, about, from, to)) : Optional.empty();
            case PROCESSED, STORED -> Optional.<XmppMessage>empty();
        });
    }

    private XmppMessage stanza(String id, Jid from, Jid to, Extension receipt) {
        return new XmppMessage(
                id, from, to, type, "", "", "", "", Optional.empty(), List.of(receipt, new Extension.StoreHint()));
    }

    private static XmppMessage failure(Imdn imdn, String about, Jid from, Jid to) {
        StanzaError error = switch (imdn.status()) {
            case FORBIDDEN -> ErrorMapping.error("forbidden", "SIP: the message was not delivered");
            case ERROR -> ErrorMapping.error("internal-server-error", "SIP: the message was not delivered");
            default -> ErrorMapping.error("recipient-unavailable", "SIP: the message was not delivered");
        };
        return new XmppMessage(about, from, to, "error", "", "", "", "", Optional.of(error));
    }

    /** The receipts and markers in a stanza that somebody on SIP asked for, each once. */
    List<News> news(XmppMessage stanza) {
        if (stanza.extensions().isEmpty()) {
            return List.of();
        }
        List<News> news = new ArrayList<>();
        for (Extension extension : stanza.extensions()) {
            about(extension)
                    .ifPresent(about -> notification(stanza, about)
                            .filter(notification -> first(stanza, about))
                            .ifPresent(n -> news.add(
                                    new News(stanza.alone(extension), n.imdn().recipientUri(), n.to()))));
        }
        return news;
    }

    /** The body of the MESSAGE for a stanza that holds one receipt or marker. */
    List<Body> toSip(XmppMessage stanza) {
        return stanza.extensions().stream()
                .flatMap(extension -> about(extension).stream())
                .flatMap(about -> notification(stanza, about).stream())
                .map(Notification::body)
                .toList();
    }

    /** What is said of which message. */
    private record About(String stanzaId, Imdn.Status status) {
        Disposition asked() {
            return status == Imdn.Status.DISPLAYED ? Disposition.DISPLAY : Disposition.POSITIVE_DELIVERY;
        }
    }

    private static Optional<About> about(Extension extension) {
        if (extension instanceof Extension.Received received) {
            return Optional.of(new About(received.id(), Imdn.Status.DELIVERED));
        }
        if (extension instanceof Extension.Marker marker) {
            boolean delivered = marker.mark() == Mark.RECEIVED;
            return Optional.of(new About(marker.id(), delivered ? Imdn.Status.DELIVERED : Imdn.Status.DISPLAYED));
        }
        return Optional.empty();
    }

    private Optional<Notification> notification(XmppMessage stanza, About about) {
        Optional<Wanted> wanted = StanzaId.wanted(about.stanzaId()).filter(w -> w.has(about.asked()));
        boolean device = wanted.filter(Wanted::device).isPresent();
        Optional<String> from =
                addresses.xmppUserToUri(device ? stanza.from() : stanza.from().bare());
        Optional<String> sender = addresses.jidToImsUri(stanza.to());
        return from.isEmpty() || sender.isEmpty() || wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(notification(wanted.get(), about.status(), from.get(), sender.get()));
    }

    /** RFC 5438 7.2.1: one notification of a kind, although each of several devices sends its receipt. */
    private boolean first(XmppMessage stanza, About about) {
        String message =
                MessageId.startOf(about.stanzaId()).map(MessageId::text).orElse("");
        synchronized (told) {
            return told.put(stanza.from().bare().text() + ' ' + message + about.status(), true) == null;
        }
    }

    /**
     * A notification of a message.
     *
     * @param from URI of the recipient, who tells
     * @param sender URI of who sent the message
     */
    Notification notification(Wanted wanted, Imdn.Status status, String from, String sender) {
        Imdn imdn = new Imdn(
                wanted.request().messageId(),
                Optional.of(wanted.sent()),
                from,
                wanted.request().originalTo().orElse(from),
                status == Imdn.Status.DISPLAYED ? Imdn.Kind.DISPLAY : Imdn.Kind.DELIVERY,
                status);
        Cpim cpim = imdn.message(
                wanted.request(),
                UUID.randomUUID().toString(),
                CpimAddress.of(from),
                CpimAddress.of(sender),
                clock.instant());
        // RFC 5438 7.2.1: by way of those who asked to see it pass.
        String to = wanted.request().recordRoute().stream().findFirst().orElse(sender);
        return new Notification(imdn, to, new Body(Cpim.TYPE, cpim.octets()));
    }
}

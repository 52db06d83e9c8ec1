package org.tombolo.gateway.interconnection.file;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.gateway.interconnection.file.OutgoingFile.Outcome;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppMessage;

/**
 * A file on its way to an IMS user, in as many sessions as it takes: without its icon for a phone that does not take that (RFC
 * 5547 8.8), and once more from where the connection broke. When none of them brings it there, the link goes as the text it is.
 */
final class OutgoingTransfer {
    /** Sessions that may break after each brought a part; a phone that is on the move gets on. */
    private static final int MOST_RESUMED = 3;

    private static final Duration BREATH = Duration.ofSeconds(1);

    /**
     * What phones, and servers between, say to a body that they do not take, or that is too large for them; RFC 3261 18.1.1: with it
     * the request goes by TCP, by which a phone may not be reached (408, 503).
     */
    private static final Set<Integer> NOT_THIS_BODY = Set.of(400, 406, 408, 413, 415, 420, 488, 500, 503, 513, 606);

    private final FilesToSip.Ports ports;
    private final SessionParties parties;
    private final XmppMessage stanza;
    private final Duration ring;
    private final Runnable asLink;
    private int resumed;

    /**
     * @param ring how long the phone may take to accept it
     * @param asLink sends the message as it is
     */
    OutgoingTransfer(
            FilesToSip.Ports ports, SessionParties parties, XmppMessage stanza, Duration ring, Runnable asLink) {
        this.ports = ports;
        this.parties = parties;
        this.stanza = stanza;
        this.ring = ring;
        this.asLink = asLink;
    }

    void start(FileOffer offer) {
        ConvergedSession session = ports.sessions().open();
        OutgoingFile file = new OutgoingFile(session, ports, parties, offer, outcome -> over(session, offer, outcome));
        session.attach(file);
        session.execute(() -> file.start(ring));
    }

    /** On the session's executor, once. */
    private void over(ConvergedSession session, FileOffer offer, Outcome outcome) {
        if (outcome instanceof Outcome.Delivered && stanza.has(Extension.ReceiptRequest.class)) {
            receipt(session);
        }
        if (outcome instanceof Outcome.Refused refused
                && offer.icon().isPresent()
                && NOT_THIS_BODY.contains(refused.status())) {
            start(offer.withoutIcon());
        } else if (outcome instanceof Outcome.Broken broken
                && broken.octets() > offer.begun()
                && resumed++ < MOST_RESUMED) {
            session.schedule(BREATH, () -> start(offer.after(broken.octets())));
        } else {
            if (!(outcome instanceof Outcome.Delivered || outcome instanceof Outcome.Sent)) {
                asLink.run();
            }
            ports.disk().execute(() -> ports.files().delete(offer.file()));
        }
    }

    /** XEP-0184: the IMS user has it. */
    private void receipt(ConvergedSession session) {
        var unused = ports.link()
                .send(new XmppMessage(
                        session.id() + ".receipt",
                        stanza.to(),
                        stanza.from(),
                        stanza.type(),
                        "",
                        stanza.thread(),
                        "",
                        "",
                        Optional.empty(),
                        List.of(new Extension.Received(stanza.id()))));
    }
}

package org.tombolo.gateway.interconnection.file;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.MessageSdp;
import org.tombolo.gateway.interconnection.MsrpErrors;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.MessageSink;
import org.tombolo.msrp.MsrpListener;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.SessionEnd;
import org.tombolo.msrp.Terms;
import org.tombolo.msrp.WholeMessage;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipReply;
import org.tombolo.storage.StoredFile;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;

/**
 * One file from an IMS user (RFC 5547). WAITING -> COMING -> SETTLED -> OVER; OVER is reached from all. On the session's
 * executor, but for what is said to come from the disk.
 */
final class IncomingFile implements LegListener, MsrpListener {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingFile.class);

    private enum Phase {
        /** Nothing of the file is here. */
        WAITING,
        COMING,
        /** The phone knows what became of it, and has to end the session. */
        SETTLED,
        OVER
    }

    private final ConvergedSession session;
    private final Transfers transfers;
    private final SessionParties parties;
    private final MessageMedia offered;
    private final MessageSdp sdp;
    private final Runnable done;
    private Phase phase = Phase.WAITING;
    private @Nullable MsrpSession msrp;
    private @Nullable Leg leg;
    private @Nullable MessageMedia said;
    private Body lastSaid = Body.text(Body.SDP, "");

    /** @param done run once, when it is over */
    IncomingFile(
            ConvergedSession session,
            Transfers transfers,
            SessionParties parties,
            MessageMedia offered,
            MessageSdp sdp,
            Runnable done) {
        this.session = session;
        this.transfers = transfers;
        this.parties = parties;
        this.offered = offered;
        this.sdp = sdp;
        this.done = done;
    }

    void accept(MsrpSession ours, Leg newLeg, Body offer, Terms answer) throws SdpException {
        msrp = ours;
        leg = newLeg;
        said = ours.answer(offered, answer);
        lastSaid = sdp.answer(offer, said, 1);
        newLeg.reply(SipReply.of(200).with(lastSaid));
        endUnless(Phase.COMING, "no file has come");
    }

    private void endUnless(Phase reached, String why) {
        session.schedule(transfers.patience(), () -> {
            if (phase.compareTo(reached) < 0 || phase == Phase.SETTLED) {
                end(why);
            }
        });
    }

    @Override
    public void opened() {}

    @Override
    public MessageSink incoming(IncomingMessage message) {
        if (phase != Phase.WAITING) {
            // RFC 5547 8.7: a session is for one file.
            message.refuse(new MsrpStatus(403, "this session was for one file"));
            return new WholeMessage(message, 0, content -> {});
        }
        phase = Phase.COMING;
        return new FileSink(
                message,
                offered.file().orElseThrow().selector(),
                transfers.store(),
                transfers.disk(),
                new FileSink.Listener() {
                    @Override
                    public void kept(StoredFile file) {
                        session.execute(() -> send(message, file));
                    }

                    @Override
                    public void failed(MsrpStatus status) {
                        session.execute(() -> IncomingFile.this.failed(status));
                    }
                });
    }

    /** XEP-0066 3: the link is the text, too, for clients that know nothing of it. */
    private void send(IncomingMessage message, StoredFile file) {
        String link = transfers.link(file);
        XmppMessage stanza = new XmppMessage(
                session.id() + ".file",
                parties.ims(),
                parties.xmpp(),
                "chat",
                "",
                parties.thread(),
                "",
                link,
                Optional.empty(),
                List.of(new Extension.OutOfBand(link, file.name())));
        transfers.link().send(stanza).thenAccept(fate -> session.execute(() -> settled(message, file, fate)));
    }

    /** The last SEND is answered when the XMPP server has the link. */
    private void settled(IncomingMessage message, StoredFile file, Delivery fate) {
        MsrpStatus status = MsrpErrors.toStatus(fate);
        if (status.ok()) {
            transfers.counts().delivered().increment();
            trace("file of " + file.size() + " octets is linked to");
            message.accept();
            message.report(MsrpStatus.OK);
        } else {
            transfers.counts().refused().increment();
            trace("link refused: " + status.text());
            message.refuse(status);
            transfers.disk().execute(() -> delete(file));
        }
        settle();
    }

    /** From the disk. */
    private void delete(StoredFile file) {
        try {
            transfers.store().delete(file);
        } catch (IOException e) {
            LOG.warn("a file that nobody gets stays until it expires: {}", e.toString());
        }
    }

    private void failed(MsrpStatus status) {
        if (phase == Phase.COMING) {
            transfers.counts().failed().increment();
            trace("no file: " + status.text());
            settle();
        }
    }

    /** RFC 5547 8.7: who sends ends the session; when she does not, we do. */
    private void settle() {
        if (phase != Phase.OVER) {
            phase = Phase.SETTLED;
            endUnless(Phase.OVER, "the file is here");
        }
    }

    @Override
    public void closed(SessionEnd end) {
        end("MSRP: " + end.why());
    }

    /** Only what changes nothing is taken, and port zero, by which the sender gives up (RFC 5547 8.4). */
    @Override
    public void reoffered(Leg from, Optional<Body> offer) {
        if (offer.isEmpty()) {
            from.answerReoffer(SipReply.of(200).with(lastSaid));
            return;
        }
        try {
            boolean goesOn = MessageSdp.offersMessages(offer.get().text());
            if (!goesOn) {
                giveUp(from, offer.get());
            } else if (msrp != null && msrp.continues(MessageSdp.media(offer.get()))) {
                from.answerReoffer(SipReply.of(200).with(lastSaid));
            } else {
                from.answerReoffer(SipReply.refusal(488, "another file is another session"));
            }
        } catch (SdpException e) {
            from.answerReoffer(SipReply.refusal(488, "SDP: " + e.getMessage()));
        }
    }

    private void giveUp(Leg from, Body offer) throws SdpException {
        lastSaid = sdp.refusal(offer, Objects.requireNonNull(said), 2);
        from.answerReoffer(SipReply.of(200).with(lastSaid));
        if (msrp != null) {
            msrp.close();
        }
        settle();
    }

    @Override
    public void ended(Leg from, LegEnd end) {
        over("the IMS user has ended it");
    }

    private void end(String why) {
        if (phase != Phase.OVER && leg != null) {
            leg.end("");
        }
        over(why);
    }

    private void over(String why) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        done.run();
        trace("file session ends: " + why);
        if (msrp != null) {
            msrp.close();
        }
        session.schedule(transfers.patience(), session::end);
    }

    private void trace(String what) {
        transfers
                .trace()
                .record(new TraceEvent(
                        session.id(), transfers.clock().instant(), Protocol.INTERNAL, "tombolo", "tombolo", what, ""));
    }
}

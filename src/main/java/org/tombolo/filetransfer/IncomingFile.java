package org.tombolo.filetransfer;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;
import org.tombolo.trace.TraceEvent;

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
    private final Surroundings around;
    private final IncomingOffer offer;
    private final MessageSdp sdp;
    private final Destination destination;
    private final Done done;
    private Phase phase = Phase.WAITING;
    private @Nullable MsrpSession msrp;
    private @Nullable Leg leg;
    private @Nullable MessageMedia said;
    private Body lastSaid = Body.text(Body.SDP, "");

    /** What all files have around them. */
    record Surroundings(FileReceiver.Ports ports, Interrupted interrupted, Duration patience) {}

    /** What is done when it is over. */
    interface Done {
        /** @param came whether anything of the file came */
        void over(boolean came);
    }

    IncomingFile(
            ConvergedSession session,
            Surroundings around,
            IncomingOffer offer,
            MessageSdp sdp,
            Destination destination,
            Done done) {
        this.session = session;
        this.around = around;
        this.offer = offer;
        this.sdp = sdp;
        this.destination = destination;
        this.done = done;
    }

    void accept(MsrpSession ours, Leg newLeg, Body offered, Terms answer) throws SdpException {
        msrp = ours;
        leg = newLeg;
        said = ours.answer(offer.media(), answer);
        lastSaid = sdp.answer(offered, said, 1);
        newLeg.reply(SipReply.of(200).with(lastSaid));
        endUnless(Phase.COMING, "no file has come");
    }

    private void endUnless(Phase reached, String why) {
        session.schedule(around.patience(), () -> {
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
        FileSink.Listener fate = new Fate(message);
        return offer.beginning()
                .map(part -> FileSink.rest(
                        message,
                        offer.selector(),
                        part.upload(),
                        offer.start(),
                        around.ports().disk(),
                        fate))
                .orElseGet(() -> FileSink.whole(
                        message,
                        offer.selector(),
                        around.ports().store(),
                        around.ports().disk(),
                        fate));
    }

    /** What becomes of the file. On a thread of the disk. */
    private final class Fate implements FileSink.Listener {
        private final IncomingMessage message;

        Fate(IncomingMessage message) {
            this.message = message;
        }

        @Override
        public Optional<Instant> until() {
            return destination.until();
        }

        @Override
        public void kept(StoredFile file) {
            destination.received(file, offer.icon(), status -> session.execute(() -> settled(message, file, status)));
        }

        @Override
        public void interrupted(ContentStore.Upload upload, long octets, String why) {
            // RFC 5547 6: who knows which file it is may send the rest of it.
            offer.key()
                    .filter(key -> octets > 0)
                    .ifPresentOrElse(key -> around.interrupted().keep(key, upload, octets), upload::abandon);
            failed(new MsrpStatus(413, why));
        }

        @Override
        public void failed(MsrpStatus status) {
            session.execute(() -> IncomingFile.this.failed(status));
        }
    }

    /** The last SEND is answered when the file is where it goes. */
    private void settled(IncomingMessage message, StoredFile file, MsrpStatus status) {
        if (status.ok()) {
            trace("file of " + file.size() + " octets is taken");
            message.accept();
            message.report(MsrpStatus.OK);
        } else {
            trace("file refused: " + status.text());
            message.refuse(status);
            around.ports().disk().execute(() -> delete(file));
        }
        settle();
    }

    private void delete(StoredFile file) {
        try {
            around.ports().store().delete(file);
        } catch (IOException e) {
            LOG.warn("a file that nobody needs stays until it expires: {}", e.toString());
        }
    }

    private void failed(MsrpStatus status) {
        if (phase == Phase.COMING) {
            destination.failed(status);
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
    public void reoffered(Leg from, Optional<Body> again) {
        if (again.isEmpty()) {
            from.answerReoffer(SipReply.of(200).with(lastSaid));
            return;
        }
        try {
            boolean goesOn = MessageSdp.offersMessages(again.get().text());
            if (!goesOn) {
                giveUp(from, again.get());
            } else if (msrp != null && msrp.continues(MessageSdp.media(again.get()))) {
                from.answerReoffer(SipReply.of(200).with(lastSaid));
            } else {
                from.answerReoffer(SipReply.refusal(488, "another file is another session"));
            }
        } catch (SdpException e) {
            from.answerReoffer(SipReply.refusal(488, "SDP: " + e.getMessage()));
        }
    }

    private void giveUp(Leg from, Body last) throws SdpException {
        lastSaid = sdp.refusal(last, Objects.requireNonNull(said), 2);
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
        done.over(phase != Phase.WAITING);
        phase = Phase.OVER;
        trace("file session ends: " + why);
        if (msrp != null) {
            msrp.close();
        }
        session.schedule(around.patience(), session::end);
    }

    private void trace(String what) {
        around.ports()
                .trace()
                .record(TraceEvent.internal(session.id(), around.ports().clock().instant(), what));
    }
}

package org.tombolo.filetransfer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.filetransfer.FileSender.Outcome;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.MessageSink;
import org.tombolo.msrp.MsrpListener;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.msrp.SendListener;
import org.tombolo.msrp.SessionEnd;
import org.tombolo.msrp.WholeMessage;
import org.tombolo.msrp.sdp.FileDescription;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.trace.TraceEvent;

/**
 * One session that brings a file, or the rest of one, to an IMS user (RFC 5547). INVITING -> SENDING -> SENT -> OVER, and SENDING ->
 * STOPPING -> OVER; OVER is reached from all. On the session's executor.
 */
final class OutgoingFile implements LegListener, MsrpListener {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingFile.class);
    private static final Duration LINGER = Duration.ofSeconds(5);
    private static final Duration BREATH = Duration.ofMillis(500);

    private enum Phase {
        INVITING,
        SENDING,
        /** The phone is told that no more comes. */
        STOPPING,
        /** The phone has all of it; it may still tell so by a REPORT. */
        SENT,
        OVER
    }

    /** What is told of it. */
    interface Progress {
        void begun();

        /** The phone has so many of its first octets. */
        void at(long octets);

        /** Once. */
        void over(Outcome outcome);
    }

    private final ConvergedSession session;
    private final FileSender.Ports ports;
    private final String from;
    private final String to;
    private final FileOffer offer;
    private final FileContent content;
    private final Progress told;
    private Phase phase = Phase.INVITING;
    private long acknowledged;
    private @Nullable MsrpSession msrp;
    private @Nullable Leg leg;
    private MsrpSession.@Nullable Sending sending;

    OutgoingFile(
            ConvergedSession session, FileSender.Ports ports, String from, String to, FileOffer offer, Progress told) {
        this.session = session;
        this.ports = ports;
        this.from = from;
        this.to = to;
        this.offer = offer;
        this.acknowledged = offer.begun();
        this.content = new FileContent(ports.store(), offer.file(), offer.begun(), ports.disk());
        this.told = told;
    }

    /** @param ring how long the phone may take to accept it */
    void start(Duration ring) {
        MsrpSessions.Opening opening = ports.msrp().open(session.id(), false, session::execute, this);
        if (opening instanceof MsrpSessions.Opening.Opened opened) {
            msrp = opened.session();
            Body body = offer.body(opened.session(), ports.random());
            leg = ports.calls().invite(session, from, to, List.of(), Optional.of(body), this);
            session.schedule(ring, () -> {
                if (phase == Phase.INVITING) {
                    end(new Outcome.Unwanted(), "the phone did not accept the file in time");
                }
            });
        } else {
            end(new Outcome.Unwanted(), ((MsrpSessions.Opening.Refused) opening).why());
        }
    }

    /** Stops sending it. RFC 5547 8.4: the flag # says so within the message, and who sends ends the session. */
    void cancel() {
        if (sending == null) {
            end(new Outcome.Cancelled(), "it is taken back");
        } else if (phase == Phase.SENDING) {
            phase = Phase.STOPPING;
            sending.abort();
            session.schedule(BREATH, () -> end(new Outcome.Cancelled(), "it is taken back"));
        }
    }

    @Override
    public void answered(Leg from, Optional<Body> answer) {
        from.acknowledge(Optional.empty());
        if (phase != Phase.INVITING || msrp == null) {
            return;
        }
        try {
            MessageMedia media = MessageSdp.media(answer.orElseThrow(() -> new SdpException("an answer without SDP")));
            if (fits(media) && msrp.answered(media)) {
                phase = Phase.SENDING;
                told.begun();
                sending = msrp.send(offer.message(content), new Message());
            } else {
                end(new Outcome.Unwanted(), "the phone does not take such a file");
            }
        } catch (SdpException e) {
            end(new Outcome.Unwanted(), "SDP: " + e.getMessage());
        }
    }

    private boolean fits(MessageMedia media) {
        // RFC 5547 8.3.1: who takes a part says which.
        boolean same = offer.begun() == 0
                || media.file()
                        .flatMap(FileDescription::range)
                        .filter(range -> range.first() == offer.begun() + 1)
                        .isPresent();
        return same
                && media.accept().take(offer.file().type())
                && media.maxSize().orElse(Long.MAX_VALUE) >= offer.length();
    }

    /** What becomes of the message with the file. */
    private final class Message implements SendListener {
        @Override
        public void acknowledged(long octets) {
            acknowledged = offer.begun() + octets;
            told.at(acknowledged);
        }

        @Override
        public void sent() {
            if (phase == Phase.SENDING) {
                phase = Phase.SENT;
                trace("the phone has the file");
                // RFC 5547 8.7: who sends ends the session; a REPORT may come before.
                session.schedule(LINGER, () -> end(new Outcome.Sent(), "the file is sent"));
            }
        }

        @Override
        public void delivered() {
            end(new Outcome.Delivered(), "the file is delivered");
        }

        @Override
        public void failed(MsrpStatus status) {
            if (phase == Phase.STOPPING) {
                return;
            }
            boolean lost = status.code() == 408 || status.code() == 481;
            end(lost ? broken() : new Outcome.Unwanted(), "MSRP: " + status.text());
        }
    }

    private Outcome broken() {
        return phase == Phase.SENT ? new Outcome.Sent() : new Outcome.Broken(acknowledged);
    }

    @Override
    public void opened() {}

    @Override
    public MessageSink incoming(IncomingMessage message) {
        message.refuse(new MsrpStatus(403, "this session is for one file, to you"));
        return new WholeMessage(message, 0, octets -> {});
    }

    @Override
    public void closed(SessionEnd end) {
        boolean lost = end.cause() == SessionEnd.Cause.CONNECTION_LOST;
        end(lost ? broken() : ended(), "MSRP: " + end.why());
    }

    private Outcome ended() {
        return phase == Phase.SENT ? new Outcome.Sent() : new Outcome.Unwanted();
    }

    @Override
    public void ended(Leg from, LegEnd end) {
        leg = null;
        boolean refused = phase == Phase.INVITING && end instanceof LegEnd.Refused;
        end(refused ? new Outcome.Refused(((LegEnd.Refused) end).status()) : ended(), "the phone ended it: " + end);
    }

    private void end(Outcome outcome, String why) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        trace("file session ends: " + why);
        if (leg != null) {
            leg.end("");
        }
        if (msrp != null) {
            msrp.close();
        }
        ports.disk().execute(this::close);
        session.schedule(LINGER, session::end);
        told.over(outcome);
    }

    private void close() {
        try {
            content.close();
        } catch (IOException e) {
            LOG.warn("a file that was sent stays open: {}", e.toString());
        }
    }

    private void trace(String what) {
        ports.trace().record(TraceEvent.internal(session.id(), ports.clock().instant(), what));
    }
}

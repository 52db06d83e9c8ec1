package org.tombolo.gateway.interconnection.file;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.MessageSdp;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.MessageSink;
import org.tombolo.msrp.MsrpListener;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.msrp.OutgoingMessage;
import org.tombolo.msrp.SendListener;
import org.tombolo.msrp.SessionEnd;
import org.tombolo.msrp.Terms;
import org.tombolo.msrp.WholeMessage;
import org.tombolo.msrp.sdp.AcceptTypes;
import org.tombolo.msrp.sdp.FileDescription;
import org.tombolo.msrp.sdp.FileSelector;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.msrp.wire.MsrpHeader;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.storage.RemoteFiles.Fetched;
import org.tombolo.storage.StoredFile;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppMessage;

/**
 * One file to an IMS user (RFC 5547). INVITING -> SENDING -> SENT -> OVER; OVER is reached from all. Until the phone has all of it,
 * every end sends the link instead. On the session's executor.
 */
final class OutgoingFile implements LegListener, MsrpListener {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingFile.class);
    private static final Duration LINGER = Duration.ofSeconds(5);
    private static final int ID_BYTES = 16;

    private enum Phase {
        INVITING,
        SENDING,
        /** The phone has all of it; it may still tell so by a REPORT. */
        SENT,
        OVER
    }

    private final ConvergedSession session;
    private final FilesToSip.Ports ports;
    private final SessionParties parties;
    private final XmppMessage stanza;
    private final StoredFile file;
    private final FileDescription description;
    private final FileContent content;
    private final Runnable asLink;
    private Phase phase = Phase.INVITING;
    private @Nullable MsrpSession msrp;
    private @Nullable Leg leg;

    /** @param asLink sends the message as it is, because the file could not be sent */
    OutgoingFile(
            ConvergedSession session,
            FilesToSip.Ports ports,
            SessionParties parties,
            XmppMessage stanza,
            Fetched fetched,
            Runnable asLink) {
        this.session = session;
        this.ports = ports;
        this.parties = parties;
        this.stanza = stanza;
        this.file = fetched.file();
        this.description = description(fetched);
        this.content = new FileContent(ports.store(), file, ports.disk());
        this.asLink = asLink;
    }

    private FileDescription description(Fetched fetched) {
        // RFC 5547 6: in upper case, with colons.
        String hash = HexFormat.ofDelimiter(":").withUpperCase().formatHex(fetched.sha1());
        FileSelector selector = new FileSelector(
                Optional.of(file.name()),
                Optional.of(file.type()),
                OptionalLong.of(file.size()),
                List.of(new FileSelector.Hash("sha-1", hash)));
        byte[] id = new byte[ID_BYTES];
        ports.random().nextBytes(id);
        return new FileDescription(
                selector,
                Optional.of(HexFormat.of().formatHex(id)),
                Optional.of(disposition()),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** RFC 5547 7. */
    private String disposition() {
        return file.type().startsWith("image/") ? "render" : "attachment";
    }

    /** @param ring how long the phone may take to accept it */
    void start(Duration ring) {
        MsrpSessions.Opening opening = ports.msrp().open(session.id(), false, session::execute, this);
        if (opening instanceof MsrpSessions.Opening.Opened opened) {
            msrp = opened.session();
            Terms terms = new Terms(
                    AcceptTypes.of(file.type()), OptionalLong.empty(), Direction.SENDONLY, Optional.of(description));
            Body offer = new MessageSdp(ports.random().nextLong(1L << 62))
                    .offer(opened.session().offer(terms));
            leg = ports.calls()
                    .invite(session, parties.xmppUri(), parties.imsUri(), List.of(), Optional.of(offer), this);
            session.schedule(ring, () -> {
                if (phase == Phase.INVITING) {
                    end("the phone did not accept the file in time");
                }
            });
        } else {
            end(((MsrpSessions.Opening.Refused) opening).why());
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
            boolean fits = media.accept().take(file.type())
                    && media.maxSize().orElse(Long.MAX_VALUE) >= file.size()
                    && msrp.answered(media);
            if (fits) {
                phase = Phase.SENDING;
                msrp.send(message(), new Progress());
            } else {
                end("the phone does not take such a file");
            }
        } catch (SdpException e) {
            end("SDP: " + e.getMessage());
        }
    }

    private OutgoingMessage message() {
        // RFC 5547 6: what the SDP says of name and disposition stands in the message, too; RFC 2231 4 for the name.
        String name = URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", "%20");
        MsrpHeader disposition = new MsrpHeader(
                "Content-Disposition", disposition() + "; filename*=UTF-8''" + name + "; size=" + file.size());
        return new OutgoingMessage(file.type(), List.of(disposition), true, FailureReport.YES, content);
    }

    /** What becomes of the message with the file. */
    private final class Progress implements SendListener {
        @Override
        public void sent() {
            if (phase == Phase.SENDING) {
                phase = Phase.SENT;
                trace("the phone has the file");
                // RFC 5547 8.7: who sends ends the session; a REPORT may come before.
                session.schedule(LINGER, () -> end("the file is sent"));
            }
        }

        @Override
        public void delivered() {
            if (stanza.has(Extension.ReceiptRequest.class)) {
                receipt();
            }
            end("the file is delivered");
        }

        @Override
        public void failed(MsrpStatus status) {
            end("MSRP: " + status.text());
        }
    }

    /** XEP-0184: the IMS user has it. */
    private void receipt() {
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

    @Override
    public void opened() {}

    @Override
    public MessageSink incoming(IncomingMessage message) {
        message.refuse(new MsrpStatus(403, "this session is for one file, to you"));
        return new WholeMessage(message, 0, octets -> {});
    }

    @Override
    public void closed(SessionEnd end) {
        end("MSRP: " + end.why());
    }

    @Override
    public void ended(Leg from, LegEnd end) {
        leg = null;
        end("the phone ended it: " + end);
    }

    private void end(String why) {
        if (phase == Phase.OVER) {
            return;
        }
        boolean arrived = phase == Phase.SENT;
        phase = Phase.OVER;
        trace("file session ends: " + why);
        if (leg != null) {
            leg.end("");
        }
        if (msrp != null) {
            msrp.close();
        }
        if (!arrived) {
            asLink.run();
        }
        ports.disk().execute(this::discard);
        session.schedule(LINGER, session::end);
    }

    private void discard() {
        try {
            content.close();
            ports.store().delete(file);
        } catch (IOException e) {
            LOG.warn("a file that was sent stays until it expires: {}", e.toString());
        }
    }

    private void trace(String what) {
        ports.trace()
                .record(new TraceEvent(
                        session.id(), ports.clock().instant(), Protocol.INTERNAL, "tombolo", "tombolo", what, ""));
    }
}

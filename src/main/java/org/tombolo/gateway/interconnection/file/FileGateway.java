package org.tombolo.gateway.interconnection.file;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.Admission;
import org.tombolo.gateway.interconnection.MessageSdp;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.metrics.Metrics;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.msrp.sdp.FileDescription;
import org.tombolo.msrp.sdp.FileSelector;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Multipart;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.Warning;
import org.tombolo.storage.ContentStore;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.XmppLink;

/** Files that IMS users send to XMPP users by MSRP (RFC 5547): each is kept, and the XMPP user gets a link to it (XEP-0066). */
public final class FileGateway implements SipHandler {
    private final Options options;
    private final Ports ports;
    private final Transfers transfers;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * What the gateway is told by the settings.
     *
     * @param most octets of a file
     * @param transfers files that may come at a time
     * @param links URL under which files are served, without a slash at its end
     * @param patience how long a phone may take to begin, and to end the session when all is said
     */
    public record Options(long most, int transfers, String links, Duration patience) {}

    /**
     * What the gateway stands on.
     *
     * @param disk runs what waits for the store
     */
    public record Ports(
            XmppLink link,
            MsrpSessions msrp,
            AddressMapping addresses,
            ContentStore store,
            Executor disk,
            Trace trace,
            Metrics metrics,
            Clock clock,
            RandomGenerator random) {}

    public FileGateway(Options options, Ports ports) {
        this.options = options;
        this.ports = ports;
        this.transfers = new Transfers(
                ports.link(),
                ports.store(),
                ports.disk(),
                options.links(),
                options.patience(),
                Transfers.Counts.of(ports.metrics()),
                ports.trace(),
                ports.clock());
        ports.metrics().gauge("tombolo_file_transfers_active", open::get);
    }

    /** Whether a request is ours: an INVITE to an XMPP user that offers a file. */
    public boolean serves(SipRequest request) {
        return request.method().equals("INVITE")
                && sdp(request).filter(body -> offersFile(body)).isPresent()
                && Admission.isForXmpp(request, ports.addresses());
    }

    /** RFC 5547 8.8: with an icon, the description is a part among others. */
    private static Optional<Body> sdp(SipRequest request) {
        return request.body()
                .flatMap(body -> Multipart.is(body)
                        ? Multipart.parts(body)
                                .flatMap(parts -> parts.stream()
                                        .map(Multipart.Part::body)
                                        .filter(part -> part.is(Body.SDP))
                                        .findFirst())
                        : Optional.of(body).filter(single -> single.is(Body.SDP)));
    }

    private static boolean offersFile(Body sdp) {
        return sdp.text().contains("\na=file-selector") && MessageSdp.offersMessages(sdp.text());
    }

    /** An IMS user offers a file. Called on the session's executor. */
    @Override
    public void handle(IncomingRequest request) {
        Admission admission = Admission.of(request, ports.addresses());
        if (admission instanceof Admission.Refused refused) {
            refuse(request, refused.reply());
        } else {
            judge(request, ((Admission.Admitted) admission).parties());
        }
    }

    private void judge(IncomingRequest request, SessionParties parties) {
        Body offer = sdp(request.message()).orElseThrow();
        try {
            MessageMedia media = MessageSdp.media(offer);
            Optional<String> why = objection(media);
            if (why.isPresent()) {
                refuse(request, SipReply.of(488).with(Warning.miscellaneous(why.get())));
            } else if (open.incrementAndGet() > options.transfers()) {
                open.decrementAndGet();
                refuse(request, SipReply.refusal(503, "too many files come").with(new Header("Retry-After", "30")));
            } else {
                accept(request, parties, offer, media);
            }
        } catch (SdpException e) {
            refuse(request, SipReply.refusal(400, "SDP: " + e.getMessage()));
        }
    }

    private Optional<String> objection(MessageMedia media) {
        FileDescription file = media.file().orElseThrow();
        if (media.direction() != Direction.SENDONLY) {
            // RFC 5547 8.2: recvonly asks us for a file, and only sendonly pushes one.
            return Optional.of("files are taken here, not given: a=sendonly");
        }
        if (file.selector().size().orElse(0) > options.most()) {
            return Optional.of("a file may have at most " + options.most() + " octets");
        }
        // RFC 5547 8.3.1: a range that we do not take is refused.
        boolean part = file.range()
                .filter(range -> range.first() > 1 || range.last().isPresent())
                .isPresent();
        return part ? Optional.of("whole files are taken only") : Optional.empty();
    }

    private void accept(IncomingRequest request, SessionParties parties, Body offer, MessageMedia media)
            throws SdpException {
        ConvergedSession session = request.session();
        MessageSdp sdp = new MessageSdp(ports.random().nextLong(1L << 62));
        IncomingFile file = new IncomingFile(session, transfers, parties, media, sdp, open::decrementAndGet);
        MsrpSessions.Opening opening = ports.msrp().open(session.id(), media.tls(), session::execute, file);
        if (opening instanceof MsrpSessions.Opening.Opened opened) {
            session.attach(file);
            FileSelector selector = media.file().orElseThrow().selector();
            file.accept(opened.session(), request.leg(file), offer, FileTerms.of(selector, media, options.most()));
        } else {
            open.decrementAndGet();
            String why = ((MsrpSessions.Opening.Refused) opening).why();
            refuse(
                    request,
                    media.tls()
                            ? SipReply.of(488).with(Warning.incompatibleMediaFormat("no MSRP over TLS here"))
                            : SipReply.refusal(503, why).with(new Header("Retry-After", "10")));
        }
    }

    private static void refuse(IncomingRequest request, SipReply reply) {
        request.reply(reply);
        request.session().end();
    }
}

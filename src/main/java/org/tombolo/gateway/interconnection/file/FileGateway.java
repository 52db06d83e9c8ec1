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
import org.tombolo.media.sdp.SdpException;
import org.tombolo.metrics.Metrics;
import org.tombolo.msrp.MsrpSessions;
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
     * @param patience how long a phone may take to begin, and to end the session when all is said
     * @param resume how long a phone whose connection broke may take to send the rest
     */
    public record Options(long most, int transfers, Duration patience, Duration resume) {}

    /**
     * What the gateway stands on.
     *
     * @param disk runs what waits for the store
     */
    public record Ports(
            XmppLink link,
            MsrpSessions msrp,
            AddressMapping addresses,
            KeptFiles files,
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
                ports.files(),
                new Interrupted(options.resume(), ports.clock()),
                ports.disk(),
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
        Body sdp = sdp(request.message()).orElseThrow();
        try {
            MessageMedia media = MessageSdp.media(sdp);
            IncomingOffer offer = new IncomingOffer(
                    parties,
                    media,
                    Icon.of(request.message().body(), media.file().orElseThrow()),
                    Optional.empty());
            Optional<String> why = offer.objection(options.most());
            if (why.isPresent()) {
                refuse(request, SipReply.of(488).with(Warning.miscellaneous(why.get())));
            } else if (offer.isRest()) {
                resume(request, offer, sdp);
            } else {
                admit(request, offer, sdp);
            }
        } catch (SdpException e) {
            refuse(request, SipReply.refusal(400, "SDP: " + e.getMessage()));
        }
    }

    private void resume(IncomingRequest request, IncomingOffer offer, Body sdp) throws SdpException {
        Optional<Interrupted.Beginning> beginning = offer.key()
                .flatMap(key ->
                        transfers.interrupted().take(key, offer.file().range().orElseThrow()));
        if (beginning.isPresent()) {
            admit(request, offer.after(beginning.get()), sdp);
        } else {
            // RFC 5547 8.3.1
            String why = "the octets before these are not here: send the whole file";
            refuse(request, SipReply.of(488).with(Warning.miscellaneous(why)));
        }
    }

    private void admit(IncomingRequest request, IncomingOffer offer, Body sdp) throws SdpException {
        if (open.incrementAndGet() > options.transfers()) {
            over(offer, false);
            refuse(request, SipReply.refusal(503, "too many files come").with(new Header("Retry-After", "30")));
        } else {
            accept(request, offer, sdp);
        }
    }

    /** A transfer less; when nothing came of the rest of a file, its beginning is there for the next one. */
    private void over(IncomingOffer offer, boolean came) {
        open.decrementAndGet();
        if (!came) {
            offer.beginning()
                    .ifPresent(part -> ports.disk()
                            .execute(() -> transfers
                                    .interrupted()
                                    .keep(offer.key().orElseThrow(), part.upload(), part.octets())));
        }
    }

    private void accept(IncomingRequest request, IncomingOffer offer, Body sdp) throws SdpException {
        ConvergedSession session = request.session();
        MessageMedia media = offer.media();
        IncomingFile file = new IncomingFile(
                session,
                transfers,
                offer,
                new MessageSdp(ports.random().nextLong(1L << 62)),
                came -> over(offer, came));
        MsrpSessions.Opening opening = ports.msrp().open(session.id(), media.tls(), session::execute, file);
        if (opening instanceof MsrpSessions.Opening.Opened opened) {
            session.attach(file);
            file.accept(
                    opened.session(), request.leg(file), sdp, FileTerms.of(offer.selector(), media, options.most()));
        } else {
            over(offer, false);
            String why = ((MsrpSessions.Opening.Refused) opening).why();
            refuse(
                    request,
                    media.tls()
                            ? SipReply.of(488).with(Warning.incompatibleMediaFormat("no MSRP over TLS here"))
                            : SipReply.refusal(503, why).with(new Header("Retry-After", "10")));
        }
    }

    /** Gives up what phones have not come back for. Waits for the disk. */
    public void tidy() {
        transfers.interrupted().tidy();
    }

    private static void refuse(IncomingRequest request, SipReply reply) {
        request.reply(reply);
        request.session().end();
    }
}

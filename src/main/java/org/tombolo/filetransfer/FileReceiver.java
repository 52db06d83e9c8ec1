package org.tombolo.filetransfer;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Multipart;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.Warning;
import org.tombolo.storage.ContentStore;
import org.tombolo.trace.Trace;

/** Takes files that phones offer, whole or the rest of one whose beginning came before. */
public final class FileReceiver {
    private final Options options;
    private final Ports ports;
    private final Interrupted interrupted;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * What the settings say.
     *
     * @param most octets of a file
     * @param transfers files that may come at a time
     * @param patience how long a phone may take to begin, and to end the session when all is said
     * @param resume how long a phone whose connection broke may take to send the rest
     */
    public record Options(long most, int transfers, Duration patience, Duration resume) {}

    /**
     * What it stands on.
     *
     * @param disk runs what waits for the store
     */
    public record Ports(
            MsrpSessions msrp, ContentStore store, Executor disk, Trace trace, Clock clock, RandomGenerator random) {}

    /**
     * Between whom a file goes, as far as who comes back with the rest of it has to be the same.
     *
     * @param most octets that it may have for this one, besides {@link Options#most}
     */
    public record Parties(String from, String to, long most) {}

    public FileReceiver(Options options, Ports ports) {
        this.options = options;
        this.ports = ports;
        this.interrupted = new Interrupted(options.resume(), ports.clock());
    }

    /** Whether a request is an INVITE that offers a file. */
    public static boolean offersFile(SipRequest request) {
        return request.method().equals("INVITE")
                && sdp(request)
                        .filter(body ->
                                body.text().contains("\na=file-selector") && MessageSdp.offersMessages(body.text()))
                        .isPresent();
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

    /** How many files come now. */
    public int open() {
        return open.get();
    }

    /** Answers a request that {@link #offersFile}. Called on the session's executor. */
    public void take(IncomingRequest request, Parties parties, Destination destination) {
        Body sdp = sdp(request.message()).orElseThrow();
        try {
            MessageMedia media = MessageSdp.media(sdp);
            IncomingOffer offer = new IncomingOffer(
                    parties,
                    media,
                    Icon.of(request.message().body(), media.file().orElseThrow()),
                    Optional.empty());
            Optional<String> why = offer.objection(Math.min(options.most(), parties.most()));
            if (why.isPresent()) {
                refuse(request, SipReply.of(488).with(Warning.miscellaneous(why.get())));
            } else if (offer.isRest()) {
                resume(request, offer, sdp, destination);
            } else {
                admit(request, offer, sdp, destination);
            }
        } catch (SdpException e) {
            refuse(request, SipReply.refusal(400, "SDP: " + e.getMessage()));
        }
    }

    private void resume(IncomingRequest request, IncomingOffer offer, Body sdp, Destination destination)
            throws SdpException {
        Optional<Interrupted.Beginning> beginning = offer.key()
                .flatMap(key -> interrupted.take(key, offer.file().range().orElseThrow()));
        if (beginning.isPresent()) {
            admit(request, offer.after(beginning.get()), sdp, destination);
        } else {
            // RFC 5547 8.3.1
            String why = "the octets before these are not here: send the whole file";
            refuse(request, SipReply.of(488).with(Warning.miscellaneous(why)));
        }
    }

    private void admit(IncomingRequest request, IncomingOffer offer, Body sdp, Destination destination)
            throws SdpException {
        if (open.incrementAndGet() > options.transfers()) {
            over(offer, false);
            refuse(request, SipReply.refusal(503, "too many files come").with(new Header("Retry-After", "30")));
        } else {
            accept(request, offer, sdp, destination);
        }
    }

    /** A transfer less; when nothing came of the rest of a file, its beginning is there for the next one. */
    private void over(IncomingOffer offer, boolean came) {
        open.decrementAndGet();
        if (!came) {
            offer.beginning()
                    .ifPresent(part -> ports.disk()
                            .execute(() -> interrupted.keep(offer.key().orElseThrow(), part.upload(), part.octets())));
        }
    }

    private void accept(IncomingRequest request, IncomingOffer offer, Body sdp, Destination destination)
            throws SdpException {
        ConvergedSession session = request.session();
        MessageMedia media = offer.media();
        IncomingFile file = new IncomingFile(
                session,
                new IncomingFile.Surroundings(ports, interrupted, options.patience()),
                offer,
                new MessageSdp(ports.random().nextLong(1L << 62)),
                destination,
                came -> over(offer, came));
        MsrpSessions.Opening opening = ports.msrp().open(session.id(), media.tls(), session::execute, file);
        if (opening instanceof MsrpSessions.Opening.Opened opened) {
            session.attach(file);
            file.accept(
                    opened.session(),
                    request.leg(file),
                    sdp,
                    FileTerms.of(
                            offer.selector(),
                            media,
                            Math.min(options.most(), offer.parties().most())));
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
        interrupted.tidy();
    }

    private static void refuse(IncomingRequest request, SipReply reply) {
        request.reply(reply);
        request.session().end();
    }
}

package org.tombolo.gateway.convergence;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.identity.Address;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;
import org.tombolo.media.rtp.RtpCounts;
import org.tombolo.media.sdp.Negotiation;
import org.tombolo.media.sdp.Negotiator;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Privacy;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.Warning;
import org.tombolo.trace.Trace;

/** Takes an INVITE that offers video and makes a share of it that browsers watch; tells phones that ask that it would. */
public final class ConvergenceGateway implements SipHandler {
    /** Its name in routing. */
    public static final String NAME = "convergence";

    private static final Logger LOG = LoggerFactory.getLogger(ConvergenceGateway.class);
    // RFC 3323 4.1.1.3
    private static final Address ANONYMOUS = SipAddress.of("anonymous", "anonymous.invalid");

    private final ShareRegistry registry;
    private final MediaPlane plane;
    private final Options options;
    private final Trace trace;
    private final Clock clock;
    private final SecureRandom random;
    private final Counts counts;

    /**
     * What the gateway is told by the settings.
     *
     * @param publicHost our address in SDP
     * @param publicUrl start of the links to watch, without a trailing slash
     * @param silence how long no RTP may come before a share is ended
     * @param mostShares how many may be active; more are refused with 503
     */
    public record Options(String publicHost, String publicUrl, Duration silence, int mostShares) {}

    private record Counts(
            Metrics.Counter accepted,
            Metrics.Counter refused,
            Metrics.Counter overloaded,
            Metrics.Counter unparsable,
            Metrics.Counter unacceptable) {
        static Counts of(Metrics metrics) {
            return new Counts(
                    metrics.counter("tombolo_shares_total", "result", "accepted"),
                    metrics.counter("tombolo_shares_total", "result", "refused"),
                    metrics.counter("tombolo_shares_total", "result", "overloaded"),
                    metrics.counter("tombolo_errors_total", "protocol", "sdp", "kind", "unparsable"),
                    metrics.counter("tombolo_errors_total", "protocol", "sdp", "kind", "unacceptable"));
        }
    }

    public ConvergenceGateway(
            ConvergedSessions sessions,
            MediaPlane plane,
            Options options,
            Trace trace,
            Metrics metrics,
            Clock clock,
            SecureRandom random) {
        this.registry = new ShareRegistry(sessions, clock, options.mostShares());
        this.plane = plane;
        this.options = options;
        this.trace = trace;
        this.clock = clock;
        this.random = random;
        this.counts = Counts.of(metrics);
        metrics.gauge("tombolo_shares_active", registry::active);
        metrics.gauge("tombolo_rewind_bytes", plane.rewind()::octets);
        RtpCounts packets = plane.receiver().counts();
        metrics.gauge("tombolo_rtp_packets", packets::taken, "result", "taken");
        metrics.gauge("tombolo_rtp_packets", packets::refused, "result", "refused");
        metrics.gauge("tombolo_rtp_packets", packets::lost, "result", "lost");
    }

    /** Prepares for the first viewer, in the background. */
    public void open() {
        plane.webrtc().warmUp();
    }

    /** The shares, for the web. */
    public Shares shares() {
        return registry;
    }

    /**
     * Whether a request starts a share, or asks whether one can be: an INVITE that offers video of whatever codec, or leaves the
     * offer to us and names Video Share, and OPTIONS that names Video Share (GSMA IR.74, IR.84). OPTIONS that names other services
     * as well is for the callee's phone, unless she has none.
     */
    public static boolean wants(SipRequest request) {
        return switch (request.method()) {
            case "INVITE" -> request.body().map(ConvergenceGateway::offersVideo).orElseGet(() -> namesUs(request));
            case "OPTIONS" ->
                VideoShare.aloneIn(request)
                        || (namesUs(request) && !request.isc().registered());
            default -> false;
        };
    }

    private static boolean offersVideo(Body body) {
        return body.is(Body.SDP) && Negotiator.offersVideo(body.text());
    }

    // The filter criteria may name us as well: TS 23.218 6.9.2
    private static boolean namesUs(SipRequest request) {
        return !VideoShare.namedIn(request).isEmpty()
                || request.isc().application().equals(NAME);
    }

    @Override
    public void handle(IncomingRequest request) {
        Optional<Address> to = addressed(request.message().requestUri());
        if (to.isEmpty()) {
            request.reply(SipReply.refusal(404, "the Request-URI names no user"));
        } else if (request.message().method().equals("OPTIONS")) {
            request.reply(Capabilities.answer(
                    request.message(), options.publicHost(), clock.instant().toEpochMilli()));
        } else {
            offered(request, share(request.message(), to.get()));
        }
    }

    private void offered(IncomingRequest request, Share share) {
        Optional<Body> body = request.message().body();
        if (body.isPresent() && !body.get().is(Body.SDP)) {
            SipReply reply = SipReply.of(415).with(new Header("Accept", Body.SDP));
            refuse(request, reply, share, "the body is no session description");
            return;
        }
        if (body.isEmpty()) {
            accept(request, Optional.empty(), share);
            return;
        }
        Negotiation result = Negotiator.first(body.get().text());
        if (result instanceof Negotiation.Acceptance accepted) {
            accept(request, Optional.of(accepted), share);
        } else {
            refuse(request, (Negotiation.Refusal) result, share);
        }
    }

    /** @param accepted none when the phone has left the offer to us */
    private void accept(IncomingRequest request, Optional<Negotiation.Acceptance> accepted, Share share) {
        var session = request.session();
        var state = new ShareSession(
                session, share, request.message(), registry, traceOf(request, share), options, plane, clock);
        if (!state.open(accepted)) {
            overloaded(request, share, "no RTP ports are left");
        } else if (!registry.add(
                session.id(), share, Optional.of(state.outputs().hls()))) {
            state.abandon();
            overloaded(request, share, "too many shares");
        } else {
            session.attach(state);
            counts.accepted().increment();
            LOG.info(
                    "share {} from {} to {}",
                    share.id(),
                    share.from().text(),
                    share.to().text());
            state.answer(request.leg(state), accepted);
        }
    }

    private void refuse(IncomingRequest request, Negotiation.Refusal refusal, Share share) {
        boolean unparsable = refusal.status() == 400;
        (unparsable ? counts.unparsable() : counts.unacceptable()).increment();
        Header warning =
                unparsable ? Warning.miscellaneous(refusal.words()) : Warning.incompatibleMediaFormat(refusal.words());
        refuse(request, SipReply.of(refusal.status()).with(warning), share, refusal.words());
    }

    private void refuse(IncomingRequest request, SipReply reply, Share share, String why) {
        counts.refused().increment();
        registry.add(request.session().id(), share.in(ShareState.REFUSED, why), Optional.empty());
        turnAway(request, reply, share, why);
    }

    /** 503 with Retry-After lets an S-CSCF go on by its default handling (TS 24.229 5.4.3.3). */
    private void overloaded(IncomingRequest request, Share share, String why) {
        counts.overloaded().increment();
        turnAway(request, SipReply.refusal(503, why).with(new Header("Retry-After", "10")), share, why);
    }

    private void turnAway(IncomingRequest request, SipReply reply, Share share, String why) {
        LOG.info(
                "share from {} to {} refused: {}",
                share.from().text(),
                share.to().text(),
                why);
        traceOf(request, share).internal("share refused: " + why, "");
        request.reply(reply);
        request.session().end();
    }

    private ShareTrace traceOf(IncomingRequest request, Share share) {
        return new ShareTrace(trace, clock, request.session().id(), share.from().text());
    }

    private Share share(SipRequest request, Address to) {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        String url = options.publicUrl() + "/watch/" + id;
        return new Share(id, sharer(request), to, ShareState.WAITING, "", clock.instant(), url);
    }

    /** Who is believed to send it, unless that is to stay private (RFC 3325 9.3). */
    private static Address sharer(SipRequest request) {
        boolean hidden = Privacy.of(request).anonymous();
        return hidden ? ANONYMOUS : request.sender().map(Address.class::cast).orElse(ANONYMOUS);
    }

    private static Optional<Address> addressed(String uri) {
        Optional<Address> number = TelNumber.parse(uri).map(Address.class::cast);
        return number.or(() -> SipAddress.parse(uri).map(SipAddress::bare));
    }
}

package org.tombolo.gateway.convergence;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.sdp.Negotiation;
import org.tombolo.media.sdp.Negotiator;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.Warning;
import org.tombolo.trace.Trace;

/** Takes an INVITE that offers video and makes a share of it that browsers watch. */
public final class ConvergenceGateway implements SipHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ConvergenceGateway.class);
    private static final String ANONYMOUS = "sip:anonymous@anonymous.invalid"; // RFC 3323 4.1.1.3

    private final ShareRegistry registry;
    private final RtpReceiver receiver;
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
            RtpReceiver receiver,
            Options options,
            Trace trace,
            Metrics metrics,
            Clock clock,
            SecureRandom random) {
        this.registry = new ShareRegistry(sessions, clock, options.mostShares());
        this.receiver = receiver;
        this.options = options;
        this.trace = trace;
        this.clock = clock;
        this.random = random;
        this.counts = Counts.of(metrics);
        metrics.gauge("tombolo_shares_active", registry::active);
    }

    /** The shares, for the web. */
    public Shares shares() {
        return registry;
    }

    /** Whether a request is an INVITE with a description that offers video, of whatever codec. */
    public static boolean offersVideo(SipRequest request) {
        return request.method().equals("INVITE")
                && request.body()
                        .filter(body -> body.is(Body.SDP))
                        .filter(body -> Negotiator.offersVideo(body.text()))
                        .isPresent();
    }

    @Override
    public void handle(IncomingRequest request) {
        Optional<Body> body = request.message().body();
        if (body.isPresent() && !body.get().is(Body.SDP)) {
            refuse(request, SipReply.of(415).with(new Header("Accept", Body.SDP)), "the body is no description");
            return;
        }
        Negotiation result = Negotiator.first(body.map(Body::text).orElse("v=0"));
        if (result instanceof Negotiation.Acceptance accepted) {
            accept(request, accepted);
        } else {
            refuse(request, (Negotiation.Refusal) result);
        }
    }

    private void accept(IncomingRequest request, Negotiation.Acceptance accepted) {
        Share share = share(request.message(), ShareState.WAITING, "");
        var session = request.session();
        var state = new ShareSession(
                session, share, request.message(), registry, traceOf(request, share), options, receiver);
        if (!state.open(accepted)) {
            overloaded(request, "no RTP ports are left");
        } else if (!registry.add(session.id(), share)) {
            state.abandon();
            overloaded(request, "too many shares");
        } else {
            session.attach(state);
            counts.accepted().increment();
            LOG.info("share {} from {} to {}", share.id(), share.from(), share.to());
            state.answer(request.leg(state), accepted);
        }
    }

    private void refuse(IncomingRequest request, Negotiation.Refusal refusal) {
        boolean unparsable = refusal.status() == 400;
        (unparsable ? counts.unparsable() : counts.unacceptable()).increment();
        SipReply reply = SipReply.of(refusal.status());
        refuse(
                request,
                reply.with(
                        unparsable
                                ? Warning.miscellaneous(refusal.words())
                                : Warning.incompatibleMediaFormat(refusal.words())),
                refusal.words());
    }

    private void refuse(IncomingRequest request, SipReply reply, String why) {
        counts.refused().increment();
        Share share = share(request.message(), ShareState.REFUSED, why);
        registry.add(request.session().id(), share);
        turnAway(request, reply, share, why);
    }

    /** 503 with Retry-After lets an S-CSCF go on by its default handling (TS 24.229 5.4.3.3). */
    private void overloaded(IncomingRequest request, String why) {
        counts.overloaded().increment();
        Share share = share(request.message(), ShareState.REFUSED, why);
        turnAway(request, SipReply.refusal(503, why).with(new Header("Retry-After", "10")), share, why);
    }

    private void turnAway(IncomingRequest request, SipReply reply, Share share, String why) {
        LOG.info("share from {} to {} refused: {}", share.from(), share.to(), why);
        traceOf(request, share).internal("share refused: " + why, "");
        request.reply(reply);
        request.session().end();
    }

    private ShareTrace traceOf(IncomingRequest request, Share share) {
        return new ShareTrace(trace, clock, request.session().id(), share.from());
    }

    private Share share(SipRequest request, ShareState state, String why) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        return new Share(
                text,
                sharer(request),
                withoutParameters(request.requestUri()),
                state,
                why,
                clock.instant(),
                options.publicUrl() + "/watch/" + text);
    }

    /** Who is believed to send it, unless that is to stay private (RFC 3325 9.3). */
    private static String sharer(SipRequest request) {
        boolean hidden = request.headers("Privacy").stream().anyMatch(value -> value.contains("id"));
        return hidden ? ANONYMOUS : request.sender().map(a -> a.text()).orElse(ANONYMOUS);
    }

    private static String withoutParameters(String uri) {
        int end = uri.indexOf(';', Math.max(0, uri.indexOf('@')));
        return end < 0 ? uri : uri.substring(0, end);
    }
}

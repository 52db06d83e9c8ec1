package org.tombolo.gateway.convergence.browser;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tombolo.call.CallMedia;
import org.tombolo.gateway.convergence.VideoShare;
import org.tombolo.gateway.convergence.browser.CallDirectory.Entry;
import org.tombolo.gateway.convergence.browser.CallResult.Reason;
import org.tombolo.gateway.convergence.browser.CallResult.Refused;
import org.tombolo.gateway.convergence.browser.PageOffer.Taken;
import org.tombolo.identity.Address;
import org.tombolo.identity.Associations;
import org.tombolo.identity.WebUser;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.transcode.Transcoder;
import org.tombolo.media.transcode.wire.Codec;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.media.webrtc.WebRtcServer;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.IscContext.SessionCase;
import org.tombolo.sip.Privacy;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.Warning;
import org.tombolo.trace.Trace;

/** Calls of phones with the pages of portal users, begun by either. Safe for all threads. */
public final class BrowserCalls implements SipHandler {
    private static final String TAKEN = "we take sound as Opus, G.722, PCMU or PCMA over RTP/AVP or RTP/AVPF";
    private static final Refused OVER = new Refused(Reason.OVER, "the call is over");

    private final Ports ports;
    private final CallParts parts;
    private final Identities identities;

    /**
     * What is told by the settings.
     *
     * @param publicHost our address as phones see it
     * @param domain of the IMS users
     * @param most calls at a time
     * @param ring how long a phone or a page may take to answer
     * @param silence how long nothing may come from a phone that should send
     */
    public record Options(String publicHost, String domain, int most, Duration ring, Duration silence) {}

    /** What the calls stand on. */
    public record Ports(
            SipCalls calls,
            ConvergedSessions sessions,
            Associations associations,
            Permit permit,
            RtpReceiver rtp,
            WebRtcServer webrtc,
            Transcoder transcoder,
            Trace trace,
            Metrics metrics,
            Clock clock,
            SecureRandom random) {}

    public BrowserCalls(Options options, Ports ports) {
        this.ports = ports;
        this.parts = new CallParts(
                options,
                ports.calls(),
                ports.rtp(),
                ports.webrtc(),
                ports.transcoder(),
                new CallDirectory(options.most()),
                new Pages(),
                CallParts.Counts.of(ports.metrics()),
                ports.trace(),
                ports.clock(),
                ports.random());
        this.identities = new Identities(ports.associations(), options.domain());
        ports.metrics().gauge("tombolo_browser_calls_active", parts.directory()::size);
    }

    // ---- a phone calls ------------------------------------------------------------------------------------------

    /**
     * Whether a request is ours: an INVITE of a call, to somebody who has a page open. What has pictures one way only is a share, and
     * on the caller's own leg nothing is decided.
     */
    public boolean serves(SipRequest request) {
        return request.method().equals("INVITE")
                && !VideoShare.isAskedFor(request)
                && !request.isc().sessionCase().equals(Optional.of(SessionCase.ORIGINATING))
                && request.body()
                        .filter(body -> body.is(Body.SDP) && PhoneCall.isCall(body.text()))
                        .isPresent()
                && identities
                        .user(request.requestUri())
                        .filter(parts.pages()::hears)
                        .isPresent();
    }

    @Override
    public void handle(IncomingRequest request) {
        SipRequest invite = request.message();
        Optional<WebUser> user = identities.user(invite.requestUri());
        if (user.isEmpty()) {
            refuse(request, SipReply.refusal(480, "she has no page open"));
            return;
        }
        try {
            PhoneCall.parse(
                            invite.body().map(Body::text).orElse(""),
                            parts.transcoder().isInstalled())
                    .ifPresentOrElse(
                            offer -> ring(request, user.get(), offer),
                            () -> refuse(request, SipReply.of(488).with(Warning.incompatibleMediaFormat(TAKEN))));
        } catch (SdpException e) {
            refuse(request, SipReply.refusal(400, "SDP: " + e.getMessage()));
        }
    }

    private void ring(IncomingRequest request, WebUser user, PhoneCall offer) {
        if (offer.needsTranscoder("audio") && !parts.transcoder().hasPlace(Codec.OPUS)) {
            refuse(request, full("as much is transcoded as this gateway is set up for"));
            return;
        }
        Optional<CallMedia> media = parts.media(offer.kinds());
        if (media.isEmpty()) {
            refuse(request, full("too many calls"));
            return;
        }
        String caller = request.message()
                .sender()
                .filter(sender -> !Privacy.of(request.message()).anonymous())
                .map(Address::text)
                .orElse("sip:anonymous@anonymous.invalid"); // RFC 3323 4.1.1.3
        CallView view = view(true, caller, offer.kinds().contains("video"), CallState.RINGING);
        CallToPage call = new CallToPage(request.session(), parts, user, media.get(), view, offer);
        Entry entry = parts.directory().add(call);
        if (entry == Entry.IN) {
            request.session().attach(call);
            call.begin(request);
        } else {
            media.get().close();
            refuse(request, entry == Entry.FULL ? full("too many calls") : SipReply.refusal(486, "in another call"));
        }
    }

    private CallView view(boolean incoming, String peer, boolean video, CallState state) {
        return new CallView(
                parts.newId(),
                incoming,
                peer,
                video,
                state,
                EndReason.NONE,
                "",
                Optional.empty(),
                parts.clock().instant(),
                0);
    }

    /** For now (RFC 3261 21.5.4). */
    static SipReply full(String words) {
        return SipReply.refusal(503, words).with(new Header("Retry-After", "10"));
    }

    private static void refuse(IncomingRequest request, SipReply reply) {
        request.reply(reply);
        request.session().end();
    }

    // ---- a page calls -------------------------------------------------------------------------------------------

    /**
     * A page shares with a phone, or calls it.
     *
     * @param to number, SIP address, {@code name@domain}, or a portal user's name
     * @param offer SDP
     */
    public CompletableFuture<CallResult> call(WebUser user, String to, String offer) {
        return identities
                .of(user)
                .map(from -> call(user, from, to, offer))
                .orElseGet(() -> refused(Reason.FORBIDDEN, "you have no phone number or SIP address to call from"));
    }

    /**
     * The same by another name.
     *
     * @param from an address of the user's
     */
    public CompletableFuture<CallResult> call(WebUser user, Address from, String to, String offer) {
        try {
            PageOffer page = PageOffer.parse(offer);
            Optional<Address> callee = identities.find(to);
            if (callee.isEmpty()) {
                return refused(Reason.NOBODY, "nobody here has the number, address or name " + shown(to));
            } else if (callee.get().equals(from)) {
                return refused(Reason.NOBODY, "this is your own address");
            }
            List<Taken> taken = page.forPhones(parts.transcoder());
            return taken.isEmpty()
                    ? refused(
                            Reason.INCOMPATIBLE,
                            "the offer has neither H.264 of Constrained Baseline nor G.711 or Opus")
                    : permitted(user, from, callee.get(), page, taken);
        } catch (SdpException e) {
            return refused(Reason.MALFORMED, "SDP: " + e.getMessage());
        }
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private static CompletableFuture<CallResult> refused(Reason reason, String words) {
        return CompletableFuture.completedFuture(new Refused(reason, words));
    }

    private CompletableFuture<CallResult> permitted(
            WebUser user, Address from, Address to, PageOffer page, List<Taken> taken) {
        Optional<String> objection = ports.permit().begin(user, from, to);
        if (objection.isPresent()) {
            return refused(Reason.FORBIDDEN, objection.get());
        }
        List<String> kinds = taken.stream().map(Taken::kind).toList();
        Optional<CallMedia> media = parts.media(kinds);
        if (media.isEmpty()) {
            ports.permit().over(user);
            return refused(Reason.FULL, "no RTP ports are left");
        }
        CallView view = view(false, to.text(), kinds.contains("video"), CallState.DIALING);
        return begin(
                new CallToPhone(ports.sessions().open(), parts, user, media.get(), view, from, taken, ports.permit()),
                page);
    }

    private CompletableFuture<CallResult> begin(CallToPhone call, PageOffer page) {
        Entry entry = parts.directory().add(call);
        if (entry != Entry.IN) {
            call.turnAway();
            return entry == Entry.FULL
                    ? refused(Reason.FULL, "too many calls")
                    : refused(Reason.BUSY, "you are in another call");
        }
        call.session().attach(call);
        parts.http(
                call.session().id(),
                call.user().text(),
                "WHIP: calls " + call.view().peer());
        return inCall(call, () -> call.begin(page));
    }

    private static CompletableFuture<CallResult> inCall(BrowserCall call, Supplier<CallResult> step) {
        CompletableFuture<CallResult> result = new CompletableFuture<>();
        call.session().execute(() -> result.complete(step.get()));
        return result;
    }

    // ---- pages --------------------------------------------------------------------------------------------------

    /** A page answers a call that rings. */
    public CompletableFuture<CallResult> accept(WebUser user, String id, String offer) {
        return parts.directory()
                .find(id)
                .filter(call -> call.user().equals(user))
                .filter(CallToPage.class::isInstance)
                .map(CallToPage.class::cast)
                .map(call -> inCall(call, () -> call.accept(offer)))
                .orElseGet(() -> CompletableFuture.completedFuture(OVER));
    }

    /** A user hangs up, gives up or declines; false when the call is over. */
    public boolean leave(String id) {
        Optional<BrowserCall> call = parts.directory().find(id);
        call.ifPresent(c -> c.session().execute(() -> {
            parts.http(c.session().id(), c.user().text(), "WHIP: DELETE");
            c.leave();
        }));
        return call.isPresent();
    }

    /** The connection of a call to its page. */
    public Optional<WebRtcConnection> connection(String id) {
        return parts.directory().find(id).flatMap(BrowserCall::connection);
    }

    /** The call that a user is in. */
    public Optional<CallView> of(WebUser user) {
        return parts.directory().of(user).map(BrowserCall::view);
    }

    /**
     * A page wants to hear of its user's calls; from now on she can be called.
     *
     * @param page gets each change, and a call that rings again and again; called on threads that must not be held up
     * @return to be run when the page is gone
     */
    public Runnable subscribe(WebUser user, Consumer<CallView> page) {
        return parts.pages().add(user, page);
    }

    /** Ends all calls: both sides are told. */
    public void endAll() {
        parts.directory()
                .all()
                .forEach(call -> call.session().execute(() -> call.end(EndReason.STOPPED, "the gateway stops")));
    }
}

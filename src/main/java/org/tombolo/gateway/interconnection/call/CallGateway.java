package org.tombolo.gateway.interconnection.call;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.tombolo.call.CallMedia;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.AddressMapping.Target;
import org.tombolo.gateway.interconnection.Admission;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.identity.Jid;
import org.tombolo.jingle.Jingle;
import org.tombolo.jingle.JingleAction;
import org.tombolo.jingle.JingleException;
import org.tombolo.jingle.Namespaces;
import org.tombolo.jingle.Reason;
import org.tombolo.jingle.Reason.Condition;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.media.webrtc.WebRtcServer;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.Warning;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.CallHandler;
import org.tombolo.xmpp.Extension.CallMessage;
import org.tombolo.xmpp.XmppAnswer;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppRequest;
import org.tombolo.xmpp.XmppRequests;

/** Calls between IMS users and XMPP users, begun by either. */
public final class CallGateway implements SipHandler, CallHandler {
    /** The device of an IMS user, as XMPP sees it: Jingle is spoken between full JIDs (XEP-0166 7.1). */
    static final String DEVICE = "sip";

    private static final long PATIENCE_SECONDS = 5;
    private static final String TAKEN = "m=audio over RTP/AVP or RTP/AVPF";

    private final Ports ports;
    private final CallParts parts;
    private final CallStarter starter;

    /**
     * What the gateway is told by the settings.
     *
     * @param publicHost our address as phones see it
     * @param most calls at a time
     * @param ring how long an XMPP user or a phone may take to answer
     * @param silence how long nothing may come from a phone that should send
     */
    public record Options(String publicHost, int most, Duration ring, Duration silence) {}

    /** What the gateway stands on. */
    public record Ports(
            XmppLink link,
            XmppRequests requests,
            SipCalls calls,
            ConvergedSessions sessions,
            AddressMapping addresses,
            RtpReceiver rtp,
            WebRtcServer webrtc,
            Trace trace,
            Metrics metrics,
            Clock clock,
            RandomGenerator random) {}

    public CallGateway(Options options, Ports ports) {
        this.ports = ports;
        this.parts = new CallParts(
                options,
                ports.link(),
                ports.requests(),
                ports.rtp(),
                ports.webrtc(),
                new Devices(ports.requests()),
                new CallDirectory(options.most()),
                CallParts.Counts.of(ports.metrics()),
                ports.trace(),
                ports.clock(),
                ports.random());
        this.starter = new CallStarter(parts, ports.calls(), ports.sessions(), ports.addresses());
        ports.metrics().gauge("tombolo_jingle_calls_active", parts.directory()::size);
    }

    // ---- SIP ----------------------------------------------------------------------------------------------------

    /**
     * Whether a request is ours: an INVITE with sound to an XMPP user. To one who is found by an association it is ours only
     * while a device of hers is there: else it may go on to another service of the IMS user's.
     */
    public boolean serves(SipRequest request) {
        return request.method().equals("INVITE") && (isOfferless(request) || isCall(request));
    }

    /** One that says nothing of media is taken for a call of sound, as third-party call control begins it (RFC 3725 4). */
    private boolean isOfferless(SipRequest request) {
        return request.body().isEmpty() && ports.addresses().isXmpp(request.requestUri());
    }

    private boolean isCall(SipRequest request) {
        return request.body()
                        .filter(body -> body.is(Body.SDP) && CallStream.offers(body.text(), "audio"))
                        .isPresent()
                && Admission.isForXmpp(request, ports.addresses())
                && ports.addresses()
                        .xmppTarget(request.requestUri())
                        .filter(target -> target.associated() && !isThere(target))
                        .isEmpty();
    }

    private boolean isThere(Target target) {
        return !parts.devices().of(target.jid()).isEmpty();
    }

    /** An IMS user calls. On the session's executor. */
    @Override
    public void handle(IncomingRequest request) {
        Admission admission = Admission.of(request, ports.addresses());
        if (admission instanceof Admission.Refused refused) {
            refuse(request, refused.reply());
        } else if (request.message().body().isEmpty()) {
            accept(request, ((Admission.Admitted) admission).parties(), List.of("audio"), Optional.empty());
        } else {
            judge(request, ((Admission.Admitted) admission).parties());
        }
    }

    private void judge(IncomingRequest request, SessionParties parties) {
        try {
            SessionDescription offer = SessionDescription.parse(
                    request.message().body().orElseThrow().text());
            Optional<PhoneOffer> taken = PhoneOffer.of(offer);
            if (taken.isEmpty()) {
                refuse(request, SipReply.of(488).with(Warning.incompatibleMediaFormat("we take " + TAKEN)));
            } else {
                accept(request, parties, taken.get().kinds(), taken);
            }
        } catch (SdpException e) {
            refuse(request, SipReply.refusal(400, "SDP: " + e.getMessage()));
        }
    }

    private void accept(
            IncomingRequest request, SessionParties parties, List<String> kinds, Optional<PhoneOffer> offer) {
        Optional<CallMedia> media = starter.open(kinds);
        if (media.isEmpty()) {
            refuse(request, SipReply.refusal(503, "too many calls").with(new Header("Retry-After", "10")));
            return;
        }
        CallFromIms call = new CallFromIms(request.session(), parts, caller(parties), media.get(), kinds, offer);
        request.session().attach(call);
        parts.directory().add(call);
        call.begin(request);
    }

    private static SessionParties caller(SessionParties parties) {
        Jid ims = parties.ims();
        return ims.resource().isEmpty() ? parties.as(new Jid(ims.local(), ims.domain(), DEVICE)) : parties;
    }

    private static void refuse(IncomingRequest request, SipReply reply) {
        request.reply(reply);
        request.session().end();
    }

    // ---- XMPP ---------------------------------------------------------------------------------------------------

    @Override
    public Optional<CompletableFuture<XmppAnswer>> request(XmppRequest request) {
        return request.payload().is(Namespaces.JINGLE, "jingle")
                ? Optional.of(
                        jingle(request).completeOnTimeout(Refusals.UNKNOWN_SESSION, PATIENCE_SECONDS, TimeUnit.SECONDS))
                : Optional.empty();
    }

    private CompletableFuture<XmppAnswer> jingle(XmppRequest request) {
        try {
            Jingle jingle = Jingle.read(request.payload());
            Optional<Call> call = parts.directory().find(request.from(), jingle.sid());
            boolean begins = jingle.action() == JingleAction.SESSION_INITIATE;
            if (!request.set()) {
                return answered(Refusals.of("bad-request", "a session is changed by a set"));
            } else if (call.isPresent()) {
                return inCall(call.get(), request.from(), jingle);
            }
            return begins ? starter.begin(request, jingle) : answered(Refusals.UNKNOWN_SESSION);
        } catch (JingleException e) {
            return answered(Refusals.of("bad-request", String.valueOf(e.getMessage())));
        }
    }

    private static CompletableFuture<XmppAnswer> answered(XmppAnswer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static CompletableFuture<XmppAnswer> inCall(Call call, Jid from, Jingle jingle) {
        CompletableFuture<XmppAnswer> answer = new CompletableFuture<>();
        call.session().execute(() -> answer.complete(call.jingle(from, jingle)));
        return answer;
    }

    @Override
    public boolean message(XmppMessage message) {
        Optional<CallMessage> word = message.extension(CallMessage.class);
        if (word.isEmpty() || !message.body().isEmpty()) {
            return false;
        }
        if (message.error().isPresent()) {
            return true;
        }
        if (word.get().word() == CallMessage.Word.PROPOSE) {
            proposed(message, word.get());
        } else {
            parts.directory()
                    .find(message.from(), word.get().id())
                    .ifPresent(call -> call.session().execute(() -> call.message(message.from(), word.get())));
        }
        return true;
    }

    /**
     * XEP-0353 3: an XMPP user wants to call. We are the one device of the IMS user, so that we take it at once: her phones ring
     * once there is a session, which says so and how it ends.
     */
    private void proposed(XmppMessage message, CallMessage word) {
        Jid us = new Jid(message.to().local(), message.to().domain(), DEVICE);
        boolean taken = word.media().contains("audio")
                && starter.admits(message.from(), message.to()).isPresent();
        CallMessage answer = taken
                ? new CallMessage(CallMessage.Word.PROCEED, word.id(), List.of(), "")
                : new CallMessage(CallMessage.Word.REJECT, word.id(), List.of(), Condition.GONE.element());
        var unused = ports.link().send(Proposal.message(us, message.from(), answer));
    }

    @Override
    public void presence(XmppPresence presence) {
        if (ports.addresses().maySend(presence.from(), presence.to())) {
            parts.devices().presence(presence);
        }
    }

    @Override
    public void down(String domain) {
        parts.devices().forget(domain);
    }

    /** Ends all calls: both sides are told. */
    public void endAll() {
        for (Call call : parts.directory().all()) {
            call.session().execute(() -> call.end(new Reason(Condition.GONE, "the gateway stops")));
        }
    }
}

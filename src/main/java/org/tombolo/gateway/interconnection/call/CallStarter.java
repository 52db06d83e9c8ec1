package org.tombolo.gateway.interconnection.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tombolo.call.CallMedia;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.Admission;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.gateway.interconnection.call.CallFromXmpp.Wanted;
import org.tombolo.identity.Jid;
import org.tombolo.jingle.IceTransport;
import org.tombolo.jingle.Jingle;
import org.tombolo.jingle.JingleContent;
import org.tombolo.jingle.Reason;
import org.tombolo.jingle.Reason.Condition;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.SipCalls;
import org.tombolo.xmpp.XmppAnswer;
import org.tombolo.xmpp.XmppRequest;

/** Judges the sessions that XMPP users begin, and opens what a call needs. Safe for all threads. */
final class CallStarter {
    private final CallParts parts;
    private final SipCalls calls;
    private final ConvergedSessions sessions;
    private final AddressMapping addresses;

    CallStarter(CallParts parts, SipCalls calls, ConvergedSessions sessions, AddressMapping addresses) {
        this.parts = parts;
        this.calls = calls;
        this.sessions = sessions;
        this.addresses = addresses;
    }

    /** The media of a further call; empty when all places or all ports are taken. */
    Optional<CallMedia> open(List<String> kinds) {
        if (!parts.directory().take()) {
            return Optional.empty();
        }
        Optional<CallMedia> media =
                CallMedia.open(parts.rtp(), parts.webrtc(), parts.options().silence(), kinds);
        if (media.isEmpty()) {
            parts.directory().release();
        }
        return media;
    }

    /** Who takes part when an XMPP user calls an IMS user; empty when she may not. */
    Optional<SessionParties> admits(Jid from, Jid to) {
        // The device by which we show every IMS user is none of hers that has a GRUU.
        Jid user = to.resource().equals(CallGateway.DEVICE) ? to.bare() : to;
        return Admission.toIms(from, user, "", addresses).map(parties -> parties.as(to));
    }

    /** What becomes of a session-initiate (XEP-0166 6.3). */
    CompletableFuture<XmppAnswer> begin(XmppRequest request, Jingle offer) {
        Optional<SessionParties> parties = admits(request.from(), request.to());
        if (parties.isEmpty()) {
            // XEP-0166 6.3.2: of who may not call us, and of who is nobody's address
            return CompletableFuture.completedFuture(
                    addresses.maySend(request.from(), request.to())
                            ? Refusals.of("item-not-found", "no IMS user can have this address")
                            : Refusals.of("service-unavailable", ""));
        } else if (offer.contents().isEmpty()) {
            return CompletableFuture.completedFuture(Refusals.of("bad-request", "a session has a content"));
        }
        Optional<Reason> objection = objection(offer);
        return objection.isPresent() ? refuse(request, offer, objection.get()) : call(offer, parties.get());
    }

    private static Optional<Reason> objection(Jingle offer) {
        Optional<JingleContent> audio = offer.first("audio");
        if (audio.isEmpty()) {
            return Optional.of(new Reason(Condition.UNSUPPORTED_APPLICATIONS, "audio over RTP is what we take"));
        }
        Optional<IceTransport> transport = audio.get().transport();
        if (transport.isEmpty()) {
            return Optional.of(new Reason(Condition.UNSUPPORTED_TRANSPORTS, "ICE-UDP is what we take"));
        } else if (transport.get().keys().isEmpty()
                || !List.of("actpass", "active").contains(transport.get().setup())) {
            return Optional.of(new Reason(
                    Condition.SECURITY_ERROR, "DTLS-SRTP is what we take, as its server: setup actpass or active"));
        }
        return formats(audio.get()).isEmpty()
                ? Optional.of(new Reason(Condition.INCOMPATIBLE_PARAMETERS, "no codec is offered"))
                : Optional.empty();
    }

    private static List<RtpFormat> formats(JingleContent audio) {
        return audio.description().orElseThrow().formats().stream()
                .filter(RtpFormat::isCodec)
                .toList();
    }

    /** Sound, and pictures that share its transport (RFC 9143 7.3). */
    private static List<Wanted> wanted(Jingle offer) {
        JingleContent audio = offer.first("audio").orElseThrow();
        List<Wanted> wanted = new ArrayList<>(List.of(new Wanted(audio, formats(audio))));
        offer.first("video")
                .filter(video -> offer.bundle().containsAll(List.of(audio.name(), video.name())))
                .map(video -> new Wanted(video, formats(video)))
                .filter(video -> !video.formats().isEmpty())
                .ifPresent(wanted::add);
        return wanted;
    }

    /** XEP-0166 6.3.2: what was understood is acknowledged before it is refused. */
    private CompletableFuture<XmppAnswer> refuse(XmppRequest request, Jingle offer, Reason why) {
        CompletableFuture<XmppAnswer> answer = new CompletableFuture<>();
        ConvergedSession session = sessions.open();
        session.execute(() -> {
            answer.complete(XmppAnswer.done());
            new JingleSide(session, parts, request.to(), request.from(), offer.sid()).terminate(why);
            session.end();
        });
        return answer;
    }

    private CompletableFuture<XmppAnswer> call(Jingle offer, SessionParties parties) {
        List<Wanted> wanted = wanted(offer);
        Optional<CallMedia> media = open(wanted.stream().map(Wanted::kind).toList());
        if (media.isEmpty()) {
            return CompletableFuture.completedFuture(Refusals.of("resource-constraint", "too many calls"));
        }
        ConvergedSession session = sessions.open();
        CallFromXmpp call = new CallFromXmpp(session, parts, parties, media.get(), offer, wanted);
        session.attach(call);
        parts.directory().add(call);
        parts.directory().add(parties.xmpp(), offer.sid(), call);
        CompletableFuture<XmppAnswer> answer = new CompletableFuture<>();
        session.execute(() -> {
            parts.received(session.id(), parties.xmpp().text(), "session-initiate");
            answer.complete(XmppAnswer.done());
            call.begin(calls);
        });
        return answer;
    }
}

package org.tombolo.gateway.interconnection.call;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tombolo.call.Agreement;
import org.tombolo.call.CallMedia;
import org.tombolo.call.PhoneSide;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.jingle.IceTransport;
import org.tombolo.jingle.Jingle;
import org.tombolo.jingle.JingleContent;
import org.tombolo.jingle.Reason;
import org.tombolo.jingle.Reason.Condition;
import org.tombolo.jingle.RtpDescription;
import org.tombolo.jingle.Senders;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Leg;
import org.tombolo.sip.SipCalls;
import org.tombolo.xmpp.XmppAnswer;

/** A call that an XMPP user begins: session-initiate becomes INVITE. */
final class CallFromXmpp extends Call {
    private final Jingle offer;
    private final List<Wanted> wanted;

    /**
     * A content that we can take.
     *
     * @param content with description and transport
     * @param formats its codecs, at least one
     */
    record Wanted(JingleContent content, List<RtpFormat> formats) {
        String kind() {
            return content.description().orElseThrow().media();
        }

        /** Pressed keys (RFC 4733) that can stand beside one of the codecs. */
        List<RtpFormat> keys() {
            List<RtpFormat> all = content.description().orElseThrow().formats();
            return formats.stream()
                    .flatMap(format -> RtpFormat.keysBeside(format, all).stream())
                    .distinct()
                    .toList();
        }

        PhoneSide.Offer offer() {
            return new PhoneSide.Offer(
                    kind(), Stream.concat(formats.stream(), keys().stream()).toList());
        }
    }

    /** @param wanted sound, and perhaps pictures on the same transport */
    CallFromXmpp(
            ConvergedSession session,
            CallParts parts,
            SessionParties parties,
            CallMedia media,
            Jingle offer,
            List<Wanted> wanted) {
        super(session, parts, parties, media);
        this.offer = offer;
        this.wanted = List.copyOf(wanted);
        this.side = new JingleSide(session, parts, parties.ims(), parties.xmpp(), offer.sid());
    }

    void begin(SipCalls calls) {
        phone.set(calls.invite(
                session, parties.xmppUri(), parties.imsUri(), List.of(), Optional.of(phone.offer(offers())), this));
        session.schedule(parts.options().ring(), () -> {
            if (state == State.CALLING) {
                end(new Reason(Condition.TIMEOUT, "the phone was not answered"));
            }
        });
    }

    private List<PhoneSide.Offer> offers() {
        return wanted.stream().map(Wanted::offer).toList();
    }

    private JingleSide peer() {
        if (side == null) {
            throw new IllegalStateException("the session is there from the start");
        }
        return side;
    }

    @Override
    public void ringing(Leg leg, int status, Optional<Body> sdp) {
        if (state == State.CALLING) {
            peer().ring();
        }
    }

    @Override
    public void answered(Leg leg, Optional<Body> answer) {
        leg.acknowledge(Optional.empty());
        if (state != State.CALLING) {
            return;
        }
        try {
            SessionDescription said =
                    SessionDescription.parse(answer.map(Body::text).orElse(""));
            List<Agreement> terms =
                    wanted.stream().flatMap(one -> terms(one, said).stream()).toList();
            if (terms.isEmpty() || !terms.get(0).phone().type().equals("audio")) {
                end(new Reason(Condition.INCOMPATIBLE_PARAMETERS, "the phone took none of the codecs"));
            } else {
                phone.begin(said, terms);
                talk(terms);
            }
        } catch (SdpException e) {
            end(new Reason(Condition.FAILED_APPLICATION, "SDP: " + e.getMessage()));
        }
    }

    /** RFC 3264 6.1: the phone sends to us by our numbers and takes what we send by its own. */
    private static Optional<Agreement> terms(Wanted wanted, SessionDescription said) {
        return CallStream.first(said, wanted.kind())
                .flatMap(stream -> stream.firstAmong(wanted.formats())
                        .flatMap(format -> wanted.formats().stream()
                                .filter(format::isSameAs)
                                .findFirst()
                                .map(ours -> new Agreement(
                                                stream, format, ours.payloadType(), ours.payloadType(), false)
                                        .withKeys(wanted.keys(), wanted.keys()))));
    }

    private void talk(List<Agreement> terms) {
        IceTransport theirs = wanted.get(0).content().transport().orElseThrow();
        if (!connect(peer(), theirs)) {
            end(new Reason(Condition.GENERAL_ERROR, "too many calls"));
            return;
        }
        state = State.TALKING;
        parts.counts().toIms().increment();
        peer().accept(offer, terms.stream().map(this::said).toList(), this::acknowledged);
    }

    private JingleSide.Said said(Agreement terms) {
        JingleContent content = wanted.stream()
                .filter(one -> one.kind().equals(terms.phone().type()))
                .findFirst()
                .orElseThrow()
                .content();
        RtpDescription theirs = content.description().orElseThrow();
        // RFC 4585 4.2: an answer has no feedback that the offer has not.
        List<String> feedback = CallMedia.feedback(theirs.media()).stream()
                .filter(theirs.feedback()::contains)
                .toList();
        return new JingleSide.Said(
                content.name(),
                new RtpDescription(theirs.media(), terms.forTheOther(), true, feedback),
                senders(terms));
    }

    private static Senders senders(Agreement terms) {
        boolean phoneSends = terms.phone().direction().sends();
        boolean phoneReceives = terms.phone().direction().receives();
        if (phoneSends) {
            return phoneReceives ? Senders.BOTH : Senders.RESPONDER;
        }
        return phoneReceives ? Senders.INITIATOR : Senders.NONE;
    }

    private void acknowledged(XmppAnswer answer) {
        if (answer instanceof XmppAnswer.Failed failed) {
            end(new Reason(
                    Condition.GENERAL_ERROR, "session-accept: " + failed.error().condition()));
        }
    }

    @Override
    void terminated(JingleSide with, Reason reason) {
        phone.end();
        over("the XMPP user: " + reason.words());
    }

    @Override
    void tellEnd(Reason why) {
        peer().terminate(why);
    }
}

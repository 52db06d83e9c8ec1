package org.tombolo.gateway.interconnection.call;

import java.util.List;
import java.util.Optional;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.gateway.interconnection.call.MediaPath.Agreement;
import org.tombolo.jingle.IceTransport;
import org.tombolo.jingle.Jingle;
import org.tombolo.jingle.JingleContent;
import org.tombolo.jingle.Reason;
import org.tombolo.jingle.Reason.Condition;
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
    private final JingleContent content;
    private final List<RtpFormat> formats;

    /**
     * @param content the sound of the offer, with a transport
     * @param formats its codecs, at least one
     */
    CallFromXmpp(
            ConvergedSession session,
            CallParts parts,
            SessionParties parties,
            MediaPath media,
            Jingle offer,
            JingleContent content,
            List<RtpFormat> formats) {
        super(session, parts, parties, media);
        this.offer = offer;
        this.content = content;
        this.formats = formats;
        this.side = new JingleSide(session, parts, parties.ims(), parties.xmpp(), offer.sid());
    }

    void begin(SipCalls calls) {
        phone.set(calls.invite(
                session, parties.xmppUri(), parties.imsUri(), List.of(), Optional.of(phone.offer(formats)), this));
        session.schedule(parts.options().ring(), () -> {
            if (state == State.CALLING) {
                end(new Reason(Condition.TIMEOUT, "the phone was not answered"));
            }
        });
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
            Optional<Agreement> terms = CallStream.first(said, "audio").flatMap(this::terms);
            if (terms.isEmpty()) {
                end(new Reason(Condition.INCOMPATIBLE_PARAMETERS, "the phone took none of the codecs"));
            } else {
                talk(terms.get());
            }
        } catch (SdpException e) {
            end(new Reason(Condition.FAILED_APPLICATION, "SDP: " + e.getMessage()));
        }
    }

    /** RFC 3264 6.1: the phone sends to us by our numbers and takes what we send by its own. */
    private Optional<Agreement> terms(CallStream stream) {
        return stream.firstAmong(formats)
                .flatMap(format -> formats.stream()
                        .filter(format::isSameAs)
                        .findFirst()
                        .map(ours -> new Agreement(stream, format, ours.payloadType(), ours.payloadType(), false)));
    }

    private void talk(Agreement terms) {
        IceTransport theirs = content.transport().orElseThrow();
        if (!connect(peer(), theirs, terms)) {
            end(new Reason(Condition.GENERAL_ERROR, "too many calls"));
            return;
        }
        state = State.TALKING;
        parts.counts().toIms().increment();
        RtpFormat format = terms.format().numbered(terms.theirs());
        peer().accept(offer, content, format, senders(terms), this::acknowledged);
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

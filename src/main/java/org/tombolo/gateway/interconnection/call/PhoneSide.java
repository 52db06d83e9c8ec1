package org.tombolo.gateway.interconnection.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tombolo.gateway.interconnection.call.MediaPath.Agreement;
import org.tombolo.media.sdp.CallDescription;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Leg;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.Warning;

/** The phone's side of a call: its dialog and what is said of the media in it (RFC 3264). On the call's executor. */
final class PhoneSide {
    /** RFC 3261 14.1: within 2.1 to 4 s for who owns the Call-ID, and after 0 to 2 s for the other; this suits both. */
    private static final Duration GLARE = Duration.ofMillis(2500);

    private static final int GLARE_STATUS = 491;

    private final ConvergedSession session;
    private final MediaPath media;
    private final CallDescription description;
    private final Holds holds;
    private boolean held;
    private boolean phoneHolds;
    private @Nullable Leg leg;

    /** Told when the phone holds the call, and when it does no more. */
    interface Holds {
        void phoneHolds(boolean held);
    }

    PhoneSide(ConvergedSession session, MediaPath media, CallDescription description, Holds holds) {
        this.session = session;
        this.media = media;
        this.description = description;
        this.holds = holds;
    }

    void set(Leg newLeg) {
        leg = newLeg;
    }

    Leg leg() {
        if (leg == null) {
            throw new IllegalStateException("there is no dialog");
        }
        return leg;
    }

    /** An offer of these formats. */
    Body offer(List<RtpFormat> formats) {
        return sdp(description.offer(List.of(stream(0, false, wished(), formats))));
    }

    /** The answer to an offer of the phone's. */
    Body answer(SessionDescription offer, Agreement terms) {
        CallStream phone = terms.phone();
        Direction ours = Direction.of(
                wished().sends() && phone.direction().receives(),
                wished().receives() && phone.direction().sends());
        List<RtpFormat> format = List.of(terms.format().numbered(terms.ours()));
        return sdp(description.answer(offer, List.of(stream(phone.index(), phone.mux(), ours, format))));
    }

    private CallDescription.Stream stream(int index, boolean mux, Direction direction, List<RtpFormat> formats) {
        return new CallDescription.Stream(index, "audio", media.port(), mux, direction, formats);
    }

    private static Body sdp(String text) {
        return Body.text(Body.SDP, text);
    }

    /** RFC 3264 8.4: who holds a call sends alone. */
    private Direction wished() {
        return held ? Direction.SENDONLY : Direction.SENDRECV;
    }

    /** The XMPP user holds the call, or does no more. */
    void hold(boolean wanted) {
        Optional<Agreement> terms = media.terms();
        if (held == wanted || terms.isEmpty()) {
            return;
        }
        held = wanted;
        Agreement now = terms.get();
        media.agree(new Agreement(now.phone(), now.format(), now.ours(), now.theirs(), held));
        reinvite();
    }

    private void reinvite() {
        media.terms()
                .ifPresent(now ->
                        leg().reinvite(Optional.of(offer(List.of(now.format().numbered(now.ours()))))));
    }

    /** A re-INVITE or UPDATE of the phone's. */
    SipReply reoffered(Optional<Body> offer) {
        Optional<Agreement> now = media.terms();
        if (now.isEmpty()) {
            return SipReply.of(GLARE_STATUS);
        }
        try {
            return offer.isEmpty()
                    ? SipReply.of(200)
                            .with(offer(List.of(
                                    now.get().format().numbered(now.get().ours()))))
                    : reoffered(SessionDescription.parse(offer.get().text()), now.get());
        } catch (SdpException e) {
            return SipReply.refusal(400, "SDP: " + e.getMessage());
        }
    }

    private SipReply reoffered(SessionDescription offer, Agreement now) {
        Optional<Agreement> next = next(offer, now, true);
        if (next.isEmpty()) {
            // RFC 3261 14.2: the session stays as it was. Another codec would be another one for the XMPP user as well.
            return SipReply.of(488)
                    .with(Warning.incompatibleMediaFormat(
                            "the call goes on in " + now.format().encoding()));
        }
        agree(next.get());
        return SipReply.of(200).with(answer(offer, next.get()));
    }

    /** @param offered whether the phone's numbers are those of an offer, which an answer of ours repeats */
    private Optional<Agreement> next(SessionDescription said, Agreement now, boolean offered) {
        return CallStream.first(said, "audio")
                .flatMap(stream -> stream.firstAmong(List.of(now.format()))
                        .map(format -> new Agreement(
                                stream, format, offered ? format.payloadType() : now.ours(), now.theirs(), held)));
    }

    private void agree(Agreement terms) {
        media.agree(terms);
        boolean holding = !terms.phone().direction().receives();
        if (holding != phoneHolds) {
            phoneHolds = holding;
            holds.phoneHolds(holding);
        }
    }

    /** The answer to a re-INVITE of ours. */
    void reanswered(Leg from, int status, Optional<Body> answer) {
        if (status == GLARE_STATUS) {
            session.schedule(GLARE, this::reinvite);
        } else if (status / 100 == 2) {
            from.acknowledge(Optional.empty());
            acknowledged(answer);
        }
    }

    /** The phone's answer to an offer of ours: our own direction is no news, so that {@code recvonly} is no hold. */
    void acknowledged(Optional<Body> answer) {
        Optional<Agreement> now = media.terms();
        if (now.isEmpty() || answer.isEmpty()) {
            return;
        }
        try {
            next(SessionDescription.parse(answer.get().text()), now.get(), false)
                    .ifPresent(media::agree);
        } catch (SdpException e) {
            // RFC 3261 14.1: what was agreed before holds.
            return;
        }
    }

    /** Ends the dialog, as its state asks. */
    void end() {
        if (leg != null) {
            leg.end("");
        }
    }
}

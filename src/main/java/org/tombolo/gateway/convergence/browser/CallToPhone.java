package org.tombolo.gateway.convergence.browser;

import java.util.List;
import java.util.Optional;
import org.tombolo.call.Agreement;
import org.tombolo.call.CallMedia;
import org.tombolo.call.PhoneSide;
import org.tombolo.gateway.convergence.VideoShare;
import org.tombolo.gateway.convergence.browser.PageOffer.Taken;
import org.tombolo.identity.Address;
import org.tombolo.identity.WebUser;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Header;
import org.tombolo.sip.Leg;

/**
 * A page shares with a phone, or calls it. The page has its answer before the phone is called, as WHIP wants it (RFC 9725 4.2): it is
 * connected when the phone answers, and whoever cannot be is found out before anybody's phone rings.
 */
final class CallToPhone extends BrowserCall {
    private final List<Taken> taken;
    private final Permit permit;
    private final Address from;
    private final boolean crowded;

    /**
     * @param from the user's IMS identity
     * @param taken what the page offers and was taken
     */
    CallToPhone(
            ConvergedSession session,
            CallParts parts,
            WebUser user,
            CallMedia media,
            CallView view,
            Address from,
            List<Taken> taken,
            Permit permit) {
        super(session, parts, user, media, view);
        this.from = from;
        this.taken = List.copyOf(taken);
        this.permit = permit;
        this.crowded = parts.transcoder().isInstalled()
                && taken.stream().anyMatch(one -> one.translated().isEmpty());
    }

    /** There is no room for it: gives everything back. */
    void turnAway() {
        permit.over(user());
        media.close();
        session.execute(session::end);
    }

    /** What the page is answered. */
    CallResult begin(PageOffer offer) {
        taken.forEach(
                one -> media.expect(one.kind(), one.format(), one.direction().receives()));
        List<String> heard = taken.stream()
                .filter(one -> one.direction().receives())
                .map(Taken::kind)
                .toList();
        return connect(offer, heard)
                .<CallResult>map(connection -> {
                    invite();
                    return new CallResult.Accepted(
                            view().id(),
                            connection,
                            offer.answer(
                                    endpoint,
                                    taken.stream()
                                            .map(PageOffer.Flow::asOffered)
                                            .toList()));
                })
                .orElseGet(() -> {
                    over(EndReason.FULL, "the media plane is full");
                    return new CallResult.Refused(CallResult.Reason.FULL, "too many calls");
                });
    }

    private void invite() {
        List<PhoneSide.Offer> offers = taken.stream()
                .map(one -> new PhoneSide.Offer(one.kind(), one.direction(), one.forPhone()))
                .toList();
        moved(CallState.DIALING);
        phone.set(parts.calls()
                .invite(session, from.text(), view().peer(), tags(), Optional.of(phone.offer(offers)), this));
        session.schedule(parts.options().ring(), () -> {
            if (view().state().isOpen()) {
                end(EndReason.UNANSWERED, "the phone was not answered");
            }
        });
    }

    /** IR.84 2.2.2, RFC 3841 9.2: a phone that knows Video Share is preferred, others may show it too. */
    private List<Header> tags() {
        return isShare()
                ? List.of(VideoShare.OUTSIDE_A_CALL.acceptContact(), VideoShare.OUTSIDE_A_CALL.contact())
                : List.of();
    }

    /** One-way pictures. */
    private boolean isShare() {
        return taken.stream()
                .anyMatch(one -> one.kind().equals("video") && !one.direction().receives());
    }

    @Override
    public void ringing(Leg leg, int status, Optional<Body> sdp) {
        if (view().state() == CallState.DIALING) {
            moved(CallState.RINGING);
        }
    }

    @Override
    public void answered(Leg leg, Optional<Body> answer) {
        leg.acknowledge(Optional.empty());
        if (!view().state().isOpen()) {
            return;
        }
        try {
            SessionDescription said =
                    SessionDescription.parse(answer.map(Body::text).orElse(""));
            talk(said, taken.stream().flatMap(one -> terms(one, said).stream()).toList());
        } catch (SdpException e) {
            end(EndReason.INCOMPATIBLE, "SDP: " + e.getMessage());
        }
    }

    private void talk(SessionDescription said, List<Agreement> terms) {
        boolean pictures = terms.stream().anyMatch(t -> t.phone().type().equals("video"));
        if (terms.isEmpty() || (isShare() && !pictures)) {
            end(EndReason.INCOMPATIBLE, "the phone took " + (terms.isEmpty() ? "none of the codecs" : "no pictures"));
        } else {
            media.translate(terms).ifPresentOrElse(why -> end(EndReason.FULL, why), () -> live(said, terms));
        }
    }

    /** RFC 3264 6.1: the phone sends to us by our numbers and takes what we send by its own. */
    private static Optional<Agreement> terms(Taken taken, SessionDescription said) {
        List<RtpFormat> offered = taken.forPhone();
        return CallStream.first(said, taken.kind())
                .flatMap(stream -> stream.firstAmong(offered)
                        .map(format -> taken.terms(
                                stream,
                                format,
                                offered.stream()
                                        .filter(format::isSameAs)
                                        .findFirst()
                                        .orElseThrow()
                                        .payloadType())));
    }

    /** A phone that has no codec of the page's was not offered others, or there is no place for them any more. */
    @Override
    EndReason refused(int status) {
        EndReason why = super.refused(status);
        return why == EndReason.INCOMPATIBLE && crowded ? EndReason.FULL : why;
    }

    @Override
    void leave() {
        end(view().state().isOpen() ? EndReason.CANCELLED : EndReason.PAGE_ENDED, "");
    }

    @Override
    void closed() {
        permit.over(user());
    }
}

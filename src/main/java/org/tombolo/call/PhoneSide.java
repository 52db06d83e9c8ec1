package org.tombolo.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.sdp.CallDescription;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Leg;
import org.tombolo.sip.MediaControl;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.Warning;

/** The phone's side of a call: its dialog and what is said of the media in it (RFC 3264). On the call's executor. */
public final class PhoneSide {
    /** RFC 3261 14.1: within 2.1 to 4 s for who owns the Call-ID, and after 0 to 2 s for the other; this suits both. */
    private static final Duration GLARE = Duration.ofMillis(2500);

    private static final int GLARE_STATUS = 491;

    private final ConvergedSession session;
    private final CallMedia media;
    private final CallDescription description;
    private final Holds holds;
    private final Map<String, Direction> wishes = new HashMap<>();
    private boolean held;
    private boolean phoneHolds;
    private @Nullable Leg leg;
    private @Nullable SessionDescription last;

    /** Told when the phone holds the call, and when it does no more. */
    public interface Holds {
        void phoneHolds(boolean held);
    }

    public PhoneSide(ConvergedSession session, CallMedia media, CallDescription description, Holds holds) {
        this.session = session;
        this.media = media;
        this.description = description;
        this.holds = holds;
    }

    public void set(Leg newLeg) {
        leg = newLeg;
    }

    public Leg leg() {
        if (leg == null) {
            throw new IllegalStateException("there is no dialog");
        }
        return leg;
    }

    /**
     * A kind of media that we offer.
     *
     * @param direction as the other party wants it
     * @param formats the best first
     */
    public record Offer(String kind, Direction direction, List<RtpFormat> formats) {
        /** Both ways. */
        public Offer(String kind, List<RtpFormat> formats) {
            this(kind, Direction.SENDRECV, formats);
        }
    }

    /** The first offer. */
    public Body offer(List<Offer> kinds) {
        List<CallDescription.Stream> streams = new ArrayList<>();
        for (Offer offer : kinds) {
            wish(offer.kind(), offer.direction());
            streams.add(new CallDescription.Stream(
                    streams.size(),
                    offer.kind(),
                    media.port(offer.kind()),
                    false,
                    wished(offer.kind()),
                    feedback(offer.kind(), true),
                    offer.formats()));
        }
        return sdp(description.offer(streams));
    }

    /** Begins with what the phone has said, an offer or an answer. */
    public void begin(SessionDescription said, List<Agreement> terms) {
        last = said;
        terms.forEach(media::agree);
    }

    /** The answer to what the phone has offered last. */
    public Body answer() {
        return matching(terms -> Direction.of(
                wished(terms.phone().type()).sends()
                        && terms.phone().direction().receives(),
                wished(terms.phone().type()).receives()
                        && terms.phone().direction().sends()));
    }

    private Body reoffer() {
        return matching(terms -> wished(terms.phone().type()));
    }

    private Body matching(Function<Agreement, Direction> direction) {
        if (last == null) {
            throw new IllegalStateException("the phone has said nothing");
        }
        List<CallDescription.Stream> streams = media.terms().stream()
                .map(terms -> new CallDescription.Stream(
                        terms.phone().index(),
                        terms.phone().type(),
                        media.port(terms.phone().type()),
                        terms.phone().mux(),
                        direction.apply(terms),
                        feedback(terms.phone().type(), terms.phone().pictureLoss()),
                        terms.described()))
                .toList();
        return sdp(description.matching(last, streams));
    }

    /** RFC 4585 4.2: what the phone may ask for by RTCP. */
    private static List<String> feedback(String kind, boolean known) {
        return kind.equals("video") && known ? List.of("nack pli") : List.of();
    }

    private static Body sdp(String text) {
        return Body.text(Body.SDP, text);
    }

    /** RFC 3264 8.4: who holds a call sends alone. */
    private Direction wished(String kind) {
        Direction most = wishes.getOrDefault(kind, Direction.SENDRECV);
        return held ? Direction.of(most.sends(), false) : most;
    }

    /** Which way the other party wants a kind to flow; both ways unless it is said. */
    public void wish(String kind, Direction direction) {
        wishes.put(kind, direction);
    }

    /** The other party holds the call, or does no more. */
    public void hold(boolean wanted) {
        if (held == wanted || media.terms().isEmpty()) {
            return;
        }
        held = wanted;
        media.terms().forEach(now -> media.agree(now.held(held)));
        reinvite();
    }

    private void reinvite() {
        if (!media.terms().isEmpty()) {
            leg().reinvite(Optional.of(reoffer()));
        }
    }

    /** Asks the phone for a key frame. */
    public void requestPicture() {
        if (leg != null) {
            leg.send("INFO", List.of(), Optional.of(MediaControl.PICTURE_FAST_UPDATE));
        }
    }

    /** A re-INVITE or UPDATE of the phone's. */
    public SipReply reoffered(Optional<Body> offer) {
        if (media.terms().isEmpty()) {
            return SipReply.of(GLARE_STATUS);
        }
        try {
            return offer.isEmpty()
                    ? SipReply.of(200).with(reoffer())
                    : reoffered(SessionDescription.parse(offer.get().text()));
        } catch (SdpException e) {
            return SipReply.refusal(400, "SDP: " + e.getMessage());
        }
    }

    private SipReply reoffered(SessionDescription offer) {
        Agreement sound = media.terms().get(0);
        if (next(offer, sound, true).isEmpty()) {
            // RFC 3261 14.2: the session stays as it was. Another codec would be another one for the other party as
            // well.
            return SipReply.of(488)
                    .with(Warning.incompatibleMediaFormat(
                            "the call goes on in " + sound.format().encoding()));
        }
        follow(offer, true);
        boolean holding = !media.terms().get(0).phone().direction().receives();
        if (holding != phoneHolds) {
            phoneHolds = holding;
            holds.phoneHolds(holding);
        }
        return SipReply.of(200).with(answer());
    }

    /** Each kind goes on as the phone says, or ends. */
    private void follow(SessionDescription said, boolean offered) {
        last = said;
        for (Agreement now : media.terms()) {
            next(said, now, offered)
                    .ifPresentOrElse(media::agree, () -> media.stop(now.phone().type()));
        }
    }

    /** @param offered whether the phone's numbers are those of an offer, which an answer of ours repeats */
    private Optional<Agreement> next(SessionDescription said, Agreement now, boolean offered) {
        return CallStream.first(said, now.phone().type())
                .flatMap(stream -> stream.firstAmong(List.of(now.format()))
                        .map(format -> now.with(stream, format, offered ? format.payloadType() : now.ours(), held)
                                .withKeys(offered ? stream.keys() : now.described(), keysOf(now))));
    }

    private static List<RtpFormat> keysOf(Agreement now) {
        return now.keys().stream().map(Agreement.PressedKeys::theirs).toList();
    }

    /** The answer to a re-INVITE of ours. */
    public void reanswered(Leg from, int status, Optional<Body> answer) {
        if (status == GLARE_STATUS) {
            session.schedule(GLARE, this::reinvite);
        } else if (status / 100 == 2) {
            from.acknowledge(Optional.empty());
            acknowledged(answer);
        }
    }

    /** The phone's answer to an offer of ours: our own direction is no news, so that {@code recvonly} is no hold. */
    public void acknowledged(Optional<Body> answer) {
        if (media.terms().isEmpty() || answer.isEmpty()) {
            return;
        }
        try {
            SessionDescription said = SessionDescription.parse(answer.get().text());
            if (next(said, media.terms().get(0), false).isPresent()) {
                follow(said, false);
            }
        } catch (SdpException e) {
            // RFC 3261 14.1: what was agreed before holds.
            return;
        }
    }

    /** Ends the dialog, as its state asks. */
    public void end() {
        if (leg != null) {
            leg.end("");
        }
    }
}

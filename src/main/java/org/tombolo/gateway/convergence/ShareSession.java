package org.tombolo.gateway.convergence;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.VideoTrack;
import org.tombolo.media.sdp.Negotiation;
import org.tombolo.media.sdp.Negotiator;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.Warning;

/** A share while it lives: its dialog, its media, its state. Everything but watching belongs on the session's executor. */
final class ShareSession implements LegListener, ShareMedia.Events {
    /** What a phone takes to hang up once it has nothing more to send. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ConvergedSession session;
    private final ShareRegistry registry;
    private final ShareTrace trace;
    private final ShareMedia media;
    private final Recorder recorder;
    private final ShareOutputs outputs;
    private final Optional<VideoShare> service;
    private final KeyframesByInfo keyframes;
    private final Described described;
    private Share share;
    private boolean awaitsAnswer;
    private @Nullable Leg leg;

    ShareSession(
            ConvergedSession session,
            Share share,
            SipRequest invite,
            ShareRegistry registry,
            ShareTrace trace,
            ConvergenceGateway.Options options,
            MediaPlane plane,
            Clock clock) {
        this.session = session;
        this.share = share;
        this.registry = registry;
        this.trace = trace;
        this.media = new ShareMedia(share.id(), plane, options.silence(), clock, this);
        this.outputs = new ShareOutputs(media, trace);
        this.service = VideoShare.of(invite);
        this.recorder = plane.recorder();
        this.described = new Described(options.publicHost(), share.startedAt().toEpochMilli(), media);
        this.keyframes = new KeyframesByInfo(invite);
    }

    /** Opens the media of the first offer, or for an offer of ours; false when no ports are left. */
    boolean open(Optional<Negotiation.Acceptance> accepted) {
        boolean opened = accepted.map(media::apply).orElseGet(media::open);
        if (!opened) {
            media.close();
        }
        return opened;
    }

    /** Gives back what {@link #open} took, when the share cannot be after all. */
    void abandon() {
        media.close();
    }

    /** Answers the INVITE; an offer of ours is answered by the ACK (RFC 3261 13.2.1). */
    void answer(Leg newLeg, Optional<Negotiation.Acceptance> accepted) {
        leg = newLeg;
        awaitsAnswer = accepted.isEmpty();
        newLeg.reply(good(accepted.map(described::answer).orElseGet(described::offer)));
        trace.internal("share " + share.id() + " waits for a picture", "");
    }

    /** What can be taken of it. */
    ShareOutputs outputs() {
        return outputs;
    }

    /** Ends it by BYE. */
    void end(String why) {
        hangUp(why);
        over(why);
    }

    private void hangUp(String why) {
        if (leg != null) {
            leg.end("SIP;cause=200;text=\"" + why + "\"");
        }
        if (share.state().isFinal()) {
            session.end();
        }
    }

    @Override
    public void reoffered(Leg from, Optional<Body> sdp) {
        // RFC 3261 14.2: without an offer, the 2xx makes one: what holds now
        from.answerReoffer(sdp.map(this::reply).orElseGet(() -> good(described.last())));
    }

    /** RFC 3840 9: each Contact of a dialog says the same of us. */
    private SipReply good(Body body) {
        SipReply reply = SipReply.of(200).with(body);
        return service.map(VideoShare::contact).map(reply::with).orElse(reply);
    }

    private SipReply reply(Body offer) {
        if (!offer.is(Body.SDP)) {
            return SipReply.refusal(415, "the body must be " + Body.SDP);
        }
        Optional<SessionDescription> farewell = Negotiator.withoutVideo(offer.text());
        if (farewell.isPresent()) {
            return withoutVideo(farewell.get());
        }
        Negotiation result = Negotiator.again(offer.text());
        if (result instanceof Negotiation.Refusal refusal) {
            // RFC 3261 14.2: the session stays as it was
            return SipReply.of(refusal.status()).with(Warning.incompatibleMediaFormat(refusal.words()));
        }
        Negotiation.Acceptance accepted = (Negotiation.Acceptance) result;
        if (!media.apply(accepted)) {
            return SipReply.refusal(488, "no ports are left for a further stream");
        }
        hold(!accepted.video().line().flows());
        return good(described.answer(accepted));
    }

    /** RFC 3264 8.2: a phone that takes the video away has ended the share. It hangs up next; when it does not, we do. */
    private SipReply withoutVideo(SessionDescription offer) {
        String why = "the sender stopped the video";
        finish(why);
        session.schedule(FAREWELL, () -> hangUp(why));
        return good(described.nothing(offer));
    }

    @Override
    public void acknowledged(Leg from, Optional<Body> sdp) {
        boolean first = awaitsAnswer;
        awaitsAnswer = false;
        Optional<Negotiation.Acceptance> answer = sdp.filter(body -> body.is(Body.SDP))
                .map(body -> Negotiator.again(body.text()))
                .filter(Negotiation.Acceptance.class::isInstance)
                .map(Negotiation.Acceptance.class::cast);
        answer.ifPresent(media::apply);
        answer.ifPresent(accepted -> hold(!accepted.video().line().flows()));
        if (first && answer.isEmpty()) {
            // RFC 3261 13.2.2.4: what was agreed is nothing that we can take
            end("no video was agreed on");
        }
    }

    @Override
    public void responded(Leg from, String method, int status) {
        keyframes.responded(method, status);
    }

    @Override
    public void ended(Leg from, LegEnd end) {
        over(words(end));
        session.end();
    }

    private static String words(LegEnd end) {
        if (end instanceof LegEnd.Lost lost) {
            return "connection lost: " + lost.why();
        }
        return end instanceof LegEnd.Cancelled ? "cancelled" : "the sender ended the share";
    }

    @Override
    public void firstPacket(InetSocketAddress from) {
        session.execute(() -> trace.source("from " + from.getHostString() + ":" + from.getPort()));
    }

    @Override
    public void firstPicture() {
        session.execute(() -> {
            if (!share.state().isFinal()) {
                trace.rtp("first key frame", "");
                move(ShareState.LIVE, "");
                recorder.record(share, service, media.live(), what -> session.execute(() -> trace.internal(what, "")));
            }
        });
    }

    @Override
    public void silent(Duration time) {
        session.execute(() -> {
            if (!share.state().isFinal()) {
                trace.rtp("nothing came for " + time.toSeconds() + " s", "");
                end("no video for " + time.toSeconds() + " s");
            }
        });
    }

    @Override
    public void left() {
        session.execute(() -> trace.rtp("BYE", "the source left; the dialog decides"));
    }

    @Override
    public void notTranscoded(String why) {
        session.execute(() -> trace.internal(why, ""));
    }

    @Override
    public void pushed(String what) {
        session.execute(() -> trace.pushed(what));
    }

    @Override
    public void keyframeWanted() {
        session.execute(() -> {
            if (leg != null && !share.state().isFinal()) {
                keyframes.ask(leg);
            }
        });
    }

    @Override
    public void unplayable(VideoTrack track) {
        session.execute(() -> {
            String words = "the phone sends " + track.name() + ", which browsers do not play";
            trace.rtp("first key frame", words);
            if (share.state() == ShareState.WAITING) {
                share = share.noted(words);
                registry.update(share);
            }
        });
    }

    @Override
    public void keyPressed(String what) {
        session.execute(() -> trace.rtp(what, "telephone-event"));
    }

    private void hold(boolean held) {
        if (held != share.held() && !share.state().isFinal()) {
            trace.internal(held ? "video on hold" : "video goes on", "");
            share = share.held(held);
            registry.update(share);
        }
    }

    private void over(String why) {
        if (!share.state().isFinal()) {
            finish(why);
            session.end();
        }
    }

    private void finish(String why) {
        media.close();
        trace.rtp("received", media.summary());
        move(ShareState.ENDED, why);
    }

    /** The one place that changes the state. */
    private void move(ShareState state, String why) {
        share = share.in(state, why);
        trace.internal("share is " + state.text() + (why.isEmpty() ? "" : ": " + why), "");
        registry.update(share);
    }
}

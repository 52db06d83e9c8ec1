package org.tombolo.gateway.convergence.browser;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tombolo.call.Agreement;
import org.tombolo.call.CallMedia;
import org.tombolo.call.MediaEvents;
import org.tombolo.call.PhoneSide;
import org.tombolo.identity.WebUser;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.media.webrtc.WebRtcListener;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.MediaControl;
import org.tombolo.sip.SipRequest;

/** A call between a phone and a page of a portal user. On the session's executor, but for what says otherwise. */
abstract class BrowserCall implements LegListener, MediaEvents, WebRtcListener {
    /** What the other side still has to hear comes before the session's executor is gone. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    final ConvergedSession session;
    final CallParts parts;
    final CallMedia media;
    final PhoneSide phone;
    final WebRtcEndpoint endpoint;
    private final WebUser user;
    private volatile CallView view;

    /** @param media opened; closed at the end of the call */
    BrowserCall(ConvergedSession session, CallParts parts, WebUser user, CallMedia media, CallView view) {
        this.session = session;
        this.parts = parts;
        this.user = user;
        this.media = media;
        this.view = view;
        this.endpoint = parts.webrtc().endpoint();
        this.phone = new PhoneSide(session, media, parts.description(), this::held);
    }

    /** Whose pages take part. Any thread. */
    final WebUser user() {
        return user;
    }

    /** Where it is. Any thread. */
    final CallView view() {
        return view;
    }

    final ConvergedSession session() {
        return session;
    }

    final void moved(CallState state) {
        show(view.in(state, parts.clock().instant()));
    }

    private void show(CallView next) {
        view = next;
        parts.internal(
                session.id(), "call with " + user.text() + " is " + next.state().text());
        parts.pages().tell(user, next);
    }

    // ---- the page -----------------------------------------------------------------------------------------------

    /** Waits for the page; empty when the media plane is full. */
    final Optional<WebRtcConnection> connect(PageOffer offer, List<String> kinds) {
        media.connect(endpoint, offer.transport(), kinds, this, this);
        return media.connection();
    }

    /** Both have answered. */
    final void live(SessionDescription said, List<Agreement> terms) {
        phone.begin(said, terms);
        Optional<Agreement> pictures =
                terms.stream().filter(t -> t.phone().type().equals("video")).findFirst();
        view = view.with(pictures.isPresent(), pictures.flatMap(t -> t.format().level()));
        parts.counts().answered().increment();
        moved(CallState.LIVE);
        // The phone has missed what came before.
        media.requestPicture();
    }

    /** The user hangs up, gives up or declines. */
    abstract void leave();

    @Override
    public void connected(String how) {
        session.execute(() -> parts.rtp(session.id(), user.text(), "media are secured " + how));
    }

    @Override
    public void ended(String id, String why, String summary) {
        session.execute(() -> {
            parts.rtp(session.id(), user.text(), "WebRTC: " + why + (summary.isEmpty() ? "" : ": " + summary));
            end(EndReason.PAGE_LOST, why);
        });
    }

    // ---- the phone ----------------------------------------------------------------------------------------------

    private void held(boolean held) {
        if (!view.state().isFinal()) {
            moved(held ? CallState.HELD : CallState.LIVE);
        }
    }

    @Override
    public void requested(Leg leg, SipRequest request) {
        if (MediaControl.wantsPicture(request)) {
            media.requestPicture();
        }
    }

    @Override
    public void keyframeWanted() {
        session.execute(phone::requestPicture);
    }

    @Override
    public void firstPacket(InetSocketAddress from) {
        session.execute(() ->
                parts.rtp(session.id(), from.getHostString() + ":" + from.getPort(), "first packet of the phone's"));
    }

    @Override
    public void silent(Duration time) {
        session.execute(() -> {
            if (view.state() == CallState.LIVE) {
                end(EndReason.PHONE_LOST, "nothing came from the phone for " + time.toSeconds() + " s");
            }
        });
    }

    @Override
    public void reoffered(Leg leg, Optional<Body> sdp) {
        leg.answerReoffer(phone.reoffered(sdp));
    }

    @Override
    public void reanswered(Leg leg, int status, Optional<Body> sdp) {
        phone.reanswered(leg, status, sdp);
    }

    @Override
    public void acknowledged(Leg leg, Optional<Body> sdp) {
        phone.acknowledged(sdp);
    }

    @Override
    public void ended(Leg leg, LegEnd end) {
        if (end instanceof LegEnd.Refused refused) {
            String said = "SIP: " + refused.status() + " " + refused.reason();
            over(EndReason.of(refused.status()), said.trim());
        } else if (end instanceof LegEnd.Lost lost) {
            over(EndReason.PHONE_LOST, lost.why());
        } else {
            over(end instanceof LegEnd.Cancelled ? EndReason.CANCELLED : EndReason.PHONE_ENDED, "");
        }
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    /** Ends it on both sides. */
    final void end(EndReason why, String detail) {
        if (!view.state().isFinal()) {
            endPhone(why, detail);
            over(why, detail);
        }
    }

    /** Ends the phone's side. */
    void endPhone(EndReason why, String detail) {
        phone.end();
    }

    /** It is over. */
    void closed() {}

    /** Both sides know, or will: gives everything back. */
    final void over(EndReason why, String detail) {
        if (view.state().isFinal()) {
            return;
        }
        boolean open = view.state().isOpen();
        if (open) {
            parts.counts().failed().increment();
        }
        parts.directory().remove(this);
        show(view.over(
                open ? CallState.REFUSED : CallState.ENDED,
                why,
                detail,
                parts.clock().instant()));
        parts.rtp(session.id(), view.peer(), media.summary());
        media.close();
        closed();
        session.schedule(FAREWELL, session::end);
    }
}

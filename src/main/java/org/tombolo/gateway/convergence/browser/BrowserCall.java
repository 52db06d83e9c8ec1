package org.tombolo.gateway.convergence.browser;

import java.util.List;
import java.util.Optional;
import org.tombolo.call.Agreement;
import org.tombolo.call.CallMedia;
import org.tombolo.call.PhoneCall;
import org.tombolo.identity.WebUser;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;

/** A call between a phone and a page of a portal user. On the session's executor, but for what says otherwise. */
abstract class BrowserCall extends PhoneCall {
    final CallParts parts;
    final WebRtcEndpoint endpoint;
    private final WebUser user;
    private volatile CallView view;

    /** @param media opened; closed at the end of the call */
    BrowserCall(ConvergedSession session, CallParts parts, WebUser user, CallMedia media, CallView view) {
        super(session, media, parts.description());
        this.parts = parts;
        this.user = user;
        this.view = view;
        this.endpoint = parts.webrtc().endpoint();
    }

    /** Whose pages take part. Any thread. */
    final WebUser user() {
        return user;
    }

    /** Where it is. Any thread. */
    final CallView view() {
        return view;
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
    protected final String party() {
        return user.text();
    }

    @Override
    protected final void noted(String from, String what) {
        parts.rtp(session.id(), from, what);
    }

    @Override
    protected final void lost(String why) {
        end(EndReason.PAGE_LOST, why);
    }

    @Override
    protected final void untranslatable(String why) {
        end(EndReason.FAILED, why);
    }

    // ---- the phone ----------------------------------------------------------------------------------------------

    @Override
    protected final void held(boolean held) {
        if (!view.state().isFinal()) {
            moved(held ? CallState.HELD : CallState.LIVE);
        }
    }

    @Override
    protected final void silent(String why) {
        if (view.state() == CallState.LIVE) {
            end(EndReason.PHONE_LOST, why);
        }
    }

    @Override
    public void ended(Leg leg, LegEnd end) {
        if (end instanceof LegEnd.Refused refused) {
            String said = "SIP: " + refused.status() + " " + refused.reason();
            over(refused(refused.status()), said.trim());
        } else if (end instanceof LegEnd.Lost lost) {
            over(EndReason.PHONE_LOST, lost.why());
        } else {
            over(end instanceof LegEnd.Cancelled ? EndReason.CANCELLED : EndReason.PHONE_ENDED, "");
        }
    }

    /** What a refusal of the phone's means. */
    EndReason refused(int status) {
        return EndReason.of(status);
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
        closed();
        release();
    }
}

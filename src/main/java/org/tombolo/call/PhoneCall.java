package org.tombolo.call;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.tombolo.media.sdp.CallDescription;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.media.webrtc.WebRtcListener;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.MediaControl;
import org.tombolo.sip.SipRequest;

/**
 * A call between a phone and somebody whose media come by WebRTC, whatever she signals with: what is the same of all of them. On
 * the session's executor, but for {@link #session()}, {@link #connection()} and what the media plane tells.
 */
public abstract class PhoneCall implements LegListener, MediaEvents, WebRtcListener {
    /** What the other side still has to hear comes before the session's executor is gone. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    protected final ConvergedSession session;
    protected final CallMedia media;
    protected final PhoneSide phone;

    /** @param media opened; closed at the end of the call */
    protected PhoneCall(ConvergedSession session, CallMedia media, CallDescription description) {
        this.session = session;
        this.media = media;
        this.phone = new PhoneSide(session, media, description, this::held);
    }

    /** Any thread. */
    public final ConvergedSession session() {
        return session;
    }

    /** Of the one who comes by WebRTC. Any thread. */
    public final Optional<WebRtcConnection> connection() {
        return media.connection();
    }

    /** The phone holds the call, or goes on. */
    protected abstract void held(boolean held);

    /** Who comes by WebRTC, as the timeline names her. */
    protected abstract String party();

    /** Notes something of the media in the session's timeline. */
    protected abstract void noted(String from, String what);

    /** The connection of who comes by WebRTC is over. */
    protected abstract void lost(String why);

    /** Nothing came from the phone for too long. */
    protected abstract void silent(String why);

    /** What had to be transcoded is not any more. */
    protected void untranslatable(String why) {
        lost(why);
    }

    /** Gives everything back. */
    protected final void release() {
        media.close();
        session.schedule(FAREWELL, session::end);
    }

    // ---- media --------------------------------------------------------------------------------------------------

    @Override
    public final void connected(String how) {
        session.execute(() -> noted(party(), "media are secured " + how));
    }

    @Override
    public final void ended(String id, String why, String summary) {
        session.execute(() -> {
            noted(party(), "WebRTC: " + why + (summary.isEmpty() ? "" : ": " + summary));
            lost(why);
        });
    }

    @Override
    public final void keyframeWanted() {
        session.execute(phone::requestPicture);
    }

    @Override
    public final void untranslated(String why) {
        session.execute(() -> untranslatable(why));
    }

    @Override
    public final void firstPacket(InetSocketAddress from) {
        session.execute(() -> noted(from.getHostString() + ":" + from.getPort(), "first packet of the phone's"));
    }

    @Override
    public final void silent(Duration time) {
        session.execute(() -> silent("nothing came from the phone for " + time.toSeconds() + " s"));
    }

    // ---- the phone ----------------------------------------------------------------------------------------------

    @Override
    public final void requested(Leg leg, SipRequest request) {
        if (MediaControl.wantsPicture(request)) {
            media.requestPicture();
        }
    }

    @Override
    public final void reoffered(Leg leg, Optional<Body> sdp) {
        leg.answerReoffer(phone.reoffered(sdp));
    }

    @Override
    public final void reanswered(Leg leg, int status, Optional<Body> sdp) {
        phone.reanswered(leg, status, sdp);
    }

    @Override
    public void acknowledged(Leg leg, Optional<Body> sdp) {
        phone.acknowledged(sdp);
    }
}

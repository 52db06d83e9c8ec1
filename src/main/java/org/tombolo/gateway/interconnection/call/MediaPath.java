package org.tombolo.gateway.interconnection.call;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.relay.LipSync;
import org.tombolo.media.relay.PacketRelay;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.RtpListener;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.rtp.RtpParameters;
import org.tombolo.media.rtp.RtpParameters.Feedback;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.rtp.RtpSession;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.webrtc.WebRtcCall;
import org.tombolo.media.webrtc.WebRtcServer;

/**
 * Sound or pictures of a call: a phone's RTP session on one side, a stream each way of a WebRTC connection on the other. Packets pass
 * unchanged but for their headers. Nothing passes before the two have agreed.
 */
final class MediaPath implements Depacketizer, RtpListener {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(0);
    /** Nothing needs to come on hold; a phone that vanished meanwhile is found by the session timer, or then. */
    private static final Duration LONGEST_HOLD = Duration.ofHours(1);

    private static final RtpParameters NOBODY =
            new RtpParameters(0, 8000, NOWHERE, NOWHERE, false, Set.of(), LONGEST_HOLD);
    /** A device that is asked more often makes nothing but key frames. */
    private static final long ASK_EVERY = Duration.ofMillis(500).toNanos();

    private final WebRtcServer webrtc;
    private final String kind;
    private final Duration silence;
    private volatile Optional<Events> events = Optional.empty();
    private volatile Runnable askDevice = () -> {};
    private volatile Optional<Integer> source = Optional.empty();
    private long asked = System.nanoTime() - ASK_EVERY;
    private @Nullable RtpSession rtp;
    private volatile @Nullable Agreed agreed;

    /** What a call learns of its media; called on threads of the media plane. */
    interface Events {
        void firstPacket(InetSocketAddress from);

        void silent(Duration time);

        /** The phone is to make a key frame and cannot be told over RTCP. */
        void keyframeWanted();
    }

    /**
     * What both sides have agreed on.
     *
     * @param phone where the phone is, and which way it wants the stream to flow
     * @param format as the phone calls it
     * @param ours payload type by which the phone sends it to us
     * @param theirs payload type in the XMPP user's session, both ways
     * @param held whether the XMPP user holds the call
     */
    record Agreement(CallStream phone, RtpFormat format, int ours, int theirs, boolean held) {
        Agreement held(boolean now) {
            return new Agreement(phone, format, ours, theirs, now);
        }

        boolean toPhone() {
            return phone.direction().receives() && !held;
        }

        boolean fromPhone() {
            return phone.direction().sends() && !held;
        }
    }

    private record Agreed(Agreement terms, PacketRelay relay) {}

    private MediaPath(WebRtcServer webrtc, Duration silence, String kind) {
        this.webrtc = webrtc;
        this.kind = kind;
        this.silence = silence;
    }

    /** Opens the phone's side; empty when no ports are left. */
    static Optional<MediaPath> open(RtpReceiver receiver, WebRtcServer webrtc, Duration silence, String kind) {
        MediaPath path = new MediaPath(webrtc, silence, kind);
        return receiver.open(NOBODY, path, path).map(session -> {
            path.rtp = session;
            return path;
        });
    }

    String kind() {
        return kind;
    }

    /**
     * From now on somebody hears of it.
     *
     * @param ask asks the XMPP user's device for a key frame
     */
    void tell(Events listener, Runnable ask) {
        events = Optional.of(listener);
        askDevice = ask;
    }

    /** Our even port. */
    int port() {
        return session().port();
    }

    private RtpSession session() {
        if (rtp == null) {
            throw new IllegalStateException("the path is not open");
        }
        return rtp;
    }

    /** Begins, or goes on with what a new offer said; the format of a call stays what it is. */
    void agree(Agreement terms) {
        Agreed before = agreed;
        PacketRelay relay = before == null
                ? new PacketRelay(webrtc.relay(terms.format().clockRate()), new LipSync(System::nanoTime))
                : before.relay();
        agreed = new Agreed(terms, relay);
        CallStream phone = terms.phone();
        Duration longest = terms.fromPhone() ? silence : LONGEST_HOLD;
        session()
                .update(
                        new RtpParameters(
                                terms.ours(),
                                terms.format().clockRate(),
                                phone.peer(),
                                phone.peerRtcp(),
                                phone.mux(),
                                feedback(phone),
                                longest),
                        !terms.fromPhone());
    }

    private static Set<Feedback> feedback(CallStream phone) {
        if (phone.pictureLoss()) {
            return Set.of(Feedback.PLI);
        }
        return phone.fullIntra() ? Set.of(Feedback.FIR) : Set.of();
    }

    /** Nothing flows any more. */
    void stop() {
        agreed = null;
        session().update(NOBODY, true);
    }

    /** What was agreed last. */
    Optional<Agreement> terms() {
        return Optional.ofNullable(agreed).map(Agreed::terms);
    }

    /** The stream to the XMPP user. */
    WebRtcCall.Stream stream() {
        Agreed now = agreed;
        if (now == null) {
            throw new IllegalStateException("nothing is agreed");
        }
        return new WebRtcCall.Stream(now.relay().relay(), now.terms().theirs(), false);
    }

    /** A packet of the XMPP user's. */
    void received(RtpPacket packet) {
        Agreed now = agreed;
        if (now != null
                && now.terms().toPhone()
                && packet.payloadType() == now.terms().theirs()) {
            if (source.filter(s -> s == packet.ssrc()).isEmpty()) {
                source = Optional.of(packet.ssrc());
            }
            session().send(packet, now.terms().format().payloadType());
        }
    }

    /** The XMPP user's source that was heard last. */
    Optional<Integer> source() {
        return source;
    }

    /** Asks the phone for a key frame. */
    void requestPicture() {
        session().requestKeyframe();
    }

    @Override
    public void keyframeRequested() {
        long now = System.nanoTime();
        if (now - asked >= ASK_EVERY) {
            asked = now;
            askDevice.run();
        }
    }

    @Override
    public void keyframeWanted() {
        events.ifPresent(Events::keyframeWanted);
    }

    @Override
    public void packet(RtpPacket packet) {
        Agreed now = agreed;
        if (now != null && now.terms().fromPhone()) {
            now.relay().packet(packet);
        }
    }

    @Override
    public void lost(int packets) {
        Agreed now = agreed;
        if (now != null) {
            now.relay().lost(packets);
        }
    }

    @Override
    public void restarted() {
        Agreed now = agreed;
        if (now != null) {
            now.relay().restarted();
        }
    }

    @Override
    public boolean wantsKeyframe() {
        return false;
    }

    @Override
    public void started(InetSocketAddress from, int ssrc) {
        events.ifPresent(e -> e.firstPacket(from));
    }

    @Override
    public void silent(Duration time) {
        // A camera may be covered, or off.
        events.filter(e -> kind.equals("audio")).ifPresent(e -> e.silent(time));
    }

    @Override
    public void clock(long ntp, int timestamp) {
        Agreed now = agreed;
        if (now != null) {
            now.relay().clock(ntp, timestamp);
        }
    }

    /** What passed, for the trace. */
    String summary() {
        RtpSession session = session();
        return session.packets() + " packets from the phone, " + session.lost() + " lost, " + session.foreign()
                + " not taken; " + session.sent() + " to it";
    }

    void close() {
        session().close();
    }
}

package org.tombolo.gateway.interconnection.call;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.relay.AudioRelay;
import org.tombolo.media.relay.LipSync;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.RtpListener;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.rtp.RtpParameters;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.rtp.RtpSession;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.webrtc.WebRtcCall;
import org.tombolo.media.webrtc.WebRtcServer;

/**
 * The sound of a call: a phone's RTP session on one side, a stream each way of a WebRTC connection on the other. Packets pass
 * unchanged but for their headers. Nothing passes before the two have agreed.
 */
final class MediaPath implements Depacketizer, RtpListener {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(0);
    /** Nothing needs to come on hold; a phone that vanished meanwhile is found by the session timer, or then. */
    private static final Duration LONGEST_HOLD = Duration.ofHours(1);

    private final WebRtcServer webrtc;
    private final Duration silence;
    private volatile Optional<Events> events = Optional.empty();
    private @Nullable RtpSession rtp;
    private volatile @Nullable Agreed agreed;

    /** What a call learns of its media; called on threads of the media plane. */
    interface Events {
        void firstPacket(InetSocketAddress from);

        void silent(Duration time);
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
        boolean toPhone() {
            return phone.direction().receives() && !held;
        }

        boolean fromPhone() {
            return phone.direction().sends() && !held;
        }
    }

    private record Agreed(Agreement terms, AudioRelay relay) {}

    private MediaPath(WebRtcServer webrtc, Duration silence) {
        this.webrtc = webrtc;
        this.silence = silence;
    }

    /** Opens the phone's side; empty when no ports are left. */
    static Optional<MediaPath> open(RtpReceiver receiver, WebRtcServer webrtc, Duration silence) {
        MediaPath path = new MediaPath(webrtc, silence);
        RtpParameters nobody = new RtpParameters(0, 8000, NOWHERE, NOWHERE, false, Set.of(), LONGEST_HOLD);
        return receiver.open(nobody, path, path).map(session -> {
            path.rtp = session;
            return path;
        });
    }

    /** From now on somebody hears of it. */
    void tell(Events listener) {
        events = Optional.of(listener);
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
        AudioRelay relay = before == null
                ? new AudioRelay(webrtc.relay(terms.format().clockRate()), new LipSync(System::nanoTime))
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
                                Set.of(),
                                longest),
                        !terms.fromPhone());
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
            session().send(packet, now.terms().format().payloadType());
        }
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
        events.ifPresent(e -> e.silent(time));
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

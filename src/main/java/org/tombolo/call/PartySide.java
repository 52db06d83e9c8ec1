package org.tombolo.call;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.tombolo.media.relay.LipSync;
import org.tombolo.media.relay.PacketRelay;
import org.tombolo.media.rtp.RtcpFeedback.ReceptionReport;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.webrtc.WebRtcCall;
import org.tombolo.media.webrtc.WebRtcServer;

/** The other party's side of a path: the stream to it, and what it is asked and told. For all threads. */
final class PartySide {
    /** A device that is asked more often makes nothing but key frames. */
    private static final long ASK_EVERY = Duration.ofMillis(500).toNanos();

    private final WebRtcServer webrtc;
    private volatile Runnable askDevice = () -> {};
    private volatile Consumer<ReceptionReport> reports = report -> {};
    private volatile Optional<Integer> source = Optional.empty();
    private volatile Optional<PacketRelay> relay = Optional.empty();
    private volatile int payloadType = -1;
    private long asked = System.nanoTime() - ASK_EVERY;

    PartySide(WebRtcServer webrtc) {
        this.webrtc = webrtc;
    }

    /**
     * It is there.
     *
     * @param ask asks it for a key frame
     * @param report tells it how the phone receives it
     */
    void connected(Runnable ask, Consumer<ReceptionReport> report) {
        askDevice = ask;
        reports = report;
    }

    /**
     * Its format is known before the phone has said anything: the stream to it can be there as soon as it is.
     *
     * @param taken whether it takes the phone's
     */
    void expect(RtpFormat format, boolean taken) {
        payloadType = format.payloadType();
        if (taken) {
            relay = Optional.of(made(format.clockRate()));
        }
    }

    /**
     * The stream to it is agreed on.
     *
     * @param type payload type in its session, both ways
     * @param clockRate of what goes to it
     */
    void agree(int type, int clockRate) {
        payloadType = type;
        if (relay.isEmpty()) {
            relay = Optional.of(made(clockRate));
        }
    }

    private PacketRelay made(int clockRate) {
        return new PacketRelay(webrtc.relay(clockRate), new LipSync(System::nanoTime));
    }

    /** Takes packets for it; empty while its format is not known. */
    Optional<PacketRelay> relay() {
        return relay;
    }

    /** The stream to it; empty while its format is not known. */
    Optional<WebRtcCall.Stream> stream() {
        return relay.map(r -> new WebRtcCall.Stream(r.relay(), payloadType, false));
    }

    /** Whether a packet of it is of the agreed format, whose source is then known. */
    boolean hears(RtpPacket packet) {
        boolean ours = packet.payloadType() == payloadType;
        int ssrc = packet.ssrc();
        if (ours && source.filter(s -> s == ssrc).isEmpty()) {
            source = Optional.of(ssrc);
        }
        return ours;
    }

    /** Its source that was heard last. */
    Optional<Integer> source() {
        return source;
    }

    /** Asks it for a key frame. */
    synchronized void askForPicture() {
        long now = System.nanoTime();
        if (now - asked >= ASK_EVERY) {
            asked = now;
            askDevice.run();
        }
    }

    /** Tells it how it is received. */
    void report(ReceptionReport report) {
        reports.accept(report);
    }
}

package org.tombolo.media.webrtc;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.rtp.RtcpFeedback;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.rtp.SenderReports;
import org.tombolo.media.srtp.SrtpBuffer;
import org.tombolo.media.srtp.SrtpSession;

/** All streams to one peer, what it says of them, and what it sends itself. On the thread of their {@link Forwarder}. */
final class Sending implements RtcpFeedback {
    private static final int REPORT_TICKS = 20;

    private final Forwarder forwarder;
    private final SrtpSession srtp;
    private final Clock clock;
    private final Runnable keyframeRequest;
    private final Consumer<RtpPacket> receiver;
    private final RtpPacket view = new RtpPacket();
    private final List<OutgoingTrack> tracks = new ArrayList<>();
    private Supplier<Optional<Receiving>> speaker = Optional::empty;
    private Optional<Receiving> receiving = Optional.empty();
    private double roundTrip = -1;
    private long heard;
    private boolean left;
    private int ticks;

    /**
     * A stream to be sent.
     *
     * @param playoutDelay identifier of the header extension, 0 for none
     * @param firstSequence below 2^15
     */
    record Stream(Relay relay, int payloadType, int playoutDelay, boolean video, int firstSequence) {}

    /** @param receiver takes what the peer sends, valid only during the call */
    Sending(
            Forwarder forwarder,
            SrtpSession srtp,
            Clock clock,
            Runnable keyframeRequest,
            Consumer<RtpPacket> receiver) {
        this.forwarder = forwarder;
        this.srtp = srtp;
        this.clock = clock;
        this.keyframeRequest = keyframeRequest;
        this.receiver = receiver;
    }

    /** @param own source of what we say of the peer's streams, whether we send any or not */
    void start(List<Stream> streams, String cname, int own, OutgoingTrack.Transmitter out)
            throws GeneralSecurityException {
        speaker = () -> Optional.of(speaker(own, cname, out));
        for (Stream stream : streams) {
            int ssrc = stream.relay().ssrc();
            OutgoingTrack track = new OutgoingTrack(
                    stream.relay(),
                    stream.payloadType(),
                    stream.playoutDelay(),
                    srtp.source(ssrc),
                    new SenderReports(ssrc, cname),
                    out,
                    stream.firstSequence());
            tracks.add(track);
            if (track.start(stream.video())) {
                keyframeRequest.run();
            }
            forwarder.add(track);
        }
    }

    /** Takes an SRTP packet; false when it is not genuine, or came before. */
    boolean media(byte[] packet) {
        SrtpBuffer buffer = forwarder.buffer();
        if (packet.length > SrtpBuffer.LARGEST) {
            return false;
        }
        buffer.set(packet, packet.length);
        try {
            if (!srtp.unprotect(buffer)) {
                return false;
            }
        } catch (GeneralSecurityException e) {
            return false; // a tag that does not fit, as GCM says it
        }
        if (view.wrap(buffer.view().slice())) {
            heard++;
            receiver.accept(view);
        }
        return true;
    }

    /** Takes an SRTCP packet; false when it is not genuine. */
    boolean control(byte[] packet) {
        SrtpBuffer buffer = forwarder.buffer();
        buffer.set(packet, packet.length);
        try {
            if (!srtp.unprotectControl(buffer)) {
                return false;
            }
        } catch (GeneralSecurityException e) {
            return false; // a tag that does not fit, as GCM says it
        }
        ByteBuffer plain = ByteBuffer.allocate(buffer.getLength()).put(buffer.view());
        RtcpFeedback.read(plain.flip(), this);
        return true;
    }

    /** Asks the peer for a key frame of one of its sources. */
    void requestKeyframe(int source) {
        receiving().ifPresent(r -> r.pictureLoss(source, forwarder.buffer()));
    }

    /** Tells the peer how a source of its is received. */
    void report(ReceptionReport block) {
        receiving().ifPresent(r -> r.report(block, forwarder.buffer()));
    }

    /** Most peers only receive: it is made when there is something to say. */
    private Optional<Receiving> receiving() {
        if (receiving.isEmpty()) {
            receiving = speaker.get();
        }
        return receiving;
    }

    private Receiving speaker(int own, String cname, OutgoingTrack.Transmitter out) {
        try {
            return new Receiving(srtp.source(own), new SenderReports(own, cname), out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform has the ciphers of SRTCP", e);
        }
    }

    /** Whether she has said BYE. */
    boolean hasLeft() {
        return left;
    }

    void tick() {
        tracks.forEach(OutgoingTrack::tick);
        // RFC 3550 6.2 lets a sender's interval be this short; the first one comes soon, for lip sync.
        if (ticks++ % REPORT_TICKS == 1) {
            tracks.forEach(track -> track.report(clock.instant(), forwarder.buffer()));
        }
    }

    void stop() {
        for (OutgoingTrack track : tracks) {
            forwarder.remove(track);
            track.bye(forwarder.buffer());
        }
    }

    @Override
    public void missing(int ssrc, int sequence) {
        for (OutgoingTrack track : tracks) {
            if (track.relay().ssrc() == ssrc) {
                track.resend(sequence, forwarder.buffer());
            }
        }
    }

    @Override
    public void keyframeWanted(int ssrc) {
        keyframeRequest.run();
    }

    @Override
    public void received(ReceptionReport report) {
        tracks.stream().filter(track -> track.relay().ssrc() == report.ssrc()).forEach(t -> t.received(report));
        roundTrip = SenderReports.roundTrip(report, clock.instant());
    }

    @Override
    public void left() {
        left = true;
    }

    String summary() {
        String time = roundTrip < 0 ? "" : String.format("; round trip %.1f ms", roundTrip * 1000);
        String other = heard == 0 ? "" : "; " + heard + " packets came";
        return tracks.stream().map(OutgoingTrack::summary).collect(Collectors.joining("; ")) + other + time;
    }
}

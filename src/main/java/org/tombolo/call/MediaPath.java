package org.tombolo.call;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.RtcpFeedback.ReceptionReport;
import org.tombolo.media.rtp.RtpListener;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.rtp.RtpParameters;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.rtp.RtpSession;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.transcode.Transcoder;
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

    private final PartySide party;
    private final Transcoder transcoder;
    private final String kind;
    private final Duration silence;
    private volatile Optional<MediaEvents> events = Optional.empty();
    private @Nullable RtpSession rtp;
    private volatile @Nullable Agreement agreed;
    private volatile Optional<Translation> translation = Optional.empty();

    private MediaPath(WebRtcServer webrtc, Transcoder transcoder, Duration silence, String kind) {
        this.party = new PartySide(webrtc);
        this.transcoder = transcoder;
        this.kind = kind;
        this.silence = silence;
    }

    /** Opens the phone's side; empty when no ports are left. */
    static Optional<MediaPath> open(
            RtpReceiver receiver, WebRtcServer webrtc, Transcoder transcoder, Duration silence, String kind) {
        MediaPath path = new MediaPath(webrtc, transcoder, silence, kind);
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
     * @param ask asks the other party for a key frame
     * @param report tells the other party how the phone receives it
     */
    void tell(MediaEvents listener, Runnable ask, Consumer<ReceptionReport> report) {
        events = Optional.of(listener);
        party.connected(ask, report);
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

    /**
     * The other party knows its format before the phone has said anything: the stream to it can be there as soon as it is.
     *
     * @param format as the other party calls it
     * @param taken whether it takes the phone's
     */
    void expect(RtpFormat format, boolean taken) {
        party.expect(format, taken);
    }

    /** Takes a place in the transcoder, when the two have no codec in common; why it cannot be, in words. */
    Optional<String> translate(Agreement terms) {
        if (terms.translated().isEmpty() || translation.isPresent()) {
            return Optional.empty();
        }
        Agreement.Translated party = terms.translated().get();
        Translation.Opening opening =
                Translation.open(transcoder, terms.format(), party.format(), party.flows(), new TranslationEnds());
        if (opening instanceof Translation.Opened opened) {
            translation = Optional.of(opened.translation());
            return Optional.empty();
        }
        return Optional.of(((Translation.Refused) opening).why());
    }

    private final class TranslationEnds implements Translation.Ends {
        @Override
        public void toPhone(RtpPacket packet) {
            Agreement now = agreed;
            if (now != null && now.toPhone()) {
                session().send(packet, now.format().payloadType());
            } else {
                session().withhold(packet);
            }
        }

        @Override
        public void toParty(RtpPacket packet) {
            party.relay().ifPresent(out -> out.packet(packet));
        }

        @Override
        public void askPhone() {
            session().requestKeyframe();
        }

        @Override
        public void askParty() {
            party.askForPicture();
        }

        @Override
        public void report(ReceptionReport report) {
            party.report(report);
        }

        @Override
        public void failed(String why) {
            events.ifPresent(e -> e.untranslated(why));
        }
    }

    /** Begins, or goes on with what a new offer said; the format of a call stays what it is. */
    void agree(Agreement terms) {
        party.agree(terms.theirs(), terms.partyRate());
        agreed = terms;
        session().update(terms.parameters(terms.fromPhone() ? silence : LONGEST_HOLD), !terms.fromPhone());
    }

    /** Nothing flows any more. */
    void stop() {
        agreed = null;
        translation.ifPresent(Translation::close);
        session().update(NOBODY, true);
    }

    /** What was agreed last. */
    Optional<Agreement> terms() {
        return Optional.ofNullable(agreed);
    }

    /** The stream to the other party; empty while its format is not known. */
    Optional<WebRtcCall.Stream> stream() {
        return party.stream();
    }

    /** A packet of the other party's. */
    void received(RtpPacket packet) {
        Agreement now = agreed;
        boolean main = party.hears(packet);
        if (now == null || !now.toPhone()) {
            withhold(packet);
        } else if (main) {
            toPhone(packet, now);
        } else {
            now.keys()
                    .filter(keys -> keys.theirs().payloadType() == packet.payloadType())
                    .ifPresentOrElse(
                            keys -> session().send(packet, keys.format().payloadType()), () -> withhold(packet));
        }
    }

    /** What is transcoded has numbers of its own. */
    private void withhold(RtpPacket packet) {
        if (translation.isEmpty()) {
            session().withhold(packet);
        }
    }

    private void toPhone(RtpPacket packet, Agreement now) {
        Optional<Translation> translated = translation;
        if (translated.isPresent()) {
            translated.get().fromParty(packet);
        } else {
            session().send(packet, now.format().payloadType());
        }
    }

    /** The other party's source that was heard last. */
    Optional<Integer> source() {
        return party.source();
    }

    /** Asks the phone for a key frame. */
    void requestPicture() {
        translation.ifPresentOrElse(Translation::keyframeToParty, session()::requestKeyframe);
    }

    @Override
    public void received(ReceptionReport report) {
        // What is transcoded is a stream of ours: the other party hears how we receive its own.
        if (translation.isEmpty()) {
            party.report(report);
        }
    }

    @Override
    public void keyframeRequested() {
        translation.ifPresentOrElse(Translation::keyframeToPhone, party::askForPicture);
    }

    @Override
    public void keyframeWanted() {
        events.ifPresent(MediaEvents::keyframeWanted);
    }

    @Override
    public void packet(RtpPacket packet) {
        Agreement now = agreed;
        if (now != null && now.fromPhone()) {
            now.keys()
                    .filter(keys -> keys.ours() == packet.payloadType())
                    .ifPresentOrElse(
                            keys -> party.relay()
                                    .ifPresent(out ->
                                            out.packet(packet, keys.theirs().payloadType())),
                            () -> taker().ifPresent(taker -> taker.packet(packet)));
        }
    }

    /** Takes the phone's packets, once the other party's format is known. */
    private Optional<Depacketizer> taker() {
        Optional<Translation> translated = translation;
        return party.relay()
                .map(out -> translated.isPresent() ? translated.get().fromPhone() : out);
    }

    @Override
    public void lost(int packets) {
        taker().ifPresent(taker -> taker.lost(packets));
    }

    @Override
    public void restarted() {
        taker().ifPresent(Depacketizer::restarted);
    }

    @Override
    public boolean wantsKeyframe() {
        return taker().filter(Depacketizer::wantsKeyframe).isPresent();
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
        Optional<Translation> translated = translation;
        party.relay().ifPresent(out -> {
            if (translated.isPresent()) {
                translated.get().clock(out, ntp, timestamp);
            } else {
                out.clock(ntp, timestamp);
            }
        });
    }

    /** What passed, for the trace. */
    String summary() {
        RtpSession session = session();
        return session.packets() + " packets from the phone, " + session.lost() + " lost, " + session.foreign()
                + " not taken; " + session.sent() + " to it";
    }

    void close() {
        translation.ifPresent(Translation::close);
        session().close();
    }
}

package org.tombolo.gateway.convergence;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.tombolo.media.H264Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.MediaStream;
import org.tombolo.media.OpusTrack;
import org.tombolo.media.VideoTrack;
import org.tombolo.media.Vp8Track;
import org.tombolo.media.relay.LipSync;
import org.tombolo.media.relay.PacketRelay;
import org.tombolo.media.relay.PictureRelay;
import org.tombolo.media.relay.VideoRelay;
import org.tombolo.media.sdp.H264Profile;
import org.tombolo.media.sdp.RtpMap;
import org.tombolo.media.sdp.VideoFormat;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.media.webrtc.WebRtcListener;
import org.tombolo.media.webrtc.WebRtcMedia;
import org.tombolo.media.webrtc.WebRtcResult;
import org.tombolo.media.webrtc.WebRtcServer;

/** Those who watch one share by WebRTC. For all threads. */
final class WebRtcViewers {
    private static final String OVER = "the share has ended";
    private static final String OTHERWISE = "the phone sends in another way from now on";
    /** However many viewers lose packets: a phone that sends nothing but key frames helps none of them. */
    private static final long ASK_EVERY = Duration.ofSeconds(1).toNanos();

    private final WebRtcServer server;
    private final MediaStream stream;
    private final LipSync lipSync = new LipSync(System::nanoTime);
    private final Set<String> viewers = ConcurrentHashMap.newKeySet();
    private final AtomicLong asked = new AtomicLong(System.nanoTime() - ASK_EVERY);
    private volatile Optional<WebRtcMedia.Audio> audio = Optional.empty();
    private volatile Optional<PictureIngest> pictures = Optional.empty();
    private volatile Optional<VideoRelay> made = Optional.empty();
    private volatile boolean over;

    /** @param stream tells what the pictures are */
    WebRtcViewers(WebRtcServer server, MediaStream stream) {
        this.server = server;
        this.stream = stream;
    }

    private Optional<VideoTrack> track() {
        return stream.currentTrack().map(VideoTrack.class::cast);
    }

    private Optional<H264Track> h264() {
        return track().filter(H264Track.class::isInstance).map(H264Track.class::cast);
    }

    /** Brings all streams of the phone to one clock of ours. */
    LipSync lipSync() {
        return lipSync;
    }

    /**
     * What takes the phone's packets from now on; those who watch must come again.
     *
     * @param frames gets the pictures
     */
    PictureIngest pictures(VideoFormat format, MediaSink frames) {
        closeAll(OTHERWISE);
        made = Optional.empty();
        byte[] offered = VideoRelay.aggregate(format.parameterSets(), List.of());
        PictureIngest ingest = PictureIngest.of(
                format, new PictureIngest.Ways(frames, server.relay(VideoTrack.CLOCK_RATE), lipSync, sets(offered)));
        pictures = Optional.of(ingest);
        return ingest;
    }

    private Supplier<byte[]> sets(byte[] offered) {
        return () -> h264().map(t -> VideoRelay.aggregate(t.sequenceSets(), t.pictureSets()))
                .orElse(offered);
    }

    /** What takes the H.264 that is made of the phone's pictures, which browsers do not play. */
    VideoRelay madePictures() {
        VideoRelay relay = new VideoRelay(server.relay(VideoTrack.CLOCK_RATE), lipSync, sets(new byte[0]));
        made = Optional.of(relay);
        return relay;
    }

    /** What takes the Opus that is made of the phone's sound, likewise; those who join from now on hear it. */
    PacketRelay madeSound() {
        PacketRelay relay = new PacketRelay(server.relay(OpusTrack.CLOCK_RATE), lipSync);
        audio = Optional.of(new WebRtcMedia.Audio(relay.relay(), "opus", OpusTrack.CLOCK_RATE));
        return relay;
    }

    /** Whether browsers decode sound of such a kind. */
    static boolean isHeard(RtpMap format) {
        return Set.of("PCMU", "PCMA", "OPUS").contains(format.encoding().toUpperCase(Locale.ROOT));
    }

    /** How many watch. */
    int count() {
        return viewers.size();
    }

    /** What takes the phone's sound, which those who join from now on hear when it is of a kind that browsers decode. */
    PacketRelay sound(RtpMap format) {
        PacketRelay relay = new PacketRelay(server.relay(format.clockRate()), lipSync);
        audio = Optional.of(new WebRtcMedia.Audio(relay.relay(), format.encoding(), format.clockRate()))
                .filter(heard -> isHeard(format));
        return relay;
    }

    /** No sound comes any more. */
    void silence() {
        audio = Optional.empty();
    }

    /** A new viewer; none before the first picture and after the end. */
    Optional<WebRtcResult> join(String offer, WebRtcListener listener) {
        return track().filter(track -> !over)
                .flatMap(track -> packets(track).map(video -> join(offer, track, video, listener)));
    }

    private Optional<PictureRelay> packets(VideoTrack track) {
        return made.<PictureRelay>map(relay -> relay)
                .or(() -> pictures.filter(p -> p.sends(track)).map(PictureIngest::packets));
    }

    private WebRtcResult join(String offer, VideoTrack track, PictureRelay video, WebRtcListener listener) {
        Optional<H264Profile> profile =
                h264().flatMap(t -> H264Profile.ofSequenceSet(t.sequenceSets().get(0)));
        boolean known = profile.isPresent() || track instanceof Vp8Track;
        return known && !video.isReordered() ? admit(offer, profile, video, listener) : unfit(track, video);
    }

    private static WebRtcResult unfit(VideoTrack track, PictureRelay video) {
        String frames = video.isReordered() ? " with B frames" : "";
        return new WebRtcResult.Refused(
                WebRtcResult.Reason.NOTHING_IN_COMMON,
                "the phone sends " + track.name() + " " + track.codecs() + frames + ", which WebRTC does not carry");
    }

    private WebRtcResult admit(
            String offer, Optional<H264Profile> profile, PictureRelay video, WebRtcListener listener) {
        WebRtcMedia media = new WebRtcMedia(video.relay(), profile, audio, this::requestKeyframe);
        WebRtcResult result = server.offer(offer, media, new Forgetting(listener));
        if (result instanceof WebRtcResult.Accepted accepted) {
            WebRtcConnection connection = accepted.connection();
            viewers.add(connection.id());
            if (over) {
                connection.close(OVER);
            }
            if (server.find(connection.id()).isEmpty()) {
                viewers.remove(connection.id());
            }
        }
        return result;
    }

    private void requestKeyframe() {
        long now = System.nanoTime();
        long last = asked.get();
        if (now - last >= ASK_EVERY && asked.compareAndSet(last, now)) {
            stream.requestKeyframe();
        }
    }

    Optional<WebRtcConnection> find(String id) {
        return viewers.contains(id) ? server.find(id) : Optional.empty();
    }

    /** No picture follows. */
    void end() {
        over = true;
        closeAll(OVER);
    }

    private void closeAll(String why) {
        viewers.forEach(id -> server.find(id).ifPresent(connection -> connection.close(why)));
    }

    /** Forgets those who are gone. */
    private final class Forgetting implements WebRtcListener {
        private final WebRtcListener told;

        Forgetting(WebRtcListener told) {
            this.told = told;
        }

        @Override
        public void connected(String how) {
            told.connected(how);
        }

        @Override
        public void ended(String id, String why, String summary) {
            viewers.remove(id);
            told.ended(id, why, summary);
        }
    }
}

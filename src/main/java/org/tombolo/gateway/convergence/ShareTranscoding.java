package org.tombolo.gateway.convergence;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tombolo.media.MediaSink;
import org.tombolo.media.MediaStream;
import org.tombolo.media.mp4.Muxer;
import org.tombolo.media.relay.PacketRelay;
import org.tombolo.media.sdp.AudioStream;
import org.tombolo.media.transcode.OnDemand;
import org.tombolo.media.transcode.Stills;
import org.tombolo.media.transcode.Transcoder;

/** What is transcoded of one share, and for whom. For all threads. */
final class ShareTranscoding implements AutoCloseable {
    /** Who has asked for a piece of it so lately is still watching. */
    private static final long WATCHING = Duration.ofSeconds(15).toNanos();

    private final Transcoder transcoder;
    private final Outputs outputs;
    private final Phone phone;
    private final Stills stills;
    private volatile Optional<TranscodedPictures> pictures = Optional.empty();
    private volatile Optional<SoundTranscoder> sound = Optional.empty();
    private volatile long asked = System.nanoTime() - WATCHING;

    /**
     * Where what is made goes.
     *
     * @param pictures gets H.264
     * @param pushed whether there is an RTMP server, which takes all of it all the time
     */
    record Outputs(MediaStream pictures, Muxer muxer, LiveStream live, WebRtcViewers webrtc, boolean pushed) {}

    /** The phone and its share. */
    interface Phone {
        /** Its next picture is to be a key frame. */
        void requestKeyframe();

        /** The first key frame has come: somebody can watch. */
        void begun();

        /** Something is not transcoded, in words. */
        void notTranscoded(String why);
    }

    ShareTranscoding(Transcoder transcoder, Outputs outputs, Phone phone) {
        this.transcoder = transcoder;
        this.outputs = outputs;
        this.phone = phone;
        this.stills = new Stills(transcoder, System::nanoTime);
    }

    /** Takes the phone's pictures, whatever they are, for posters. */
    MediaSink stills() {
        return stills;
    }

    /** Takes pictures that browsers do not play; none without a transcoder. */
    Optional<MediaSink> pictures() {
        pictures = transcoder.isInstalled()
                ? Optional.of(new TranscodedPictures(
                        transcoder, outputs.pictures(), outputs.webrtc().madePictures(), new Watched(), phone::begun))
                : Optional.empty();
        return pictures.map(made -> made);
    }

    /** For sound of such a kind; none without a transcoder. */
    Optional<SoundTranscoder> sound(AudioStream stream) {
        if (!transcoder.isInstalled()) {
            return Optional.empty();
        }
        Optional<PacketRelay> opus = WebRtcViewers.isHeard(stream.map())
                ? Optional.empty()
                : Optional.of(outputs.webrtc().madeSound());
        var audience = new SoundTranscoder.Audience(
                this::isPlayed, () -> outputs.webrtc().count() > 0, phone::notTranscoded);
        sound = Optional.of(new SoundTranscoder(transcoder, outputs.muxer(), opus, audience));
        return sound;
    }

    /** Somebody wants to watch. */
    OnDemand.Answer want() {
        asked = System.nanoTime();
        return pictures.map(TranscodedPictures::want).orElse(OnDemand.Answer.NOW);
    }

    /** The newest key frame as a JPEG, when one has come. */
    Optional<CompletableFuture<byte[]>> poster() {
        return stills.jpeg();
    }

    /** A key frame of what browsers get. */
    void requestKeyframe() {
        pictures.ifPresentOrElse(TranscodedPictures::requestKeyframe, phone::requestKeyframe);
    }

    /** The phone's clock, as its reports of the pictures tell it. */
    void pictureClock(long ntp, int timestamp) {
        pictures.ifPresent(made -> made.relay().clock(ntp, timestamp));
    }

    /** Likewise of the sound. */
    void soundClock(long ntp, int timestamp) {
        sound.ifPresent(made -> made.clock(ntp, timestamp));
    }

    private boolean isPlayed() {
        return outputs.pushed() || outputs.live().viewers() > 0 || System.nanoTime() - asked < WATCHING;
    }

    /** The phone's pictures end, or go on otherwise. */
    void closePictures() {
        pictures.ifPresent(TranscodedPictures::close);
        pictures = Optional.empty();
    }

    /** Likewise the sound. */
    void closeSound() {
        sound.ifPresent(SoundTranscoder::close);
        sound = Optional.empty();
    }

    @Override
    public void close() {
        closePictures();
        closeSound();
    }

    private final class Watched implements OnDemand.Demand {
        @Override
        public boolean isThere() {
            return isPlayed() || outputs.webrtc().count() > 0;
        }

        @Override
        public void keyframeWanted() {
            phone.requestKeyframe();
        }

        @Override
        public void failed(String why) {
            phone.notTranscoded("no picture: " + why);
        }
    }
}

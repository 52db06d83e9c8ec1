package org.tombolo.gateway.convergence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.MediaStream;
import org.tombolo.media.Track;
import org.tombolo.media.mp4.Fragment;
import org.tombolo.media.mp4.Muxer;
import org.tombolo.media.mp4.SoundFormat;
import org.tombolo.media.relay.PacketRelay;
import org.tombolo.media.rtmp.RtmpPush;
import org.tombolo.media.rtp.UnitPacketizer;
import org.tombolo.media.transcode.OnDemand;
import org.tombolo.media.transcode.Transcoder;
import org.tombolo.media.transcode.wire.Codec;

/** What a phone's sound is made into for those who cannot take it as it is: AAC for MP4 and RTMP, Opus for WebRTC. */
final class SoundTranscoder implements AutoCloseable {
    private final Transcoder transcoder;
    private final Muxer muxer;
    private final Optional<PacketRelay> opus;
    private final Audience audience;
    private final List<OnDemand> made = new ArrayList<>();
    private Optional<OnDemand> forBrowsers = Optional.empty();

    /**
     * Who is there.
     *
     * @param players whether anybody takes MP4 or RTMP
     * @param browsers whether anybody watches by WebRTC
     * @param trouble told why there is no sound
     */
    record Audience(BooleanSupplier players, BooleanSupplier browsers, Consumer<String> trouble) {}

    /** @param opus takes Opus for those who watch by WebRTC, when they do not hear the phone's sound as it is */
    SoundTranscoder(Transcoder transcoder, Muxer muxer, Optional<PacketRelay> opus, Audience audience) {
        this.transcoder = transcoder;
        this.muxer = muxer;
        this.opus = opus;
        this.audience = audience;
    }

    /**
     * Adds what is needed to the phone's sound.
     *
     * @param toMp4 whether MP4 does not take it as it is
     * @param push the RTMP server, when it does not
     * @return to be told what the sender tells
     */
    Sound.Told add(MediaStream frames, boolean toMp4, Optional<RtmpPush> push) {
        Sound.Told told = (timestamp, nanos) -> {};
        if (toMp4 || push.isPresent()) {
            told = aac(frames, toMp4, push);
        }
        forBrowsers =
                opus.map(relay -> demand(frames, Codec.OPUS, new UnitPacketizer(relay::packet), audience.browsers()));
        return told;
    }

    private Sound.Told aac(MediaStream frames, boolean toMp4, Optional<RtmpPush> push) {
        MediaStream aac = new MediaStream(() -> {});
        push.map(RtmpPush::sound).ifPresent(aac::add);
        if (toMp4) {
            muxer.sound(Optional.of(SoundFormat.AAC));
            aac.add(new IntoMp4(muxer));
        }
        OnDemand demand = demand(frames, Codec.AAC, aac, audience.players());
        return (timestamp, nanos) -> {
            int ours = demand.timestamp(timestamp);
            push.ifPresent(p -> p.soundTold(ours, nanos));
            if (toMp4) {
                muxer.told(Fragment.SOUND, ours, nanos);
            }
        };
    }

    private record IntoMp4(Muxer muxer) implements MediaSink {
        @Override
        public void track(Track track) {
            muxer.sound(Optional.of(SoundFormat.AAC));
        }

        @Override
        public void frame(Frame frame) {
            muxer.sound(frame);
        }
    }

    private OnDemand demand(MediaStream frames, Codec to, MediaSink out, BooleanSupplier there) {
        OnDemand demand = new OnDemand(transcoder, to, out, new Heard(there, audience.trouble()), System::nanoTime);
        frames.add(demand);
        made.add(demand);
        return demand;
    }

    /** The phone's clock, by which browsers bring sound and picture together. */
    void clock(long ntp, int timestamp) {
        forBrowsers.ifPresent(demand -> opus.orElseThrow().clock(ntp, demand.timestamp(timestamp)));
    }

    @Override
    public void close() {
        made.forEach(OnDemand::close);
    }

    private record Heard(BooleanSupplier there, Consumer<String> trouble) implements OnDemand.Demand {
        @Override
        public boolean isThere() {
            return there.getAsBoolean();
        }

        @Override
        public void keyframeWanted() {
            // Sound has none.
        }

        @Override
        public void failed(String why) {
            trouble.accept("no sound: " + why);
        }
    }
}

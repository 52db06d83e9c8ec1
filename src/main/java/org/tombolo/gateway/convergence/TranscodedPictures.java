package org.tombolo.gateway.convergence;

import java.util.concurrent.atomic.AtomicBoolean;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.MediaStream;
import org.tombolo.media.Track;
import org.tombolo.media.relay.VideoRelay;
import org.tombolo.media.rtp.UnitPacketizer;
import org.tombolo.media.transcode.OnDemand;
import org.tombolo.media.transcode.Transcoder;
import org.tombolo.media.transcode.wire.Codec;

/** A phone's pictures of a codec that no browser plays, as H.264 for those who watch. */
final class TranscodedPictures implements MediaSink, AutoCloseable {
    private final OnDemand demand;
    private final VideoRelay relay;
    private final Runnable first;
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * @param out gets the H.264
     * @param relay likewise, for those who watch by WebRTC
     * @param first run at the first key frame: somebody can watch from now on
     */
    TranscodedPictures(Transcoder transcoder, MediaSink out, VideoRelay relay, OnDemand.Demand wanted, Runnable first) {
        MediaStream made = new MediaStream(this::requestKeyframe);
        made.add(out);
        made.add(new UnitPacketizer(relay::packet));
        this.demand = new OnDemand(transcoder, Codec.H264, made, wanted, System::nanoTime);
        this.relay = relay;
        this.first = first;
    }

    VideoRelay relay() {
        return relay;
    }

    /** Somebody wants to watch. */
    OnDemand.Answer want() {
        return demand.want();
    }

    /** For somebody who joins late. */
    void requestKeyframe() {
        demand.requestKeyframe();
    }

    @Override
    public void track(Track track) {
        demand.track(track);
    }

    @Override
    public void frame(Frame frame) {
        demand.frame(frame);
        if (frame.key() && begun.compareAndSet(false, true)) {
            first.run();
        }
    }

    @Override
    public void close() {
        demand.close();
    }
}

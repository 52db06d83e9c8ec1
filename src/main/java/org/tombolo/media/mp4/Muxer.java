package org.tombolo.media.mp4;

import java.util.List;
import org.tombolo.media.Frame;
import org.tombolo.media.H264Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;

/** Makes fragmented MP4 of a stream, once for all who take it. */
public final class Muxer implements MediaSink {
    private final List<FragmentSink> sinks;
    private final Fragmenter fragmenter = new Fragmenter(H264Track.CLOCK_RATE);
    private boolean begun;

    public Muxer(FragmentSink... sinks) {
        this.sinks = List.of(sinks);
    }

    @Override
    public void track(Track track) {
        H264Track video = (H264Track) track;
        Init init = new Init(InitSegment.of(video), video.codecs(), video.width(), video.height());
        begun = true;
        sinks.forEach(sink -> sink.init(init));
    }

    @Override
    public void frame(Frame frame) {
        if (begun) {
            Fragment fragment = fragmenter.fragment(frame);
            sinks.forEach(sink -> sink.fragment(fragment));
        }
    }
}

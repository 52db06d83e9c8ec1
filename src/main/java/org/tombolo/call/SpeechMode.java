package org.tombolo.call;

import java.util.function.IntConsumer;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.media.sdp.AmrModes;

/**
 * The mode of the AMR that we make: what its receiver asks for (RFC 4867 4.3.1), by steps that it takes. Each step is ordered when a frame
 * shows that the one before was taken, so that it holds after a crash of the transcoder, too.
 */
final class SpeechMode implements MediaSink {
    private final AmrModes modes;
    private final MediaSink frames;
    private final IntConsumer encoder;
    private volatile int wanted;
    private int ordered;

    /**
     * @param frames gets what is made
     * @param encoder gets another rate in bits a second
     */
    SpeechMode(AmrModes modes, MediaSink frames, IntConsumer encoder) {
        this.modes = modes;
        this.frames = frames;
        this.encoder = encoder;
        this.wanted = modes.best();
        this.ordered = wanted;
    }

    /** A codec mode request; from any thread. */
    void asked(int request) {
        modes.asked(request).ifPresent(mode -> wanted = mode);
    }

    @Override
    public void track(Track track) {
        frames.track(track);
    }

    @Override
    public void frame(Frame frame) {
        frames.frame(frame);
        int mode = frame.data().get(frame.data().position()) >> 3 & 0x0F; // RFC 4867 5.3
        int next = modes.towards(wanted, mode);
        if (mode == ordered && next != mode) {
            ordered = next;
            encoder.accept(modes.rate(next));
        }
    }
}

package org.tombolo.gateway.convergence;

import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.TelephoneEventTrack;
import org.tombolo.media.Track;

/** Tells which keys are pressed on the phone (RFC 4733 3.2). */
final class Keys implements MediaSink {
    private static final String DTMF = "0123456789*#ABCD";

    private final ShareMedia.Events events;
    private int clockRate = 8000;

    Keys(ShareMedia.Events events) {
        this.events = events;
    }

    @Override
    public void track(Track track) {
        clockRate = ((TelephoneEventTrack) track).clockRate();
    }

    @Override
    public void frame(Frame frame) {
        int event = frame.data().get(0) & 0xFF;
        int millis = (frame.data().getShort(2) & 0xFFFF) * 1000 / clockRate;
        if (event < DTMF.length()) {
            events.keyPressed("key " + DTMF.charAt(event) + " for " + millis + " ms");
        }
    }
}

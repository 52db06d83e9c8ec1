package org.tombolo.media.mp4;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.tombolo.media.Frame;
import org.tombolo.media.FrameClock;
import org.tombolo.media.MediaSink;
import org.tombolo.media.SoundClock;
import org.tombolo.media.Track;
import org.tombolo.media.VideoTrack;

/** Makes fragmented MP4 of a picture and perhaps of its sound, once for all who take it. For all threads. */
public final class Muxer implements MediaSink {
    /** Sound that is further from its place is moved there. */
    private static final long MOST_ASTRAY = SoundFormat.CLOCK_RATE / 8;
    /** Players stop where one of two tracks ends: sound that is not there by then is silence. */
    private static final long MOST_BEHIND = SoundFormat.CLOCK_RATE / 3;

    private final LongSupplier nanos;
    private final List<FragmentSink> sinks;
    private final Fragmenter fragmenter = new Fragmenter();
    private final FrameClock clock = new FrameClock(VideoTrack.CLOCK_RATE);
    private final SoundClock soundClock = new SoundClock(SoundFormat.CLOCK_RATE);
    private Optional<VideoTrack> picture = Optional.empty();
    private Optional<SoundFormat> sounds = Optional.empty();
    private boolean changed;
    private long heard;

    /** @param nanos a clock such as {@link System#nanoTime} */
    public Muxer(LongSupplier nanos, FragmentSink... sinks) {
        this.nanos = nanos;
        this.sinks = List.of(sinks);
    }

    /** Which sound there is to be, if any, from the next key frame on. While none comes, there is silence. */
    public synchronized void sound(Optional<SoundFormat> wanted) {
        changed |= !wanted.equals(sounds);
        sounds = wanted;
    }

    /** What the senders of picture and sound tell of their times. */
    public synchronized void told(int track, int timestamp, long time) {
        if (track == Fragment.PICTURE) {
            soundClock.pictureTold(timestamp, time);
        } else {
            soundClock.soundTold(timestamp, time);
        }
    }

    @Override
    public synchronized void track(Track track) {
        picture = Optional.of((VideoTrack) track);
        changed = true;
    }

    @Override
    public synchronized void frame(Frame frame) {
        if (picture.isEmpty()) {
            return;
        }
        clock.advance(frame.time());
        soundClock.picture(frame.time(), clock.shown(), nanos.getAsLong());
        if (changed && frame.key()) {
            begin(picture.get());
        }
        if (hasSound()) {
            fillUp(soundClock.now() - MOST_BEHIND);
        }
        put(fragmenter.picture(frame, clock));
    }

    private void begin(VideoTrack track) {
        changed = false;
        byte[] bytes = InitSegment.of(track, sounds);
        String codecs =
                track.codecs() + sounds.map(format -> "," + format.codecs()).orElse("");
        sinks.forEach(sink -> sink.init(new Init(bytes, codecs, track.width(), track.height())));
        heard = Math.max(heard, soundClock.now());
    }

    /** Not between a change and the key frame from which on it holds. */
    private boolean hasSound() {
        return sounds.isPresent() && !changed;
    }

    /** Takes a packet of sound, of the format that was told. */
    public synchronized void sound(Frame frame) {
        int duration = sounds.map(format -> format.ticks(frame.data())).orElse(0);
        if (picture.isEmpty() || duration == 0) {
            return;
        }
        long position = soundClock.position(frame.time(), nanos.getAsLong());
        boolean alone = position > soundClock.now() + SoundFormat.CLOCK_RATE;
        if (!hasSound() || alone || position < heard - MOST_ASTRAY) {
            return; // the picture is on hold, or its place is taken
        }
        if (position > heard + MOST_ASTRAY) {
            fillUp(position);
        }
        put(fragmenter.sound(frame.data(), heard, duration));
        heard += duration;
    }

    private void fillUp(long until) {
        // After a hold nobody wants its silence.
        heard = Math.max(heard, until - SoundFormat.CLOCK_RATE);
        SoundFormat format = sounds.orElseThrow();
        int silence = format.ticks(format.silence());
        while (heard + silence <= until) {
            put(fragmenter.sound(format.silence(), heard, silence));
            heard += silence;
        }
    }

    private void put(Fragment fragment) {
        sinks.forEach(sink -> sink.fragment(fragment));
    }
}

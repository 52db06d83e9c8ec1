package org.tombolo.media;

/**
 * Where a phone's sound belongs on the timeline of its picture. By the times that its sender reports tell, once they have (RFC 3550
 * 6.4.1); until then by when frames came. Not for several threads.
 */
public final class SoundClock {
    private static final long SECOND = 1_000_000_000L;

    private final int soundRate;
    private final Moments picture = new Moments(H264Track.CLOCK_RATE);
    private final Moments sound;
    private long shown;

    /** Which time of a stream is which on our clock. */
    private static final class Moments {
        private final int clockRate;
        private boolean told;
        private long time;
        private long nanos;
        private long newest;

        Moments(int clockRate) {
            this.clockRate = clockRate;
        }

        void came(long frame, long now) {
            newest = frame;
            if (!told) {
                time = frame;
                nanos = now;
            }
        }

        /** The report has the lower half of the stream's times. */
        void told(int timestamp, long now) {
            told = true;
            time = newest + (timestamp - (int) newest);
            nanos = now;
        }

        long nanos(long frame) {
            return nanos + (frame - time) * SECOND / clockRate;
        }
    }

    /** @param soundRate ticks a second */
    public SoundClock(int soundRate) {
        this.soundRate = soundRate;
        this.sound = new Moments(soundRate);
    }

    /**
     * A picture came.
     *
     * @param time its {@link Frame#time()}
     * @param position where it is shown on the timeline, in ticks of its clock
     * @param now nanoseconds of our clock
     */
    public void picture(long time, long position, long now) {
        picture.came(time, now);
        shown = position;
    }

    /** The picture's sender has told which of its timestamps was when. */
    public void pictureTold(int timestamp, long nanos) {
        picture.told(timestamp, nanos);
    }

    /** The sound's sender has. */
    public void soundTold(int timestamp, long nanos) {
        sound.told(timestamp, nanos);
    }

    /**
     * A frame of sound came.
     *
     * @return where it belongs on the timeline, in ticks of the sound's clock; may be before its start
     */
    public long position(long time, long now) {
        sound.came(time, now);
        long after = sound.nanos(time) - picture.nanos(picture.newest);
        return now() + after * soundRate / SECOND;
    }

    /** Where the newest picture is, in ticks of the sound's clock. */
    public long now() {
        return shown * soundRate / H264Track.CLOCK_RATE;
    }
}

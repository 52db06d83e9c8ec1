package org.tombolo.media.mp4;

/**
 * A movie fragment with one frame, shared by all who get it.
 *
 * @param bytes not to be changed
 * @param track {@link #PICTURE} or {@link #SOUND}
 * @param key whether decoding can start here; only a picture can be
 * @param time when it is decoded, in ticks of its track since the start; grows from fragment to fragment
 * @param duration in ticks, as far as it is known before the next frame
 */
public record Fragment(byte[] bytes, int track, boolean key, long time, int duration) {
    /** Number of the picture's track. */
    public static final int PICTURE = 1;
    /** Number of the sound's track. */
    public static final int SOUND = 2;

    public boolean isPicture() {
        return track == PICTURE;
    }
}

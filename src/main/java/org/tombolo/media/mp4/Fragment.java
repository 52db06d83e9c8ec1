package org.tombolo.media.mp4;

/**
 * A movie fragment with one frame, shared by all who get it.
 *
 * @param bytes not to be changed
 * @param key whether decoding can start here
 * @param time when it is decoded, in ticks since the first frame; grows from fragment to fragment
 * @param duration in ticks, as far as it is known before the next frame
 */
public record Fragment(byte[] bytes, boolean key, long time, int duration) {}

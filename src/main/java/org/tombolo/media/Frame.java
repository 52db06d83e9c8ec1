package org.tombolo.media;

import java.nio.ByteBuffer;

/**
 * One access unit.
 *
 * @param time when it is shown, in ticks of the track's clock; counts on over wraps of the 32-bit RTP timestamp
 * @param key whether decoding can start here
 * @param data the octets in the form of the track; only valid during the call that hands the frame over
 */
public record Frame(long time, boolean key, ByteBuffer data) {}

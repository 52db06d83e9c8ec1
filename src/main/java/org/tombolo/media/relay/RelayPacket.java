package org.tombolo.media.relay;

/**
 * One RTP packet for all viewers. It is an array of its own, left to the garbage collector: one a packet of the stream, however
 * many viewers it has.
 *
 * @param index its place in the stream; grows without wrapping
 * @param timestamp of the RTP header
 * @param octets the whole packet but for payload type and sequence number, which differ from viewer to viewer; not to be changed
 */
public record RelayPacket(long index, int timestamp, byte[] octets) {
    /** Octets before the payload. */
    public static final int HEADER = 12;
}

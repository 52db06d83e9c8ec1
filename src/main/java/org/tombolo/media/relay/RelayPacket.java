package org.tombolo.media.relay;

/**
 * One RTP packet for all viewers. It is an array of its own, left to the garbage collector: one a packet of the stream, however
 * many viewers it has.
 *
 * @param index its place in the stream; grows without wrapping
 * @param timestamp of the RTP header
 * @param octets the whole packet but for payload type and sequence number, which differ from viewer to viewer; not to be changed. A
 *     payload type other than {@link #OF_THE_STREAM} is everybody's
 */
public record RelayPacket(long index, int timestamp, byte[] octets) {
    /** Octets before the payload. */
    public static final int HEADER = 12;

    /** Stands for the payload type by which each viewer knows the stream. */
    static final int OF_THE_STREAM = 0;

    /**
     * The second octet of the header for one viewer.
     *
     * @param payloadType by which she knows the stream
     */
    public byte markerAndType(int payloadType) {
        boolean ofTheStream = (octets[1] & 0x7F) == OF_THE_STREAM;
        return (byte) (ofTheStream ? octets[1] | payloadType : octets[1]);
    }
}

package org.tombolo.media.srtp;

import java.nio.ByteBuffer;
import org.jitsi.utils.ByteArrayBuffer;

/** Room for one packet that is protected or unprotected in place, used again for the next one. One a thread. */
public final class SrtpBuffer implements ByteArrayBuffer {
    /** The largest packet, and what protection adds to it at most: a tag of 16 octets, and the SRTCP index of 4. */
    public static final int LARGEST = 9216;

    /** And a header extension. */
    private static final int GROWTH = 20 + 8;

    private byte[] octets = new byte[LARGEST + GROWTH];
    private ByteBuffer view = ByteBuffer.wrap(octets);
    private int offset;
    private int length;

    /** Starts with a copy of a packet. */
    public void set(byte[] packet, int count) {
        System.arraycopy(packet, 0, octets, 0, count);
        offset = 0;
        length = count;
    }

    /** Starts with a copy of a packet, from 0 to its limit. */
    public void set(ByteBuffer packet) {
        packet.get(0, octets, 0, packet.limit());
        offset = 0;
        length = packet.limit();
    }

    /** Puts octets in between. */
    public void insert(int at, byte[] more) {
        System.arraycopy(octets, at, octets, at + more.length, length - at);
        System.arraycopy(more, 0, octets, at, more.length);
        length += more.length;
    }

    /** The octets themselves, for a change of what was {@link #set}. */
    public byte[] octets() {
        return octets;
    }

    /** What is in it, to be sent or read at once. */
    public ByteBuffer view() {
        return view.clear().position(offset).limit(offset + length);
    }

    @Override
    public byte[] getBuffer() {
        return octets;
    }

    @Override
    public int getOffset() {
        return offset;
    }

    @Override
    public void setOffset(int newOffset) {
        offset = newOffset;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int newLength) {
        length = newLength;
    }

    @Override
    public boolean isInvalid() {
        return length == 0;
    }

    @Override
    public void readRegionToBuff(int from, int count, byte[] to) {
        System.arraycopy(octets, offset + from, to, 0, count);
    }

    @Override
    public void grow(int more) {
        int needed = offset + length + more;
        if (needed > octets.length) {
            octets = java.util.Arrays.copyOf(octets, needed);
            view = ByteBuffer.wrap(octets);
        }
    }

    @Override
    public void append(byte[] data, int count) {
        grow(count);
        System.arraycopy(data, 0, octets, offset + length, count);
        length += count;
    }

    @Override
    public void shrink(int less) {
        length -= Math.min(less, length);
    }
}

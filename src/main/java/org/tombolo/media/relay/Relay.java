package org.tombolo.media.relay;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * One RTP stream on its way to its viewers. A single thread publishes packets; everything else may be called by any. The stream
 * has a source and numbering of its own: what the sender repeats, restarts or leaves out never makes two packets of one number.
 */
public final class Relay {
    private final int ssrc;
    private final int clockRate;
    private final LongSupplier nanos;
    private final PacketLog log = new PacketLog();
    private final List<Audience> audiences = new CopyOnWriteArrayList<>();
    private volatile Moment newest;
    private volatile boolean anchored;

    /** Those who get the stream by one thread. */
    public interface Audience {
        /** New packets are there; must not hold up the caller. */
        void wake();
    }

    /** An RTP timestamp and when it came, or was taken. */
    private record Moment(int timestamp, long nanos) {}

    /**
     * @param ssrc ours
     * @param clockRate ticks a second
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public Relay(int ssrc, int clockRate, LongSupplier nanos) {
        this.ssrc = ssrc;
        this.clockRate = clockRate;
        this.nanos = nanos;
        this.newest = new Moment(0, nanos.getAsLong());
    }

    /** The source of the stream's packets. */
    public int ssrc() {
        return ssrc;
    }

    /** Ticks a second. */
    public int clockRate() {
        return clockRate;
    }

    /** The newest packets. */
    public PacketLog log() {
        return log;
    }

    /**
     * The sender has told which timestamp belongs to which time, better than arrivals can.
     *
     * @param time on our clock
     */
    void anchor(int timestamp, long time) {
        anchored = true;
        newest = new Moment(timestamp, time);
    }

    /** The sender starts anew: its arrivals must do until it tells again. */
    void restart() {
        anchored = false;
    }

    /** The timestamp of this moment, as far as the newest packet or the sender tells. */
    public int timestampNow() {
        Moment moment = newest;
        long ticks = (nanos.getAsLong() - moment.nanos) / 1000 * clockRate / 1_000_000;
        return moment.timestamp + (int) ticks;
    }

    /** Whether anybody watches. */
    boolean watched() {
        return !audiences.isEmpty();
    }

    /** Tells of packets from now on. */
    public void add(Audience audience) {
        audiences.add(audience);
    }

    public void remove(Audience audience) {
        audiences.remove(audience);
    }

    /** A packet of the stream for the log, its header but for payload type and sequence number written. */
    ByteBuffer packet(boolean marker, int timestamp, int payload) {
        return packet(marker, RelayPacket.OF_THE_STREAM, timestamp, payload);
    }

    /** The same of something else beside the stream. */
    ByteBuffer packet(boolean marker, int payloadType, int timestamp, int payload) {
        return ByteBuffer.allocate(RelayPacket.HEADER + payload)
                .put((byte) 0x80)
                .put((byte) (payloadType | (marker ? 0x80 : 0)))
                .putShort((short) 0)
                .putInt(timestamp)
                .putInt(ssrc);
    }

    /** Takes the next packet of the stream, made by {@link #packet}. */
    void publish(ByteBuffer packet) {
        int timestamp = packet.getInt(4);
        if (!anchored && timestamp != newest.timestamp) {
            newest = new Moment(timestamp, nanos.getAsLong());
        }
        log.append(new RelayPacket(log.head(), timestamp, packet.array()));
    }

    /** Wakes those who send what was published. */
    void flush() {
        for (Audience audience : audiences) {
            audience.wake();
        }
    }
}

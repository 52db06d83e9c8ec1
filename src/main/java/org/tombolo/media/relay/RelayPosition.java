package org.tombolo.media.relay;

/**
 * How far one viewer has come in a stream, and what its packets are called on the way to her: her sequence numbers begin with her
 * first packet, and a group of pictures that she gets at once is shown at once. For one thread.
 */
public final class RelayPosition {
    /** The time of a group that is sent at once is made this much shorter. */
    private static final int HURRY = 32;

    private static final long WAITING = -1;

    private final PacketLog log;
    private final int firstSequence;
    private long origin = WAITING;
    private long next;
    private long hurriedUntil;
    private int hurriedTo;

    /** @param firstSequence sequence number of her first packet */
    public RelayPosition(PacketLog log, int firstSequence) {
        this.log = log;
        this.firstSequence = firstSequence;
    }

    /**
     * Begins with the newest group of pictures, or with the next packet.
     *
     * @param fromKeyframe whether only a key frame can be first
     * @return whether a key frame must be asked for
     */
    public boolean start(boolean fromKeyframe) {
        next = log.head();
        if (!fromKeyframe) {
            origin = next;
            return false;
        }
        return !catchUp(next);
    }

    /** Goes to the start of the newest group, when there is one. */
    public boolean catchUp(long head) {
        long group = log.group();
        RelayPacket newest = log.get(head - 1);
        if (group < 0 || newest == null) {
            return false;
        }
        origin = origin == WAITING ? group : origin;
        next = group;
        hurriedUntil = head;
        hurriedTo = newest.timestamp();
        return true;
    }

    /** Whether she waits for her first key frame. */
    public boolean isWaiting() {
        return origin == WAITING;
    }

    /** Index of her next packet. */
    public long next() {
        return next;
    }

    /** Goes on to a packet. */
    public void goTo(long index) {
        next = index;
    }

    /** How many packets of the stream lie between her first one and this. */
    public long sinceStart(RelayPacket packet) {
        return packet.index() - origin;
    }

    /** Index of the packet that had the sequence number of hers; not behind what she has got, else negative. */
    public long indexOf(int sequence) {
        int back = (short) (sequence(next) - sequence);
        return isWaiting() || back <= 0 || next - back < origin ? WAITING : next - back;
    }

    /** Sequence number of a packet for her: the same each time, in its low 16 bits. */
    public int sequence(RelayPacket packet) {
        return sequence(packet.index());
    }

    private int sequence(long index) {
        return (int) (index - origin) + firstSequence;
    }

    /** Whether the packet is of a group that she got at once, so that its time is {@link #hurriedTime}. */
    public boolean isHurried(RelayPacket packet) {
        return packet.index() < hurriedUntil;
    }

    /** Time of such a packet for her; the same each time it is sent, as two packets of one number must be (RFC 7714 8). */
    public int hurriedTime(RelayPacket packet) {
        return hurriedTo - (hurriedTo - packet.timestamp()) / HURRY;
    }
}

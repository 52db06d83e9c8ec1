package org.tombolo.media.rtp;

/** Makes frames of the packets of one payload format. Packets come in the order of their sequence numbers. */
public interface Depacketizer {

    /** The next packet. */
    void packet(RtpPacket packet);

    /** Packets before the next one are missing. */
    void lost(int packets);

    /** Another source starts: nothing of the old one goes on. */
    void restarted();

    /** Whether frames have been dropped or lost, and more will be until a key frame comes. */
    boolean wantsKeyframe();

    /** Two that get the same packets; the first tells whether a key frame is wanted. */
    static Depacketizer both(Depacketizer first, Depacketizer second) {
        return new Depacketizer() {
            @Override
            public void packet(RtpPacket packet) {
                first.packet(packet);
                second.packet(packet);
            }

            @Override
            public void lost(int packets) {
                first.lost(packets);
                second.lost(packets);
            }

            @Override
            public void restarted() {
                first.restarted();
                second.restarted();
            }

            @Override
            public boolean wantsKeyframe() {
                return first.wantsKeyframe();
            }
        };
    }

    /** One that only lets packets be counted. */
    static Depacketizer counting() {
        return new Depacketizer() {
            @Override
            public void packet(RtpPacket packet) {}

            @Override
            public void lost(int packets) {}

            @Override
            public void restarted() {}

            @Override
            public boolean wantsKeyframe() {
                return false;
            }
        };
    }
}

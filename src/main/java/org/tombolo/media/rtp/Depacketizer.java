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

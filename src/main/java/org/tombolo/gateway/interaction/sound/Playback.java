package org.tombolo.gateway.interaction.sound;

import java.nio.ByteBuffer;

/** Something of ours on its way to a phone: one packet every 20 ms, timed from its own beginning. */
interface Playback {
    /** Samples of a packet, and ticks of its clock (RFC 3551 4.2: 20 ms). */
    int TICK = 160;

    /**
     * The next packet.
     *
     * @param tick 0, 1, 2 and so on
     * @param terms of the phone
     * @param payload to be filled
     */
    Step next(int tick, SoundTerms terms, ByteBuffer payload);

    /**
     * A packet, or the end.
     *
     * @param timestamp since the beginning
     */
    record Step(int payloadType, boolean marker, int timestamp) {
        static final Step OVER = new Step(-1, false, 0);
    }
}

package org.tombolo.gateway.interaction.sound;

import java.nio.ByteBuffer;

/**
 * Presses keys (RFC 4733 2.5.1): for each, packets of the same timestamp while it lasts, its end three times, and a pause of silence.
 *
 * <pre>
 * tick      0   1   2   3   4   5   6   7   8   9  10  11
 *           |---- 100 ms ---|   end thrice  |-- silence --|
 * </pre>
 */
final class KeyPlayback implements Playback {
    private static final int PRESSED = 5;
    private static final int ENDS = 3;
    private static final int EACH = 12;
    // RFC 4733 2.3.3: -10 dBm0
    private static final byte VOLUME = 10;
    private static final int END = 0x80;

    private final String keys;

    KeyPlayback(String keys) {
        this.keys = keys;
    }

    @Override
    public Step next(int tick, SoundTerms terms, ByteBuffer payload) {
        int key = tick / EACH;
        int step = tick % EACH;
        if (key >= keys.length() || terms.events().isEmpty()) {
            return Step.OVER;
        }
        if (step >= PRESSED + ENDS) {
            return silence(tick, terms, payload);
        }
        boolean over = step >= PRESSED;
        int duration = Math.min(step + 1, PRESSED) * TICK;
        payload.put((byte) Keys.code(keys.charAt(key)))
                .put((byte) (over ? END | VOLUME : VOLUME))
                .putShort((short) duration);
        return new Step(terms.events().getAsInt(), step == 0, key * EACH * TICK);
    }

    private static Step silence(int tick, SoundTerms terms, ByteBuffer payload) {
        for (int i = 0; i < TICK; i++) {
            payload.put(terms.law().encode((short) 0));
        }
        return new Step(terms.payloadType(), false, tick * TICK);
    }
}

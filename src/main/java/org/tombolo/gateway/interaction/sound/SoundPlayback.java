package org.tombolo.gateway.interaction.sound;

import java.nio.ByteBuffer;
import org.tombolo.media.pcm.Sound;

/** Plays a sound; the last packet is filled up with silence. */
final class SoundPlayback implements Playback {
    private final Sound sound;

    SoundPlayback(Sound sound) {
        this.sound = sound;
    }

    @Override
    public Step next(int tick, SoundTerms terms, ByteBuffer payload) {
        short[] samples = sound.samples();
        int from = tick * TICK;
        if (from >= samples.length) {
            return Step.OVER;
        }
        for (int i = from; i < from + TICK; i++) {
            payload.put(terms.law().encode(i < samples.length ? samples[i] : 0));
        }
        return new Step(terms.payloadType(), tick == 0, from);
    }
}

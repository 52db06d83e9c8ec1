package org.tombolo.media;

/**
 * Keys pressed and tones (RFC 4733); each frame is one event that has ended, as its last packet has it: code, volume and duration,
 * in four octets (RFC 4733 2.3).
 *
 * @param clockRate ticks a second
 */
public record TelephoneEventTrack(int clockRate) implements Track {

    @Override
    public String codecs() {
        return "";
    }
}

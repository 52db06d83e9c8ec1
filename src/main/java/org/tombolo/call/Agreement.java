package org.tombolo.call;

import java.util.List;
import java.util.Optional;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.RtpFormat;

/**
 * What both sides of a call have agreed on for one kind of media.
 *
 * @param phone where the phone is, and which way it wants the stream to flow
 * @param format as the phone calls it
 * @param ours payload type by which the phone sends it to us
 * @param theirs payload type in the other party's session, both ways
 * @param held whether the other party holds the call
 * @param keys pressed keys beside the sound (RFC 4733); empty unless both have them: a phone then sends them as sound
 */
public record Agreement(
        CallStream phone, RtpFormat format, int ours, int theirs, boolean held, Optional<PressedKeys> keys) {

    /**
     * How pressed keys pass.
     *
     * @param format as the phone calls it
     * @param ours payload type by which the phone sends them to us
     * @param theirs as the other party calls them
     */
    public record PressedKeys(RtpFormat format, int ours, RtpFormat theirs) {}

    /** Without keys. */
    public Agreement(CallStream phone, RtpFormat format, int ours, int theirs, boolean held) {
        this(phone, format, ours, theirs, held, Optional.empty());
    }

    /**
     * The same with pressed keys, when all have them at the clock rate of the sound.
     *
     * @param described by us to the phone
     * @param taken by the other party
     */
    public Agreement withKeys(List<RtpFormat> described, List<RtpFormat> taken) {
        Optional<PressedKeys> both = RtpFormat.keysBeside(format, phone.keys())
                .flatMap(phones -> RtpFormat.keysBeside(format, described)
                        .flatMap(our -> RtpFormat.keysBeside(format, taken)
                                .map(their -> new PressedKeys(phones, our.payloadType(), their))));
        return new Agreement(phone, format, ours, theirs, held, both);
    }

    /** What we describe of it to the phone. */
    List<RtpFormat> described() {
        RtpFormat sound = format.numbered(ours);
        return keys.map(k -> List.of(sound, k.theirs().numbered(k.ours()))).orElse(List.of(sound));
    }

    /** What is described of it to the other party. */
    public List<RtpFormat> forTheOther() {
        RtpFormat sound = format.numbered(theirs);
        return keys.map(k -> List.of(sound, k.format().numbered(k.theirs().payloadType())))
                .orElse(List.of(sound));
    }

    Agreement held(boolean now) {
        return new Agreement(phone, format, ours, theirs, now, keys);
    }

    boolean toPhone() {
        return phone.direction().receives() && !held;
    }

    boolean fromPhone() {
        return phone.direction().sends() && !held;
    }
}

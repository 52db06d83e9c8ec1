package org.tombolo.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tombolo.media.rtp.RtpParameters;
import org.tombolo.media.rtp.RtpParameters.Feedback;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.Direction;
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
 * @param translated what the other party has, when it is not what the phone has
 */
public record Agreement(
        CallStream phone,
        RtpFormat format,
        int ours,
        int theirs,
        boolean held,
        Optional<PressedKeys> keys,
        Optional<Translated> translated) {

    /**
     * How pressed keys pass.
     *
     * @param format as the phone calls it
     * @param ours payload type by which the phone sends them to us
     * @param theirs as the other party calls them
     */
    public record PressedKeys(RtpFormat format, int ours, RtpFormat theirs) {}

    /**
     * The other party's side of what is transcoded.
     *
     * @param format as it calls it
     * @param flows which ways at most, as it sees it
     */
    public record Translated(RtpFormat format, Direction flows) {}

    /** Both have the same format; without keys. */
    public Agreement(CallStream phone, RtpFormat format, int ours, int theirs, boolean held) {
        this(phone, format, ours, theirs, held, Optional.empty(), Optional.empty());
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
        return new Agreement(phone, format, ours, theirs, held, both, translated);
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
        return new Agreement(phone, format, ours, theirs, now, keys, translated);
    }

    /** What the phone says anew; without keys. */
    Agreement with(CallStream stream, RtpFormat named, int newOurs, boolean nowHeld) {
        return new Agreement(stream, named, newOurs, theirs, nowHeld, Optional.empty(), translated);
    }

    /** Ticks a second of what goes to the other party. */
    int partyRate() {
        return translated.map(Translated::format).orElse(format).clockRate();
    }

    boolean toPhone() {
        return phone.direction().receives() && !held;
    }

    boolean fromPhone() {
        return phone.direction().sends() && !held;
    }

    /**
     * The phone's side of it.
     *
     * @param silence how long nothing may come
     */
    RtpParameters parameters(Duration silence) {
        return new RtpParameters(
                ours,
                keys.map(k -> OptionalInt.of(k.ours())).orElseGet(OptionalInt::empty),
                format.clockRate(),
                phone.peer(),
                phone.peerRtcp(),
                phone.mux(),
                feedback(),
                silence,
                Optional.empty());
    }

    private Set<Feedback> feedback() {
        if (phone.pictureLoss()) {
            return Set.of(Feedback.PLI);
        }
        return phone.fullIntra() ? Set.of(Feedback.FIR) : Set.of();
    }
}

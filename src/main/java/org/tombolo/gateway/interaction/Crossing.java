package org.tombolo.gateway.interaction;

import java.util.Optional;
import org.tombolo.gateway.interaction.sound.CallSound;
import org.tombolo.gateway.interaction.sound.SoundLeg;
import org.tombolo.gateway.interaction.sound.SoundTerms;

/**
 * What each of two parties sees of the other's description: in her own order of lines, with nothing flowing that is held or muted,
 * and with our line in the place of the other's sound while that passes through us.
 */
final class Crossing {
    private final Party left;
    private final Party right;
    private final MediaMap media = new MediaMap();

    /** Where the sound of both goes, when it is anchored. */
    private Optional<CallSound> sound = Optional.empty();

    Crossing(Party left, Party right) {
        this.left = left;
        this.right = right;
    }

    /** The order of the lines on both sides. */
    MediaMap media() {
        return media;
    }

    Party other(Party party) {
        return party.equals(left) ? right : left;
    }

    // ---- what each sees

    Description toLeft(Description fromRight, boolean answer) {
        return shown(left, right, media.toLeft(fromRight), answer);
    }

    Description toRight(Description fromLeft, boolean answer) {
        return shown(right, left, media.toRight(fromLeft), answer);
    }

    /** What the other one sees of it. */
    Description translate(Description said, Party by, boolean answer) {
        return by.equals(left) ? toRight(said, answer) : toLeft(said, answer);
    }

    private Description shown(Party reader, Party writer, Description description, boolean answer) {
        Description allowed = Restriction.apply(description, seenBy(reader, writer));
        return sound.flatMap(s -> reader.said()
                        .flatMap(SoundSection::of)
                        .map(section -> answer
                                ? section.answered(allowed, s.host(), port(reader), reader.held())
                                : section.offered(allowed, s.host(), port(reader), reader.held())))
                .orElse(allowed);
    }

    private int port(Party reader) {
        return sound(reader).orElseThrow().port();
    }

    /** Keeps what a party answered to what she was shown. */
    void hear(Party party, Description answer) {
        if (seenBy(party, other(party)).equals(Flow.BOTH)) {
            party.said(answer);
        } else {
            party.answeredRestricted(answer);
        }
    }

    private static Flow seenBy(Party reader, Party writer) {
        return new Flow(flows(writer, reader), flows(reader, writer));
    }

    private static boolean flows(Party from, Party to) {
        return !from.muted() && !from.held() && !to.held();
    }

    // ---- sound through us

    Optional<CallSound> sound() {
        return sound;
    }

    /** Has the sound pass through us, or not, in all that is shown from now on. */
    void through(Optional<CallSound> now) {
        sound = now;
    }

    /** The side of a party in the sound that is anchored. */
    Optional<SoundLeg> sound(Party party) {
        return sound.map(s -> party.equals(left) ? s.left() : s.right());
    }

    /** Has our ends of the sound go on with what the parties said last. */
    void follow() {
        follow(left, right);
        follow(right, left);
    }

    private void follow(Party party, Party other) {
        sound(party)
                .ifPresent(leg -> party.said()
                        .flatMap(Crossing::terms)
                        .ifPresent(terms -> leg.agree(terms, flows(party, other), party.held())));
    }

    /** What we would have to send and could hear of a party's sound; empty when that is nothing that we can. */
    static Optional<SoundTerms> terms(Description said) {
        return SoundSection.of(said).flatMap(SoundSection::terms);
    }
}

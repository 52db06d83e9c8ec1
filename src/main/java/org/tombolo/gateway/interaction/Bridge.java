package org.tombolo.gateway.interaction;

import java.util.Optional;
import java.util.function.Consumer;
import org.tombolo.gateway.interaction.sound.CallSound;
import org.tombolo.gateway.interaction.sound.SoundLeg;
import org.tombolo.gateway.interaction.sound.SoundTerms;

/**
 * The media between two parties: each hears of the other's descriptions, in her own order of lines, and of nothing that is
 * held or muted. A re-INVITE of one during the call is relayed to the other: hold, resume, another codec. A refusal goes
 * back to the party that asked and the call goes on as it was (RFC 3261 14.1); a dialog that is gone ends it. Sound goes
 * directly from one to the other, or through us when it is anchored: then each sees our line in the place of the other's.
 */
final class Bridge {
    private final Party left;
    private final Party right;
    private final Lost lost;
    private final MediaMap media = new MediaMap();

    /** Where the sound of both goes, when it is anchored. */
    private Optional<CallSound> sound = Optional.empty();

    /** The party whose ACK must bring the answer to the other's offer, after a re-INVITE without one. */
    private Optional<Party> answering = Optional.empty();

    /** Is told that a party is gone, or cannot be talked to. */
    interface Lost {
        void party(Party party, String detail);
    }

    Bridge(Party left, Party right, Lost lost) {
        this.left = left;
        this.right = right;
        this.lost = lost;
    }

    /** The left party's session has these lines before the right one has any. */
    void leftHas(Description description) {
        media.leftHas(description);
    }

    /** The right party's session has these lines already. */
    void rightHas(Description description) {
        media.rightHas(description);
    }

    /** What the right party said is void: another fork has answered. */
    void rightIsNew() {
        media.rightIsNew();
    }

    boolean busy() {
        return left.negotiating() || right.negotiating();
    }

    /**
     * Has the left party answer an offer of the right one.
     *
     * @param done gets the answer as the right party shall see it, none when there is no common media, and the status
     */
    void connect(Description offer, Answered done) {
        right.said(offer);
        left.reinvite(Optional.of(toLeft(offer, false)), (status, answer) -> {
            boolean agreed = status / 100 == 2
                    && answer.filter(Description::carriesMedia).isPresent();
            if (status / 100 == 2) {
                left.acknowledge(Optional.empty());
            }
            if (agreed) {
                hear(left, right, answer.orElseThrow());
            }
            done.with(agreed ? answer.map(a -> toRight(a, true)) : Optional.empty(), status);
        });
    }

    /** Takes the outcome of {@link #connect}. */
    interface Answered {
        void with(Optional<Description> answer, int status);
    }

    // ---- re-INVITEs of the parties

    void offered(Party from, Optional<Description> offer) {
        Party to = other(from);
        if (sound.isPresent() && offer.filter(o -> terms(o).isEmpty()).isPresent()) {
            from.refuse(488); // RFC 3261 14.2: what we cannot hear now
            return;
        }
        from.holdReoffer();
        offer.ifPresent(from::said);
        to.reinvite(offer.map(o -> translate(o, from, false)), (status, answer) -> {
            if (status / 100 == 2) {
                accepted(from, to, offer.isPresent(), answer);
            } else {
                refused(from, to, status);
            }
        });
    }

    private void accepted(Party from, Party to, boolean answered, Optional<Description> said) {
        if (said.isEmpty()) {
            lost.party(to, "noDescription");
            return;
        }
        if (answered) {
            hear(to, from, said.get());
            to.acknowledge(Optional.empty());
        } else {
            to.said(said.get());
            answering = Optional.of(from);
        }
        from.reply(translate(said.get(), to, answered));
        follow();
    }

    private void refused(Party from, Party to, int status) {
        if (isGone(status)) {
            lost.party(to, "sip" + status);
        } else {
            from.refuse(status);
        }
    }

    // RFC 3261 12.2.1.2: 481 and 408 end the dialog.
    private static boolean isGone(int status) {
        return status == 481 || status == 408;
    }

    void acknowledged(Party from, Optional<Description> answer) {
        if (!answering.equals(Optional.of(from))) {
            return;
        }
        answering = Optional.empty();
        if (answer.isEmpty()) {
            lost.party(from, "noDescription");
        } else {
            hear(from, other(from), answer.get());
            other(from).acknowledge(answer.map(a -> translate(a, from, true)));
            follow();
        }
    }

    // ---- hold and mute

    /**
     * Tells both parties what may flow now, by a re-INVITE each.
     *
     * @param done whether both have agreed
     */
    void restate(Consumer<Boolean> done) {
        Optional<Description> offer = right.said();
        if (busy() || offer.isEmpty()) {
            done.accept(false);
            return;
        }
        ask(left, toLeft(offer.get(), false), agreed -> {
            if (agreed) {
                ask(right, toRight(left.said().orElseThrow(), false), done);
            } else {
                done.accept(false);
            }
        });
    }

    private void ask(Party party, Description offer, Consumer<Boolean> done) {
        party.reinvite(Optional.of(offer), (status, answer) -> {
            if (status / 100 == 2) {
                party.acknowledge(Optional.empty());
                answer.ifPresent(a -> hear(party, other(party), a));
                follow();
            } else if (isGone(status)) {
                lost.party(party, "sip" + status);
                return;
            }
            done.accept(status / 100 == 2);
        });
    }

    private static void hear(Party party, Party other, Description answer) {
        if (seenBy(party, other).equals(Flow.BOTH)) {
            party.said(answer);
        } else {
            party.answeredRestricted(answer);
        }
    }

    // ---- sound through us

    boolean isLeft(Party party) {
        return party.equals(left);
    }

    /** The side of a party in the sound that is anchored. */
    Optional<SoundLeg> sound(Party party) {
        return sound.map(s -> party.equals(left) ? s.left() : s.right());
    }

    /** Whether keys can be told to a party by RTP (RFC 4733). */
    static boolean takesKeys(Party party) {
        return party.said()
                .flatMap(Bridge::terms)
                .filter(t -> t.events().isPresent())
                .isPresent();
    }

    /**
     * Has the sound of both pass through us, by a re-INVITE each.
     *
     * @param done whether both have agreed; when not, it goes as it went before
     */
    void anchor(CallSound through, Consumer<Boolean> done) {
        if (left.said().flatMap(SoundSection::of).isEmpty()
                || right.said().flatMap(SoundSection::of).isEmpty()) {
            done.accept(false);
            return;
        }
        sound = Optional.of(through);
        restate(agreed -> {
            if (agreed
                    && left.said().flatMap(Bridge::terms).isPresent()
                    && right.said().flatMap(Bridge::terms).isPresent()) {
                done.accept(true);
            } else {
                sound = Optional.empty();
                restate(unchanged -> done.accept(false));
            }
        });
    }

    /**
     * Has the sound go directly again: the right party makes an offer of all that she can, as when the call began.
     *
     * @param done whether both have agreed; when not, it still passes through us
     */
    void release(Consumer<Boolean> done) {
        if (busy()) {
            done.accept(false);
            return;
        }
        Optional<CallSound> before = sound;
        right.reinvite(Optional.empty(), (status, offer) -> {
            if (isGone(status) || (status / 100 == 2 && offer.isEmpty())) {
                lost.party(right, status / 100 == 2 ? "noDescription" : "sip" + status);
            } else if (status / 100 != 2) {
                done.accept(false);
            } else {
                sound = Optional.empty();
                connect(offer.get(), (answer, ignored) -> released(before, answer, done));
            }
        });
    }

    private void released(Optional<CallSound> before, Optional<Description> answer, Consumer<Boolean> done) {
        if (answer.isEmpty()) {
            sound = before;
        }
        right.acknowledge(answer.or(() -> left.said().map(said -> toRight(said, true))));
        follow();
        done.accept(answer.isPresent());
    }

    /** Has our ends of the sound go on with what the parties said last. */
    private void follow() {
        follow(left, right);
        follow(right, left);
    }

    private void follow(Party party, Party other) {
        sound(party)
                .ifPresent(leg -> party.said()
                        .flatMap(Bridge::terms)
                        .ifPresent(terms -> leg.agree(terms, flows(party, other), party.held())));
    }

    private static Optional<SoundTerms> terms(Description said) {
        return SoundSection.of(said).flatMap(SoundSection::terms);
    }

    // ---- what each may see of the other

    private Description toLeft(Description fromRight, boolean answer) {
        return shown(left, right, media.toLeft(fromRight), answer);
    }

    private Description toRight(Description fromLeft, boolean answer) {
        return shown(right, left, media.toRight(fromLeft), answer);
    }

    private Description shown(Party reader, Party writer, Description description, boolean answer) {
        Description allowed = Restriction.apply(description, seenBy(reader, writer));
        return sound.flatMap(s -> reader.said()
                        .flatMap(SoundSection::of)
                        .map(section -> answer
                                ? section.answered(
                                        allowed,
                                        s.host(),
                                        sound(reader).orElseThrow().port(),
                                        reader.held())
                                : section.offered(
                                        allowed,
                                        s.host(),
                                        sound(reader).orElseThrow().port(),
                                        reader.held())))
                .orElse(allowed);
    }

    private Description translate(Description said, Party by, boolean answer) {
        return by.equals(left) ? toRight(said, answer) : toLeft(said, answer);
    }

    private static Flow seenBy(Party reader, Party writer) {
        return new Flow(flows(writer, reader), flows(reader, writer));
    }

    private static boolean flows(Party from, Party to) {
        return !from.muted() && !from.held() && !to.held();
    }

    private Party other(Party party) {
        return party.equals(left) ? right : left;
    }
}

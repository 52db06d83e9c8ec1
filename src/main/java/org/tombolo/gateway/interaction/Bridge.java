package org.tombolo.gateway.interaction;

import java.util.Optional;
import java.util.function.Consumer;
import org.tombolo.gateway.interaction.sound.CallSound;
import org.tombolo.gateway.interaction.sound.SoundLeg;

/**
 * The media between two parties: each hears of the other's descriptions by {@link Crossing}. A re-INVITE of one during the call is relayed to the other: hold, resume, another codec. A refusal goes
 * back to the party that asked and the call goes on as it was (RFC 3261 14.1); a dialog that is gone ends it. Sound goes
 * directly from one to the other, or through us when it is anchored: then each sees our line in the place of the other's.
 */
final class Bridge {
    private final Party left;
    private final Party right;
    private final Lost lost;
    private final Crossing crossing;

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
        this.crossing = new Crossing(left, right);
    }

    /** The left party's session has these lines before the right one has any. */
    void leftHas(Description description) {
        crossing.media().leftHas(description);
    }

    /** The right party's session has these lines already. */
    void rightHas(Description description) {
        crossing.media().rightHas(description);
    }

    /** What the right party said is void: another fork has answered. */
    void rightIsNew() {
        crossing.media().rightIsNew();
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
        left.reinvite(Optional.of(crossing.toLeft(offer, false)), (status, answer) -> {
            boolean agreed = status / 100 == 2
                    && answer.filter(Description::carriesMedia).isPresent();
            if (status / 100 == 2) {
                left.acknowledge(Optional.empty());
            }
            if (agreed) {
                crossing.hear(left, answer.orElseThrow());
            }
            done.with(agreed ? answer.map(a -> crossing.toRight(a, true)) : Optional.empty(), status);
        });
    }

    /** Takes the outcome of {@link #connect}. */
    interface Answered {
        void with(Optional<Description> answer, int status);
    }

    // ---- re-INVITEs of the parties

    void offered(Party from, Optional<Description> offer) {
        Party to = crossing.other(from);
        if (crossing.sound().isPresent()
                && offer.filter(o -> Crossing.terms(o).isEmpty()).isPresent()) {
            from.refuse(488); // RFC 3261 14.2: what we cannot hear now
            return;
        }
        from.holdReoffer();
        offer.ifPresent(from::said);
        to.reinvite(offer.map(o -> crossing.translate(o, from, false)), (status, answer) -> {
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
            crossing.hear(to, said.get());
            to.acknowledge(Optional.empty());
        } else {
            to.said(said.get());
            answering = Optional.of(from);
        }
        from.reply(crossing.translate(said.get(), to, answered));
        crossing.follow();
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
            crossing.hear(from, answer.get());
            crossing.other(from).acknowledge(answer.map(a -> crossing.translate(a, from, true)));
            crossing.follow();
        }
    }

    // ---- hold and mute

    /**
     * Tells both parties what may flow now, by a re-INVITE each. What one refuses is taken back, and the first, who has agreed
     * already, is told of that: a refused offer leaves the session of its own dialog alone as it was (RFC 3261 14.1).
     *
     * @param undo makes what may flow what it was
     * @param done whether both have agreed
     */
    void restate(Runnable undo, Consumer<Boolean> done) {
        if (busy() || right.said().isEmpty()) {
            undo.run();
            done.accept(false);
            return;
        }
        tellLeft(agreed -> {
            if (agreed) {
                tellRight(both -> restated(both, undo, done));
            } else {
                undo.run();
                done.accept(false);
            }
        });
    }

    private void restated(boolean both, Runnable undo, Consumer<Boolean> done) {
        if (both) {
            done.accept(true);
        } else {
            undo.run();
            tellLeft(ignored -> done.accept(false));
        }
    }

    private void tellLeft(Consumer<Boolean> done) {
        ask(left, crossing.toLeft(right.said().orElseThrow(), false), done);
    }

    private void tellRight(Consumer<Boolean> done) {
        ask(right, crossing.toRight(left.said().orElseThrow(), false), done);
    }

    private void ask(Party party, Description offer, Consumer<Boolean> done) {
        party.reinvite(Optional.of(offer), (status, answer) -> {
            if (status / 100 == 2) {
                party.acknowledge(Optional.empty());
                answer.ifPresent(a -> crossing.hear(party, a));
                crossing.follow();
            } else if (isGone(status)) {
                lost.party(party, "sip" + status);
                return;
            }
            done.accept(status / 100 == 2);
        });
    }

    // ---- sound through us

    boolean isLeft(Party party) {
        return party.equals(left);
    }

    /** The side of a party in the sound that is anchored. */
    Optional<SoundLeg> sound(Party party) {
        return crossing.sound(party);
    }

    /** Whether keys can be told to a party by RTP (RFC 4733). */
    static boolean takesKeys(Party party) {
        return party.said()
                .flatMap(Crossing::terms)
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
        crossing.through(Optional.of(through));
        Runnable directly = () -> crossing.through(Optional.empty());
        restate(directly, agreed -> {
            if (!agreed || (isOurs(left) && isOurs(right))) {
                done.accept(agreed);
            } else {
                directly.run();
                restate(() -> {}, unchanged -> done.accept(false));
            }
        });
    }

    /** Whether a party's sound is one that we can hear and answer. */
    private static boolean isOurs(Party party) {
        return party.said().flatMap(Crossing::terms).isPresent();
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
        Optional<CallSound> before = crossing.sound();
        right.reinvite(Optional.empty(), (status, offer) -> {
            if (isGone(status) || (status / 100 == 2 && offer.isEmpty())) {
                lost.party(right, status / 100 == 2 ? "noDescription" : "sip" + status);
            } else if (status / 100 != 2) {
                done.accept(false);
            } else {
                crossing.through(Optional.empty());
                connect(offer.get(), (answer, ignored) -> released(before, answer, done));
            }
        });
    }

    private void released(Optional<CallSound> before, Optional<Description> answer, Consumer<Boolean> done) {
        if (answer.isEmpty()) {
            crossing.through(before);
        }
        right.acknowledge(answer.or(() -> left.said().map(said -> crossing.toRight(said, true))));
        crossing.follow();
        done.accept(answer.isPresent());
    }
}

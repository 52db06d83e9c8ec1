package org.tombolo.gateway.interaction;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The media between two parties: each hears of the other's descriptions, in her own order of lines, and of nothing that is
 * held or muted. A re-INVITE of one during the call is relayed to the other: hold, resume, another codec. A refusal goes
 * back to the party that asked and the call goes on as it was (RFC 3261 14.1); a dialog that is gone ends it.
 */
final class Bridge {
    private final Party left;
    private final Party right;
    private final Lost lost;
    private final MediaMap media = new MediaMap();

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
        left.reinvite(Optional.of(toLeft(offer)), (status, answer) -> {
            boolean agreed = status / 100 == 2
                    && answer.filter(Description::carriesMedia).isPresent();
            if (status / 100 == 2) {
                left.acknowledge(Optional.empty());
            }
            if (agreed) {
                hear(left, right, answer.orElseThrow());
            }
            done.with(agreed ? answer.map(this::toRight) : Optional.empty(), status);
        });
    }

    /** Takes the outcome of {@link #connect}. */
    interface Answered {
        void with(Optional<Description> answer, int status);
    }

    // ---- re-INVITEs of the parties

    void offered(Party from, Optional<Description> offer) {
        Party to = other(from);
        from.holdReoffer();
        offer.ifPresent(from::said);
        to.reinvite(offer.map(o -> translate(o, from)), (status, answer) -> {
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
        from.reply(translate(said.get(), to));
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
            other(from).acknowledge(answer.map(a -> translate(a, from)));
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
        ask(left, toLeft(offer.get()), agreed -> {
            if (agreed) {
                ask(right, toRight(left.said().orElseThrow()), done);
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

    // ---- what each may see of the other

    Description toLeft(Description fromRight) {
        return Restriction.apply(media.toLeft(fromRight), seenBy(left, right));
    }

    Description toRight(Description fromLeft) {
        return Restriction.apply(media.toRight(fromLeft), seenBy(right, left));
    }

    private Description translate(Description said, Party by) {
        return by.equals(left) ? toRight(said) : toLeft(said);
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

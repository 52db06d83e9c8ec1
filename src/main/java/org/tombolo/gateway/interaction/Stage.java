package org.tombolo.gateway.interaction;

import java.util.Optional;
import java.util.function.Consumer;
import org.tombolo.sip.Body;
import org.tombolo.sip.LegEnd;

/** What calls a party and takes her answers. */
interface Stage {
    /** Her INVITE was refused. */
    void refused(Party party, LegEnd.Refused refused);

    /** Of which fork the answer is that comes next. */
    default void chosen(Party party, String fork) {}

    /** She has answered; the ACK is owed. */
    void answered(Party party, Optional<Body> sdp);

    /** She made an offer before she answered; its answer goes back in PRACK. */
    default void offeredEarly(Party party, String fork, Body offer, Consumer<Optional<Body>> answer) {
        answer.accept(Description.parse(Optional.of(offer)).map(party::waiting));
    }
}

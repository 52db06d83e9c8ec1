package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.tombolo.gateway.interconnection.Rendering.Ability;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.gateway.interconnection.tracking.MessageState;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipResponse;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppMessage;

/** The steps of a {@link Dispatch}: to the phone, into the outbox, and back to the sender. */
final class DispatchSteps {
    private final Duration hold;
    private final SipCalls calls;
    private final AddressMapping addresses;
    private final DeferredMessages deferred;
    private final PhoneAbilities abilities;
    private final Answers answers;
    private final Counters counters;
    private final Progress progress;
    private final Trace trace;
    private final Clock clock;

    DispatchSteps(
            Duration hold,
            SipCalls calls,
            AddressMapping addresses,
            DeferredMessages deferred,
            PhoneAbilities abilities,
            Answers answers,
            Counters counters,
            Progress progress,
            Trace trace,
            Clock clock) {
        this.hold = hold;
        this.calls = calls;
        this.addresses = addresses;
        this.deferred = deferred;
        this.abilities = abilities;
        this.answers = answers;
        this.counters = counters;
        this.progress = progress;
        this.trace = trace;
        this.clock = clock;
    }

    /** How long the first attempt may take before the message is written to disk. */
    Duration hold() {
        return hold;
    }

    void send(ConvergedSession session, DeferredMessage message, Rendering way, Consumer<SipResponse> answered) {
        calls.send(session, "MESSAGE", message.from(), message.to(), way.headers(), Optional.of(way.body()), answered);
    }

    /** Puts it into the outbox; false when there is no room. */
    CompletableFuture<Boolean> keep(DeferredMessage message) {
        return deferred.keep(message);
    }

    /** Takes it out of the outbox. */
    CompletableFuture<Void> forget(DeferredMessage message) {
        return deferred.remove(message);
    }

    void learn(DeferredMessage message, Rendering refused, Rendering taken) {
        abilities.learn(message.to(), refused, taken);
    }

    /** SIP took it. */
    void delivered(ConvergedSession session, DeferredMessage message, Rendering way, SipResponse response) {
        counters.result(Direction.XMPP_TO_SIP, "delivered");
        boolean asked = message.stanza().has(Extension.ReceiptRequest.class)
                && !message.stanza().id().isEmpty();
        // RFC 3428 7: 200 comes from the user agent that has it, 202 from somebody who will pass it on. A phone that
        // was
        // asked for a notification tells more by it.
        if (asked && response.status() == 200 && !way.needs().contains(Ability.CPIM)) {
            answers.received(message.stanza());
        }
        // RFC 3428 7: 202 comes from somebody who will pass it on.
        MessageState state = response.status() == 202 ? MessageState.SENT : MessageState.DELIVERED;
        progress.reached(state, message, session.id(), way.lost());
        note(session, TraceEvent.US, "delivered");
    }

    /** It is in the outbox and will be tried again. */
    void waits(ConvergedSession session, DeferredMessage message, SipResponse response) {
        counters.result(Direction.XMPP_TO_SIP, "queued");
        note(session, TraceEvent.US, "waits in the outbox after " + response.status());
    }

    /** SIP refused it for good; the result says whether its sender is sure to learn that. */
    CompletableFuture<Boolean> refused(ConvergedSession session, DeferredMessage message, SipResponse response) {
        counters.result(Direction.XMPP_TO_SIP, "refused");
        StanzaError error = ErrorMapping.toStanzaError(
                response, redirect(response, message.stanza().from()));
        note(session, message.stanza().from().text(), "error " + error.condition());
        progress.failed(message, error);
        return tell(message.stanza(), error);
    }

    /** We give it up ourselves; the result says whether its sender is sure to learn that. */
    CompletableFuture<Boolean> givenUp(DeferredMessage message, StanzaError error) {
        counters.result(Direction.XMPP_TO_SIP, "expired");
        progress.failed(message, error);
        return tell(message.stanza(), error);
    }

    /** Nobody waits for the fate of a notification (RFC 5438 7.2.1). */
    private CompletableFuture<Boolean> tell(XmppMessage stanza, StanzaError error) {
        return PagerWriter.text(stanza).isEmpty()
                ? CompletableFuture.completedFuture(true)
                : answers.refuse(stanza, error);
    }

    /**
     * RFC 7247 7.2: a new address inside the IMS is given as an XMPP address. One by sips stays what it is: whoever
     * follows it must not lose TLS on the way (RFC 7247 8).
     */
    private String redirect(SipResponse response, Jid peer) {
        return SipAddress.parse(response.contact())
                .filter(contact -> !contact.secure())
                .flatMap(contact -> addresses.imsUserToJid(contact, peer))
                .map(Jid::uri)
                .orElse(response.contact());
    }

    private void note(ConvergedSession session, String to, String summary) {
        trace.record(new TraceEvent(session.id(), clock.instant(), Protocol.XMPP, TraceEvent.US, to, summary, ""));
    }
}

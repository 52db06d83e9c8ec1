package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.Dispatch.Outcome;
import org.tombolo.gateway.interconnection.Rendering.Ability;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;
import org.tombolo.xmpp.StanzaError;

/** Starts attempts to pass messages on to SIP, each in a session of its own. */
final class Dispatcher implements SipRedelivery.Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final PagerWriter writer;
    private final PhoneAbilities abilities;
    private final Receipts receipts;
    private final ConvergedSessions sessions;
    private final DispatchSteps steps;
    private final Trace trace;
    private final Clock clock;

    Dispatcher(
            PagerWriter writer,
            PhoneAbilities abilities,
            Receipts receipts,
            ConvergedSessions sessions,
            DispatchSteps steps,
            Trace trace,
            Clock clock) {
        this.writer = writer;
        this.abilities = abilities;
        this.receipts = receipts;
        this.sessions = sessions;
        this.steps = steps;
        this.trace = trace;
        this.clock = clock;
    }

    /** Tries to pass a new message on. */
    void send(DeferredMessage message, Consumer<Outcome> done) {
        start(message, false, done);
    }

    @Override
    public void dispatch(DeferredMessage message, Consumer<Outcome> done) {
        start(message, true, done);
    }

    private void start(DeferredMessage message, boolean kept, Consumer<Outcome> done) {
        try {
            List<Rendering> ways = ways(message);
            if (ways.isEmpty()) {
                give(message, kept, PagerWriter.tooLong(), done);
                return;
            }
            ConvergedSession session = sessions.open();
            String summary = "message " + message.id() + " to " + message.to();
            trace.record(new TraceEvent(
                    session.id(),
                    clock.instant(),
                    Protocol.XMPP,
                    message.stanza().from().text(),
                    TraceEvent.US,
                    summary,
                    ""));
            Dispatch dispatch = new Dispatch(message, kept, session, ways, steps, done);
            session.execute(dispatch::start);
        } catch (RuntimeException e) {
            LOG.error("could not send a MESSAGE to {}", message.to(), e);
            give(message, kept, ErrorMapping.error("internal-server-error", ""), done);
        }
    }

    private List<Rendering> ways(DeferredMessage message) {
        if (PagerWriter.text(message.stanza()).isEmpty()) {
            return receipts.toSip(message.stanza()).stream()
                    .map(body -> new Rendering(body, List.of(), Set.of(Ability.CPIM), Set.of()))
                    .toList();
        }
        return writer.render(message, message.isLate(clock.instant())).stream()
                .filter(way -> abilities.mayTake(message.to(), way))
                .toList();
    }

    @Override
    public void expire(DeferredMessage message, Consumer<Outcome> done) {
        give(message, true, ErrorMapping.error("recipient-unavailable", "SIP: not reachable until it expired"), done);
    }

    /** Gives a message up. */
    private void give(DeferredMessage message, boolean kept, StanzaError error, Consumer<Outcome> done) {
        var news = steps.givenUp(message, error);
        if (!kept) {
            done.accept(Outcome.SETTLED);
            return;
        }
        news.thenAccept(told -> {
            if (told) {
                steps.forget(message).thenRun(() -> done.accept(Outcome.SETTLED));
            } else {
                done.accept(Outcome.WAITS);
            }
        });
    }
}

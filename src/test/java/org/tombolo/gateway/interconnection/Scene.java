package org.tombolo.gateway.interconnection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import org.tombolo.MovingClock;
import org.tombolo.gateway.interconnection.tracking.FakeTracking;
import org.tombolo.gateway.interconnection.tracking.MessageTracker;
import org.tombolo.html.jsoup.JsoupSanitizer;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.Jid;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppMessage;

/** A gateway on ports in memory: alice is on SIP, juliet on XMPP. */
final class Scene {
    static final Jid ALICE = new Jid("alice", "ims.localhost", "");
    static final Jid JULIET = new Jid("juliet", "localhost", "balcony");
    static final String TO_ALICE = "sip:alice@ims.localhost";
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final Fakes.Link link = new Fakes.Link();
    final Fakes.Calls calls = new Fakes.Calls();
    final Fakes.Sessions sessions = new Fakes.Sessions();
    final FakeAssociations associations = new FakeAssociations();
    final Fakes.MapOutbox outbox = new Fakes.MapOutbox();
    final Fakes.MapSipOutbox sipOutbox = new Fakes.MapSipOutbox();
    final Fakes.ManualThread thread = new Fakes.ManualThread();
    final Fakes.Counting metrics = new Fakes.Counting();
    final FakeTracking tracking = new FakeTracking();
    final MessageTracker tracker = new MessageTracker(true, tracking, new Fakes.ManualThread(), metrics);
    final MovingClock clock = new MovingClock(START);
    /** Of stanzas that pager-mode messages become. */
    String type = "chat";

    InterconnectionGateway gateway() {
        return gateway(100);
    }

    InterconnectionGateway gateway(int outboxLimit) {
        return gateway(outbox, thread, outboxLimit);
    }

    InterconnectionGateway gateway(Outbox rows, ScheduledExecutorService outboxThread, int outboxLimit) {
        return gateway(new Domains("ims.localhost", "ims.localhost", "localhost"), rows, outboxThread, outboxLimit);
    }

    InterconnectionGateway gateway(
            Domains domains, Outbox rows, ScheduledExecutorService outboxThread, int outboxLimit) {
        var options = new InterconnectionGateway.Options(
                domains, outboxLimit, Duration.ofDays(7), Duration.ofSeconds(10), Duration.ofMillis(500), type);
        return new InterconnectionGateway(
                options,
                new InterconnectionGateway.Ports(
                        link,
                        calls,
                        sessions,
                        associations,
                        rows,
                        sipOutbox,
                        outboxThread,
                        new JsoupSanitizer(),
                        tracker,
                        InMemoryTrace.ofOrdinarySize(),
                        metrics,
                        clock,
                        new Random(1)));
    }

    /** A chat message from juliet to alice. */
    static XmppMessage fromJuliet(String id, String body, Extension... extensions) {
        return new XmppMessage(id, JULIET, ALICE, "chat", "", "", "", body, Optional.empty(), List.of(extensions));
    }

    /** The last request that went out to SIP. */
    Fakes.Sent last() {
        return calls.sent.get(calls.sent.size() - 1);
    }

    /** Bodies of all requests that went out to SIP, in order. */
    List<String> texts() {
        return calls.sent.stream().map(sent -> sent.body().text()).toList();
    }
}

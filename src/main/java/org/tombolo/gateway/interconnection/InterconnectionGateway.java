package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.identity.Associations;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.IscContext.SessionCase;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipRequest;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;

/** Pager-mode messages between IMS and XMPP, both ways (RFC 7572). */
public final class InterconnectionGateway implements SipHandler, XmppHandler {
    private static final Logger LOG = LoggerFactory.getLogger(InterconnectionGateway.class);
    private static final int REMEMBERED = 20_000;

    private final AddressMapping addresses;
    private final Backlog backlog;
    private final OutboxWriter writer;
    private final Redelivery redelivery;
    private final FailureNotice notices;
    private final SipToXmpp toXmpp;
    private final XmppToSip toSip;
    private final SentMessages sent = new SentMessages(REMEMBERED);
    private final Trace trace;
    private final Clock clock;
    private final Counters counters;

    /**
     * What the gateway is told by the settings.
     *
     * @param domains between which it maps
     * @param outboxLimit how many messages may wait for the XMPP server; 0 switches the outbox off
     * @param hold how long the final response to a MESSAGE waits for the XMPP server's word
     * @param type {@code normal} or {@code chat}: type of the stanzas we send (RFC 7572 5)
     */
    public record Options(Domains domains, int outboxLimit, Duration hold, String type) {}

    /**
     * A gateway; the link's events must be given to it.
     *
     * @param outboxThread runs one task at a time; the only thread that waits for the database
     */
    public InterconnectionGateway(
            Options options,
            XmppLink link,
            SipCalls calls,
            ConvergedSessions sessions,
            Associations associations,
            Outbox outbox,
            ScheduledExecutorService outboxThread,
            Trace trace,
            Metrics metrics,
            Clock clock) {
        this.trace = trace;
        this.clock = clock;
        this.addresses = new AddressMapping(options.domains(), associations);
        this.backlog = new Backlog(options.outboxLimit(), outbox.recipients());
        this.writer = new OutboxWriter(outbox, outboxThread);
        this.notices = new FailureNotice(calls, sessions, addresses, clock);
        this.redelivery = new Redelivery(link, outbox, writer, backlog, notices, sent, outboxThread);
        this.counters = new Counters(metrics);
        this.toXmpp = new SipToXmpp(
                new SipToXmpp.Settings(
                        options.hold(), options.type(), options.domains().component()),
                addresses,
                link,
                backlog,
                new TransferSteps(addresses, backlog, writer, redelivery, sent, counters, trace, clock),
                counters,
                clock,
                outbox.greatestNumber());
        this.toSip = new XmppToSip(link, calls, sessions, addresses, trace, metrics, clock);
        metrics.gauge("tombolo_outbox_length", backlog::size);
    }

    /** Whether a request is ours: a MESSAGE to an XMPP user. */
    public boolean serves(SipRequest request) {
        if (!request.method().equals("MESSAGE")) {
            return false;
        }
        // An association is a terminating service: on the sender's leg the request goes on to the recipient's (TS
        // 24.229 5.7.1).
        boolean senderLeg =
                request.isc().continues() && request.isc().sessionCase().equals(Optional.of(SessionCase.ORIGINATING));
        return addresses.isXmpp(request.requestUri())
                || (!senderLeg && addresses.xmppTarget(request.requestUri()).isPresent());
    }

    /** Serves a MESSAGE. Called on the session's executor. */
    @Override
    public void handle(IncomingRequest request) {
        toXmpp.handle(request);
    }

    @Override
    public void message(XmppMessage message) {
        if (!message.type().equals("error")) {
            toSip.take(message);
            return;
        }
        String why = message.error().map(ErrorMapping::words).orElse("XMPP: an error");
        sent.failed(message).ifPresent(failed -> {
            trace.record(new TraceEvent(
                    failed.session(),
                    clock.instant(),
                    Protocol.XMPP,
                    message.from().text(),
                    "tombolo",
                    why,
                    ""));
            counters.error("late");
            notices.send(failed, why, () -> LOG.debug("told {} of a failure", failed.sender()));
        });
    }

    @Override
    public void up() {
        redelivery.start();
    }

    @Override
    public void down(String reason) {
        counters.error("stream");
        LOG.warn("{}; {} messages wait", reason, backlog.size());
    }

    /**
     * Waits until what the end of the stream left open is in the outbox and answered. To be called after the link was
     * closed and before the database is.
     *
     * @param most how long to wait; what is not written by then is not answered
     */
    public void finish(Duration most) {
        try {
            writer.flush().get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.warn("stopped with messages that could not be stored: {}", e.toString());
        }
    }
}

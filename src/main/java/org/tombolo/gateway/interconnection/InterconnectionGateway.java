package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.tracking.MessageTracker;
import org.tombolo.html.HtmlSanitizer;
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
import org.tombolo.xmpp.StanzaFault;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;

/** Pager-mode messages between IMS and XMPP, both ways (RFC 7572). */
public final class InterconnectionGateway implements SipHandler, XmppHandler {
    private static final Logger LOG = LoggerFactory.getLogger(InterconnectionGateway.class);
    private static final int REMEMBERED = 20_000;
    /** Of all that may wait, one who is away must not take everything. */
    private static final int MOST_FOR_ONE_PHONE = 1000;

    private final AddressMapping addresses;
    private final Backlog backlog;
    private final Backlog phones;
    private final OutboxWriter<WaitingMessage> writer;
    private final OutboxWriter<DeferredMessage> sipWriter;
    private final Redelivery redelivery;
    private final SipRedelivery sipRedelivery;
    private final FailureNotice notices;
    private final SipToXmpp toXmpp;
    private final XmppToSip toSip;
    private final SentMessages sent = new SentMessages(REMEMBERED);
    private final Ports ports;
    private final Counters counters;
    private final Progress progress;
    private final ChatTracking chats;

    /**
     * What the gateway is told by the settings.
     *
     * @param domains between which it maps
     * @param outboxLimit how many messages may wait in each direction; 0 switches the outboxes off
     * @param expiry how long a message may wait
     * @param retry how long the first wait is before a phone that cannot be reached is tried again
     * @param hold how long an answer may take before a message is written to disk; the final response to a MESSAGE waits
     *     no longer
     * @param type {@code normal} or {@code chat}: type of the stanzas we send (RFC 7572 5)
     */
    public record Options(
            Domains domains, int outboxLimit, Duration expiry, Duration retry, Duration hold, String type) {}

    /**
     * What the gateway stands on.
     *
     * @param outboxThread runs one task at a time; the only thread that waits for the database
     */
    public record Ports(
            XmppLink link,
            SipCalls calls,
            ConvergedSessions sessions,
            Associations associations,
            Outbox outbox,
            SipOutbox sipOutbox,
            ScheduledExecutorService outboxThread,
            HtmlSanitizer html,
            MessageTracker tracker,
            Trace trace,
            Metrics metrics,
            Clock clock,
            RandomGenerator random) {

        /** The greatest number that an earlier run may have given to a message. */
        long lastNumber() {
            long waiting = Math.max(outbox.greatestNumber(), sipOutbox.greatestNumber());
            return Math.max(waiting, tracker.greatestNumber());
        }
    }

    /** A gateway; the link's events must be given to it, and registrations. */
    public InterconnectionGateway(Options options, Ports ports) {
        this.ports = ports;
        this.counters = new Counters(ports.metrics());
        this.addresses = new AddressMapping(options.domains(), ports.associations());
        this.backlog = new Backlog(
                options.outboxLimit(), options.outboxLimit(), ports.outbox().recipients());
        this.phones = new Backlog(
                options.outboxLimit(), MOST_FOR_ONE_PHONE, ports.sipOutbox().recipients());
        this.writer = new OutboxWriter<>(ports.outbox(), ports.outboxThread());
        this.sipWriter = new OutboxWriter<>(ports.sipOutbox(), ports.outboxThread());
        MessageIds ids = new MessageIds(ports.random(), ports.lastNumber());
        this.progress = new Progress(ports.tracker(), ids, ports.clock());
        this.chats = new ChatTracking(ports.tracker(), ids, ports.clock());
        Receipts receipts = new Receipts(addresses, options.type(), ports.clock());
        this.notices = new FailureNotice(ports.calls(), ports.sessions(), addresses, receipts);
        this.redelivery = redelivery(options);
        Answers answers = new Answers(
                ports.link(), backlog, redelivery, writer, ids, options.type(), options.expiry(), ports.clock());
        this.toXmpp = toXmpp(options, receipts, ids);
        DeferredMessages deferred = new DeferredMessages(phones, sipWriter, ports.outboxThread());
        Dispatcher dispatcher = dispatcher(options, receipts, deferred, answers);
        this.sipRedelivery = new SipRedelivery(
                ports.sipOutbox(),
                deferred,
                dispatcher,
                options.retry(),
                ports.outboxThread(),
                ports.random(),
                ports.clock());
        this.toSip = new XmppToSip(
                addresses,
                receipts,
                dispatcher,
                deferred,
                sipRedelivery,
                answers,
                ids,
                counters,
                progress,
                options.expiry(),
                ports.clock());
        ports.metrics().gauge("tombolo_outbox_length", backlog::size, "direction", "sip_to_xmpp");
        ports.metrics().gauge("tombolo_outbox_length", phones::size, "direction", "xmpp_to_sip");
    }

    private Redelivery redelivery(Options options) {
        return new Redelivery(
                ports.link(),
                ports.outbox(),
                writer,
                backlog,
                notices,
                sent,
                counters,
                progress,
                options.domains().names(),
                ports.outboxThread(),
                ports.clock());
    }

    private SipToXmpp toXmpp(Options options, Receipts receipts, MessageIds ids) {
        TransferSteps steps = new TransferSteps(
                addresses, backlog, writer, redelivery, sent, counters, progress, ports.trace(), ports.clock());
        return new SipToXmpp(
                new SipToXmpp.Settings(options.hold(), options.expiry(), options.type()),
                addresses,
                ports.link(),
                backlog,
                steps,
                counters,
                new PagerReader(ports.html()),
                receipts,
                ids,
                progress,
                ports.clock());
    }

    private Dispatcher dispatcher(Options options, Receipts receipts, DeferredMessages deferred, Answers answers) {
        PhoneAbilities abilities = new PhoneAbilities(ports.clock());
        DispatchSteps steps = new DispatchSteps(
                options.hold(),
                ports.calls(),
                addresses,
                deferred,
                abilities,
                answers,
                counters,
                progress,
                ports.trace(),
                ports.clock());
        return new Dispatcher(
                new PagerWriter(ports.html()),
                abilities,
                receipts,
                ports.sessions(),
                steps,
                ports.trace(),
                ports.clock());
    }

    /** Starts what goes on by itself: what waited before a restart is tried again. */
    public void open() {
        redelivery.giveUpRegularly();
        sipRedelivery.start(phones.recipients());
    }

    /** Gives up what waited too long for the XMPP server. Called on the outbox's thread. */
    void giveUp() {
        redelivery.giveUp();
    }

    /** For the messages of chats. */
    public ChatTracking chats() {
        return chats;
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

    /**
     * Somebody registered, so that what waits for her can be delivered.
     *
     * @param uri her sip or tel URI
     */
    public void registered(String uri) {
        sipRedelivery.reachable(uri);
    }

    @Override
    public void message(XmppMessage message) {
        if (!message.type().equals("error")) {
            toSip.take(message);
            return;
        }
        String why = message.error().map(ErrorMapping::words).orElse("XMPP: an error");
        sent.failed(message).ifPresent(failed -> {
            ports.trace()
                    .record(new TraceEvent(
                            failed.session(),
                            ports.clock().instant(),
                            Protocol.XMPP,
                            message.from().text(),
                            TraceEvent.US,
                            why,
                            ""));
            counters.error("late");
            progress.failed(failed, why);
            notices.send(failed, why, () -> LOG.debug("told {} of a failure", failed.sender()));
        });
    }

    @Override
    public void skipped(StanzaFault fault) {
        counters.error(fault.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void up(String domain) {
        redelivery.start();
    }

    @Override
    public void down(String domain, String reason) {
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
            writer.flush()
                    .thenCombine(sipWriter.flush(), (one, other) -> one)
                    .get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.warn("stopped with messages that could not be stored: {}", e.toString());
        }
    }
}

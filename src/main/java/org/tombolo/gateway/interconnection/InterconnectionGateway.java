package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.AddressMapping.Target;
import org.tombolo.gateway.interconnection.PagerMapping.Reading;
import org.tombolo.identity.Associations;
import org.tombolo.identity.Jid;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.IscContext.SessionCase;
import org.tombolo.sip.Privacy;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;

/** Pager-mode messages between IMS and XMPP, both ways (RFC 7572). */
public final class InterconnectionGateway implements SipHandler, XmppHandler {
    private static final Logger LOG = LoggerFactory.getLogger(InterconnectionGateway.class);
    private static final int REMEMBERED = 20_000;
    private static final String US = "tombolo";

    private final Options options;
    private final XmppLink link;
    private final AddressMapping addresses;
    private final Backlog backlog;
    private final OutboxWriter writer;
    private final Redelivery redelivery;
    private final FailureNotice notices;
    private final XmppToSip toSip;
    private final SentMessages sent = new SentMessages(REMEMBERED);
    private final Trace trace;
    private final Clock clock;
    private final AtomicLong lastNumber;
    private final Counters counters;

    /**
     * What the gateway is told by the settings.
     *
     * @param outboxLimit how many messages may wait for the XMPP server; 0 switches the outbox off
     * @param hold how long the final response to a MESSAGE waits for the XMPP server's word
     * @param type {@code normal} or {@code chat}: type of the stanzas we send (RFC 7572 5)
     * @param imsDomain the IMS users' domain
     * @param componentDomain our component's domain, under which XMPP sees the IMS users
     * @param xmppDomain the XMPP users' domain
     */
    public record Options(
            int outboxLimit, Duration hold, String type, String imsDomain, String componentDomain, String xmppDomain) {}

    /** Handles, made once: looking one up costs more than counting. */
    private record Counters(
            Map<String, Metrics.Counter> results, Map<String, Metrics.Counter> errors, Metrics.Timer seconds) {
        static Counters of(Metrics metrics) {
            Map<String, Metrics.Counter> results = new ConcurrentHashMap<>();
            for (String result : List.of("delivered", "queued", "refused", "failed")) {
                results.put(
                        result,
                        metrics.counter("tombolo_messages_total", "direction", "sip_to_xmpp", "result", result));
            }
            Map<String, Metrics.Counter> errors = new ConcurrentHashMap<>();
            for (String kind : List.of("method", "address", "sips", "loop", "sender", "content")) {
                errors.put(kind, metrics.counter("tombolo_errors_total", "protocol", "sip", "kind", kind));
            }
            for (String kind : List.of("late", "stream", "refused", "undeliverable")) {
                errors.put(kind, metrics.counter("tombolo_errors_total", "protocol", "xmpp", "kind", kind));
            }
            return new Counters(results, errors, metrics.timer("tombolo_message_seconds", "direction", "sip_to_xmpp"));
        }

        void count(String result) {
            Objects.requireNonNull(results.get(result)).increment();
        }

        void error(String kind) {
            Objects.requireNonNull(errors.get(kind)).increment();
        }
    }

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
        this.options = options;
        this.link = link;
        this.trace = trace;
        this.clock = clock;
        var domains = new AddressMapping.Domains(options.imsDomain(), options.componentDomain(), options.xmppDomain());
        this.addresses = new AddressMapping(domains, associations);
        this.backlog = new Backlog(options.outboxLimit(), outbox.recipients());
        this.lastNumber = new AtomicLong(outbox.greatestNumber());
        this.writer = new OutboxWriter(outbox, outboxThread);
        this.notices = new FailureNotice(calls, sessions, addresses, clock);
        this.redelivery = new Redelivery(link, outbox, writer, backlog, notices, sent, outboxThread);
        this.toSip = new XmppToSip(link, calls, sessions, addresses, trace, metrics, clock);
        this.counters = Counters.of(metrics);
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
        SipRequest message = request.message();
        Optional<Target> target = addresses.xmppTarget(message.requestUri());
        Optional<Jid> sender = message.sender().flatMap(addresses::imsUserToJid);
        Reading reading = PagerMapping.read(message);
        if (!message.method().equals("MESSAGE")) {
            refuse(request, SipReply.of(405).with(new Header("Allow", "MESSAGE")), "method");
        } else if (target.isEmpty()) {
            refuse(request, SipReply.refusal(404, "no XMPP user can have this address"), "address");
        } else if (target.get().secure()) {
            // RFC 7247 8: nobody vouches for TLS on every hop behind the XMPP server, so sips is not a scheme we take.
            refuse(request, SipReply.refusal(416, "sips: cannot be kept on the way to XMPP"), "sips");
        } else if (addresses.isOurs(target.get().jid())) {
            refuse(request, SipReply.refusal(482, "this leads back to where it came from"), "loop");
        } else if (sender.isEmpty()) {
            refuse(request, SipReply.refusal(403, "the sender is not known by a trusted peer"), "sender");
        } else if (reading instanceof Reading.Refused refused) {
            refuse(request, refused.reply(), "content");
        } else if (reading instanceof Reading.Content content) {
            pass(request, target.get(), sender.get(), content);
        }
    }

    private void refuse(IncomingRequest request, SipReply reply, String kind) {
        counters.count("refused");
        counters.error(kind);
        request.reply(reply);
    }

    private void pass(IncomingRequest request, Target target, Jid from, Reading.Content content) {
        WaitingMessage message = waiting(request, target, from, content);
        Transfer transfer = new Transfer(request, message, new Pager(target.associated() && continues(request)));
        if (backlog.holds(target.jid())) {
            transfer.queue();
            return;
        }
        record(message, US, target.jid().text(), "message " + message.stanza().id());
        var fate = link.send(message.stanza());
        if (!fate.isDone()) {
            Runnable cancel = request.session().schedule(options.hold(), transfer::holdOver);
            fate.thenRun(cancel);
        }
        fate.thenAccept(transfer::settled);
    }

    private static boolean continues(IncomingRequest request) {
        return request.message().isc().continues();
    }

    private WaitingMessage waiting(IncomingRequest request, Target target, Jid from, Reading.Content content) {
        long number = lastNumber.incrementAndGet();
        boolean anonymous = Privacy.of(request.message()).anonymous();
        XmppMessage stanza = new XmppMessage(
                request.session().id() + "." + number,
                // RFC 3325 7: the XMPP server is outside the trust domain. The Call-ID may name the phone (RFC 3323
                // 4.1).
                anonymous ? new Jid("anonymous", options.componentDomain(), "") : from,
                target.jid(),
                options.type(),
                content.subject(),
                anonymous ? "" : content.thread(),
                content.language(),
                content.body(),
                Optional.empty());
        String sender = request.message().sender().orElseThrow().text();
        return new WaitingMessage(number, request.session().id(), stanza, sender, content.imdn(), clock.instant());
    }

    private void record(WaitingMessage message, String from, String to, String summary) {
        trace.record(new TraceEvent(message.session(), clock.instant(), Protocol.XMPP, from, to, summary, ""));
    }

    private void note(WaitingMessage message, String summary) {
        trace.record(new TraceEvent(message.session(), clock.instant(), Protocol.INTERNAL, US, US, summary, ""));
    }

    @Override
    public void message(XmppMessage message) {
        if (!message.type().equals("error")) {
            toSip.take(message);
            return;
        }
        String why = message.error().map(ErrorMapping::words).orElse("XMPP: an error");
        sent.failed(message).ifPresent(failed -> {
            record(failed, message.from().text(), US, why);
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

    /** What transfers need. */
    private final class Pager implements Transfer.Pager {
        private final boolean othersCanServe;

        /** @param othersCanServe whether the S-CSCF can deliver the message without us */
        Pager(boolean othersCanServe) {
            this.othersCanServe = othersCanServe;
        }

        @Override
        public boolean reserve(WaitingMessage message) {
            return backlog.reserve(message.stanza().to());
        }

        @Override
        public void store(WaitingMessage message, boolean underWay, Consumer<Boolean> done) {
            if (underWay) {
                redelivery.underWay(message);
            }
            note(message, "waits in the outbox");
            writer.add(message).whenComplete((nothing, failure) -> {
                if (failure != null) {
                    redelivery.notWritten(message);
                }
                done.accept(failure == null);
                redelivery.start();
            });
        }

        @Override
        public void settled(WaitingMessage message, Delivery fate) {
            redelivery.settled(message, fate);
        }

        @Override
        public void answer(IncomingRequest request, WaitingMessage message, SipReply reply, String result) {
            if (reply.status() == 200) {
                sent.add(message);
            }
            counters.count(result);
            counters.seconds().record(Duration.between(message.arrived(), clock.instant()));
            record(message, message.stanza().to().text(), US, result);
            request.session().execute(() -> request.reply(reply));
        }

        @Override
        public SipReply refusal(WaitingMessage message, StanzaError error) {
            counters.error("refused");
            return ErrorMapping.toReply(error, !message.stanza().to().resource().isEmpty(), contact(error));
        }

        /** RFC 7247 7.1: the new address, as one that SIP can reach. */
        private String contact(StanzaError error) {
            return error.redirect().startsWith("xmpp:")
                    ? Jid.parse(error.redirect().substring(5))
                            .flatMap(addresses::xmppUserToUri)
                            .orElse("")
                    : "";
        }

        @Override
        public SipReply undeliverable(WaitingMessage message, Delivery fate) {
            counters.error("undeliverable");
            String why = "the XMPP server cannot be reached, and no more messages can wait for it";
            // TS 24.229 5.7, default handling: after a 5xx the S-CSCF goes on without us. That is right when the
            // recipient
            // has an IMS address besides and did not get the message; else the sender must hear of it now.
            int status = othersCanServe && fate instanceof Delivery.NotSent ? 503 : 480;
            return SipReply.refusal(status, why).with(new Header("Retry-After", "30"));
        }
    }
}

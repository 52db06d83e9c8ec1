package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;

/**
 * Sends what waits in the outbox, in order, whenever the stream is open. All work is done on the outbox's thread; a
 * message leaves the outbox when its fate is known, and stays when the stream breaks first.
 */
final class Redelivery {
    private static final Logger LOG = LoggerFactory.getLogger(Redelivery.class);
    private static final String EXPIRED = "it expired on the way";
    private static final int WINDOW = 500;
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final XmppLink link;
    private final Outbox outbox;
    private final OutboxWriter<WaitingMessage> writer;
    private final Backlog backlog;
    private final FailureNotice notices;
    private final SentMessages sent;
    private final Counters counters;
    private final Progress progress;
    private final List<OutboxReader> readers;
    private final ScheduledExecutorService thread;
    private final Clock clock;

    /** Numbers whose fate is open on the present stream, or whose removal is. Each holds one place in the backlog. */
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    /** @param domains those of our components, whose streams come and go each for itself */
    Redelivery(
            XmppLink link,
            Outbox outbox,
            OutboxWriter<WaitingMessage> writer,
            Backlog backlog,
            FailureNotice notices,
            SentMessages sent,
            Counters counters,
            Progress progress,
            List<String> domains,
            ScheduledExecutorService thread,
            Clock clock) {
        this.link = link;
        this.outbox = outbox;
        this.writer = writer;
        this.backlog = backlog;
        this.notices = notices;
        this.sent = sent;
        this.counters = counters;
        this.progress = progress;
        this.readers =
                domains.stream().map(domain -> new OutboxReader(outbox, domain)).toList();
        this.thread = thread;
        this.clock = clock;
    }

    /** Gives up now and then what nobody waits for any more, whether or not there is a stream. */
    void giveUpRegularly() {
        var unused =
                thread.scheduleWithFixedDelay(this::giveUp, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    void giveUp() {
        try {
            outbox.expired(clock.instant(), WINDOW).forEach(this::expire);
        } catch (RuntimeException e) {
            LOG.error("the outbox could not be read", e);
        }
    }

    private void expire(WaitingMessage message) {
        if (underWay.add(message.number())) {
            counters.result(Direction.SIP_TO_XMPP, "expired");
            progress.failed(message, EXPIRED);
            notices.send(message, EXPIRED, () -> thread.execute(() -> remove(message)));
        }
    }

    /** Sends what can be sent. */
    void start() {
        thread.execute(this::pumpAll);
    }

    /** A message was put into the outbox and waits to be sent. Called on the outbox's thread. */
    void stored(WaitingMessage message) {
        readAgain(message);
        thread.execute(this::pumpAll);
    }

    /**
     * Notes that a message on its way into the outbox was sent already and its fate is still open; {@link #settled} must
     * follow. To be called before the write is put in line, so that the note is there whenever the write ends.
     */
    void underWay(WaitingMessage message) {
        underWay.add(message.number());
    }

    /** Gives back the place of a message that could not be written. Called on the outbox's thread. */
    void notWritten(WaitingMessage message) {
        underWay.remove(message.number());
        backlog.release(message.number(), message.recipient());
    }

    /** What became of a message that is in the outbox. Called on the stream's reader thread. */
    void settled(WaitingMessage message, Delivery fate) {
        if (fate instanceof Delivery.Accepted) {
            // At once: the very next stanza may be the error that came late.
            sent.add(message);
            progress.sent(message);
        } else if (!(fate instanceof Delivery.Refused)) {
            // At once, before another stream can open: what comes then must queue behind it.
            backlog.offStream(message.number());
        }
        thread.execute(() -> settle(message, fate));
    }

    private void pumpAll() {
        readers.stream().filter(reader -> link.isUp(reader.domain())).forEach(this::pump);
    }

    /** Fills the window when it is half empty, so that a read is for many messages. */
    private void pump(OutboxReader reader) {
        try {
            while (underWay.size() <= WINDOW / 2) {
                List<WaitingMessage> waiting = reader.next(WINDOW);
                if (waiting.isEmpty() || !sendAll(waiting)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            LOG.error("the outbox could not be read", e);
            retry();
        }
    }

    /** False when one was not taken; it and those after it are read again, so that the order is kept. */
    private boolean sendAll(List<WaitingMessage> waiting) {
        for (WaitingMessage message : waiting) {
            if (!underWay.contains(message.number()) && !send(message)) {
                readAgain(message);
                return false;
            }
        }
        return true;
    }

    private boolean send(WaitingMessage message) {
        underWay.add(message.number());
        var fate = link.send(stanza(message));
        backlog.onStream(message.number(), message.recipient());
        fate.thenAccept(result -> settled(message, result));
        return !(fate.getNow(null) instanceof Delivery.NotSent);
    }

    private void readAgain(WaitingMessage message) {
        readers.stream()
                .filter(reader -> reader.domain().equals(message.domain()))
                .forEach(reader -> reader.from(message));
    }

    /** XEP-0203: a message that waited says since when. Its id is the same each time. */
    private XmppMessage stanza(WaitingMessage message) {
        XmppMessage stanza = message.stanza();
        boolean late = message.arrived().plus(DeferredMessage.LATE).isBefore(clock.instant());
        return late && stanza.error().isEmpty() && !stanza.has(Extension.Delay.class)
                ? stanza.with(new Extension.Delay(message.arrived(), message.domain()))
                : stanza;
    }

    private void settle(WaitingMessage message, Delivery fate) {
        if (!underWay.contains(message.number())) {
            // It could not be written, its sender knows, and its place was given back.
            return;
        }
        if (fate instanceof Delivery.Accepted) {
            remove(message);
        } else if (fate instanceof Delivery.Refused refused) {
            // The row goes after the news was sent: a crash in between repeats the news rather than losing it.
            String why = ErrorMapping.words(refused.error());
            progress.failed(message, why);
            notices.send(message, why, () -> thread.execute(() -> remove(message)));
        } else {
            underWay.remove(message.number());
            readAgain(message);
            if (link.isUp(message.domain())) {
                retry();
            }
        }
    }

    private void remove(WaitingMessage message) {
        writer.remove(message.number())
                .whenComplete((done, failure) -> thread.execute(() -> {
                    if (failure != null) {
                        retryRemoval(message);
                    } else if (underWay.remove(message.number())) {
                        backlog.release(message.number(), message.recipient());
                        pumpAll();
                    }
                }));
    }

    private void retryRemoval(WaitingMessage message) {
        var unused = thread.schedule(() -> remove(message), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void retry() {
        var unused = thread.schedule(this::pumpAll, RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
}

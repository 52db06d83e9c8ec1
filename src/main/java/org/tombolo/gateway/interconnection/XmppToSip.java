package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.tombolo.gateway.interconnection.AddressMapping.ImsTarget;
import org.tombolo.gateway.interconnection.Dispatch.Outcome;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.html.HtmlSanitizer;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppMessage;

/**
 * Messages from XMPP to SIP (RFC 7572 4), and receipts for messages from there. Each goes out at once, behind what the same
 * sender wrote to the same recipient before; when its recipient cannot be reached it waits in the outbox.
 */
final class XmppToSip {
    private static final int LANE = 100;
    private static final int TOTAL = 20_000;
    /** Of stanza ids, threads and URIs. */
    private static final int LONGEST_NAME = 1000;

    private final AddressMapping addresses;
    private final Receipts receipts;
    private final Dispatcher dispatcher;
    private final DeferredMessages deferred;
    private final SipRedelivery redelivery;
    private final Answers answers;
    private final MessageIds ids;
    private final Counters counters;
    private final Progress progress;
    private final Duration expiry;
    private final Clock clock;
    private final Lanes lanes = new Lanes(LANE, TOTAL);

    /** @param expiry how long a message may wait for its recipient */
    XmppToSip(
            AddressMapping addresses,
            Receipts receipts,
            Dispatcher dispatcher,
            DeferredMessages deferred,
            SipRedelivery redelivery,
            Answers answers,
            MessageIds ids,
            Counters counters,
            Progress progress,
            Duration expiry,
            Clock clock) {
        this.addresses = addresses;
        this.receipts = receipts;
        this.dispatcher = dispatcher;
        this.deferred = deferred;
        this.redelivery = redelivery;
        this.answers = answers;
        this.ids = ids;
        this.counters = counters;
        this.progress = progress;
        this.expiry = expiry;
        this.clock = clock;
    }

    /** Passes a stanza on, or tells its sender why not. Never blocks. */
    void take(XmppMessage stanza) {
        progress.told(stanza);
        receipts.news(stanza).forEach(this::takeReceipt);
        if (PagerWriter.text(stanza).isEmpty()) {
            // Chat states have no counterpart in pager mode.
            return;
        }
        Optional<ImsTarget> to = addresses.imsTarget(stanza.to());
        Optional<String> from = addresses.xmppUserToUri(stanza.from());
        Optional<StanzaError> refusal = refusal(stanza, to, from);
        if (refusal.isPresent()) {
            refuse(stanza, to, refusal.get());
        } else {
            DeferredMessage message =
                    message(stanza, from.orElseThrow(), to.orElseThrow().uri());
            progress.came(message);
            pass(message);
        }
    }

    /** A receipt that cannot go anywhere is nobody's concern: it gets no error (RFC 5438 7.2.1). */
    private void takeReceipt(Receipts.News news) {
        Optional<ImsTarget> sender = addresses.imsTarget(news.stanza().to());
        boolean allowed = addresses.maySend(news.stanza().from(), news.stanza().to())
                && sender.filter(s -> addresses.mayReceive(s) && !addresses.leadsBack(s))
                        .isPresent();
        if (allowed) {
            pass(message(news.stanza(), news.from(), news.to()));
        }
    }

    private DeferredMessage message(XmppMessage stanza, String from, String to) {
        Instant now = clock.instant();
        return new DeferredMessage(ids.next(), stanza, from, to, now, now.plus(expiry));
    }

    private Optional<StanzaError> refusal(XmppMessage stanza, Optional<ImsTarget> to, Optional<String> from) {
        if (!addresses.maySend(stanza.from(), stanza.to())) {
            return Optional.of(ErrorMapping.error("forbidden", "users of your domain may not write to IMS users"));
        }
        if (stanza.type().equals("groupchat")) {
            return Optional.of(ErrorMapping.error("service-unavailable", "no chat rooms here"));
        }
        if (to.isEmpty() || from.isEmpty() || !addresses.isOurs(stanza.to())) {
            return Optional.of(ErrorMapping.error("item-not-found", "no such user"));
        }
        if (addresses.leadsBack(to.get())) {
            // RFC 7247 8: it would come straight back. What SIP calls 482 is not-acceptable in 7.2.
            return Optional.of(ErrorMapping.error("not-acceptable", to.get().uri() + " leads back to XMPP"));
        }
        if (!addresses.mayReceive(to.get())) {
            return Optional.of(ErrorMapping.error("not-allowed", to.get().domain() + " is no domain to write to"));
        }
        return isHuge(stanza, to.get())
                        || PagerWriter.isTooLong(stanza, from.get(), to.get().uri())
                ? Optional.of(PagerWriter.tooLong())
                : Optional.empty();
    }

    /** What no client makes must not fill the memory of those that wait. */
    private static boolean isHuge(XmppMessage stanza, ImsTarget to) {
        int markup = stanza.extension(Extension.Xhtml.class)
                .map(xhtml -> xhtml.body().length())
                .orElse(0);
        return markup > HtmlSanitizer.LONGEST
                || stanza.id().length() > LONGEST_NAME
                || stanza.thread().length() > LONGEST_NAME
                || to.uri().length() > LONGEST_NAME;
    }

    private void pass(DeferredMessage message) {
        String lane = message.from() + " " + message.to();
        if (!lanes.isBusy(lane) && deferred.holds(message.to())) {
            queue(message);
        } else if (!lanes.offer(lane, done -> start(message, done))) {
            full(message);
        }
    }

    /** What the sender wrote before may have come to wait meanwhile: then this waits behind it. */
    private void start(DeferredMessage message, Runnable done) {
        if (deferred.holds(message.to())) {
            queue(message);
            done.run();
        } else {
            dispatcher.send(message, outcome -> {
                deferred.rest(message);
                if (outcome == Outcome.WAITS) {
                    redelivery.failed(message.to());
                } else if (deferred.holds(message.to())) {
                    redelivery.added(message.to());
                }
                done.run();
            });
        }
    }

    private void queue(DeferredMessage message) {
        deferred.keep(message).thenAccept(kept -> {
            if (kept) {
                deferred.rest(message);
                counters.result(Direction.XMPP_TO_SIP, "queued");
                redelivery.added(message.to());
            } else {
                full(message);
            }
        });
    }

    private void full(DeferredMessage message) {
        if (!PagerWriter.text(message.stanza()).isEmpty()) {
            StanzaError error = ErrorMapping.error("resource-constraint", "too many messages wait for this user");
            progress.failed(message, error);
            refuse(message.stanza(), error);
        }
    }

    private void refuse(XmppMessage stanza, Optional<ImsTarget> to, StanzaError error) {
        progress.refused(stanza, to, error);
        refuse(stanza, error);
    }

    private void refuse(XmppMessage stanza, StanzaError error) {
        counters.result(Direction.XMPP_TO_SIP, "refused");
        var unused = answers.refuse(stanza, error);
    }
}

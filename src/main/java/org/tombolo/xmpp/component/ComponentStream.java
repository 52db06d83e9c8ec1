package org.tombolo.xmpp.component;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jivesoftware.smack.SmackConfiguration;
import org.jxmpp.stringprep.XmppStringprepException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.LinkStatus;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppAnswer;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppRequest;

/**
 * The stream of one component to its XMPP server by XEP-0114, with one reader thread and one writer thread. It is opened again whenever it
 * ends, after a wait that grows with each failure.
 */
final class ComponentStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ComponentStream.class);

    static final XmppAnswer NOT_SENT = XmppAnswer.failed(new StanzaError(
            "remote-server-timeout", "wait", "the XMPP server cannot be reached, or the request is too long", ""));

    private final ComponentSettings settings;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Requests requests = new Requests();
    private final RequestResponder responder;
    private volatile LinkStatus status;
    private volatile Optional<ComponentSession> session = Optional.empty();
    private volatile Optional<StanzaWriter> writer = Optional.empty();

    /**
     * A stream that is not started yet.
     *
     * @param random draws the waits between attempts
     * @param nanoTime a monotonic clock in nanoseconds
     */
    ComponentStream(ComponentSettings settings, RandomGenerator random, LongSupplier nanoTime) {
        this.settings = settings;
        this.random = random;
        this.nanoTime = nanoTime;
        long started = nanoTime.getAsLong();
        this.responder = new RequestResponder(
                () -> Duration.ofNanos(nanoTime.getAsLong() - started).toSeconds());
        this.status = new LinkStatus(LinkStatus.State.CONNECTING, "connecting to the XMPP server as " + settings);
    }

    /** Starts connecting, in a thread of its own, and goes on until {@link #close}. */
    void start(XmppHandler handler) {
        // Smack reads its list of parsers on first use; better now than with the first stanza.
        SmackConfiguration.getVersion();
        ExtensionReader.prepareParsers();
        Thread thread = new Thread(() -> live(handler), "xmpp-reader " + settings.domain());
        thread.setDaemon(true);
        thread.start();
    }

    CompletableFuture<Delivery> send(XmppMessage message) {
        // An error is never answered by an error (RFC 6120 8.3.1), so it is not waited for by its id.
        String id = message.error().isPresent() ? "" : message.id();
        return send(message.to(), id, () -> MessageConverter.write(message));
    }

    CompletableFuture<Delivery> send(XmppPresence presence) {
        String id = presence.error().isPresent() ? "" : presence.id();
        return send(presence.to(), id, () -> PresenceConverter.write(presence));
    }

    CompletableFuture<XmppAnswer> request(XmppRequest request) {
        String id = UUID.randomUUID().toString();
        CompletableFuture<XmppAnswer> answer = requests.add(id, request.to());
        if (!answer.isDone()) {
            String xml = RequestConverter.write(request, id);
            boolean sent = xml.length() <= settings.limits().stanzaOut()
                    && writer.filter(to -> to.offer(Outgoing.unwatched(xml))).isPresent();
            if (!sent) {
                requests.answered(id, request.to(), NOT_SENT);
            }
        }
        return answer;
    }

    /** Writes a stanza of ours as XML. */
    private interface Writing {
        String xml() throws XmppStringprepException;
    }

    private CompletableFuture<Delivery> send(Jid recipient, String id, Writing writing) {
        Optional<StanzaWriter> to = writer;
        if (to.isEmpty()) {
            return notSent(status().words());
        }
        Outgoing stanza;
        try {
            stanza = new Outgoing(writing.xml(), id, recipient.text(), new CompletableFuture<>());
        } catch (XmppStringprepException | IllegalArgumentException e) {
            return refused("jid-malformed", e.getMessage() == null ? "not a JID" : e.getMessage());
        }
        if (stanza.xml().length() > settings.limits().stanzaOut()) {
            return refused(
                    "policy-violation", "longer than " + settings.limits().stanzaOut() + " characters");
        }
        return to.get().offer(stanza) ? stanza.done() : notSent("the queue to the XMPP server is full");
    }

    private static CompletableFuture<Delivery> notSent(String reason) {
        return CompletableFuture.completedFuture(new Delivery.NotSent(reason));
    }

    static CompletableFuture<Delivery> refused(String condition, String text) {
        return CompletableFuture.completedFuture(new Delivery.Refused(new StanzaError(condition, "modify", text, "")));
    }

    boolean isUp() {
        return writer.filter(StanzaWriter::isOpen).isPresent();
    }

    LinkStatus status() {
        return status;
    }

    /** Ends the stream for good; what waits is settled before this returns. */
    @Override
    public void close() {
        closed.countDown();
        session.ifPresent(ComponentSession::close);
        status = new LinkStatus(LinkStatus.State.CLOSED, "the stream to the XMPP server is closed");
    }

    private void live(XmppHandler handler) {
        Backoff backoff =
                new Backoff(settings.limits().retryFirst(), settings.limits().retryMost(), random);
        while (!isClosed()) {
            boolean wasOpen = connect(handler);
            if (wasOpen) {
                backoff.reset();
                requests.close();
                tell(() -> handler.down(settings.domain(), status().words()));
            }
            await(backoff.next().toMillis());
        }
    }

    /** One connection, from its opening to its end; whether it was ever open. */
    private boolean connect(XmppHandler handler) {
        try {
            ComponentSession now =
                    new ComponentSession(settings, handler, requests, responder, () -> opened(handler), nanoTime);
            session = Optional.of(now);
            if (isClosed()) {
                now.close();
            }
            return live(now);
        } catch (IOException e) {
            report(LinkStatus.State.DOWN, "cannot reach the XMPP server as " + settings + ": " + e.getMessage());
            return false;
        }
    }

    private boolean live(ComponentSession now) {
        try {
            now.run();
        } catch (RefusedException e) {
            report(
                    LinkStatus.State.REFUSED,
                    "the XMPP server refuses " + settings + ": " + e.getMessage() + hint(e.getMessage()));
        } catch (IOException e) {
            report(LinkStatus.State.DOWN, "the stream of " + settings + " broke: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            // Nothing but close() may end the link: the thread goes on whatever one connection came to.
            LOG.error("the stream of {} failed", settings, e);
            report(LinkStatus.State.DOWN, "the stream of " + settings + " failed: " + e);
        } finally {
            writer = Optional.empty();
            session = Optional.empty();
        }
        return now.wasOpen();
    }

    private static String hint(@org.jspecify.annotations.Nullable String condition) {
        return condition != null && condition.startsWith("not-authorized") ? "; the component's secret differs" : "";
    }

    private void opened(XmppHandler handler) {
        writer = session.map(ComponentSession::writer);
        report(LinkStatus.State.UP, "connected to the XMPP server as " + settings);
        tell(() -> handler.up(settings.domain()));
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException | Error e) {
            LOG.error("the news of the XMPP stream was not taken", e);
        }
    }

    private void report(LinkStatus.State state, String words) {
        if (isClosed()) {
            return;
        }
        boolean news = !status.words().equals(words);
        status = new LinkStatus(state, words);
        if (news) {
            LOG.info("{}", words);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void await(long milliseconds) {
        try {
            if (closed.await(milliseconds, TimeUnit.MILLISECONDS)) {
                LOG.debug("closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }
}

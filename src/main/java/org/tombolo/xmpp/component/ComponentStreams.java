package org.tombolo.xmpp.component;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.LinkStatus;
import org.tombolo.xmpp.XmppAnswer;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppRequest;
import org.tombolo.xmpp.XmppRequests;

/** Our components' streams, each to its own XMPP server by XEP-0114; what is sent goes by that of its sender's domain. */
public final class ComponentStreams implements XmppLink, XmppRequests, AutoCloseable {
    private final Map<String, ComponentStream> streams = new LinkedHashMap<>();

    /**
     * Streams that are not started yet.
     *
     * @param components each with a domain of its own
     * @param random draws the waits between attempts
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public ComponentStreams(List<ComponentSettings> components, RandomGenerator random, LongSupplier nanoTime) {
        for (ComponentSettings settings : components) {
            if (streams.put(settings.domain(), new ComponentStream(settings, random, nanoTime)) != null) {
                throw new IllegalArgumentException("two components of the domain " + settings.domain());
            }
        }
    }

    /** Starts connecting, and goes on until {@link #close}. */
    public void start(XmppHandler handler) {
        streams.values().forEach(stream -> stream.start(handler));
    }

    @Override
    public CompletableFuture<Delivery> send(XmppMessage message) {
        return of(message.from()).map(stream -> stream.send(message)).orElseGet(() -> foreign(message.from()));
    }

    @Override
    public CompletableFuture<Delivery> send(XmppPresence presence) {
        return of(presence.from()).map(stream -> stream.send(presence)).orElseGet(() -> foreign(presence.from()));
    }

    @Override
    public CompletableFuture<XmppAnswer> request(XmppRequest request) {
        return of(request.from())
                .map(stream -> stream.request(request))
                .orElseGet(() -> CompletableFuture.completedFuture(ComponentStream.NOT_SENT));
    }

    /** A server drops, or ends the stream over, a stanza from a domain that is not the component's own. */
    private static CompletableFuture<Delivery> foreign(Jid from) {
        return ComponentStream.refused("jid-malformed", from.text() + " is of no domain of ours");
    }

    private Optional<ComponentStream> of(Jid from) {
        return Optional.ofNullable(streams.get(from.domain()));
    }

    @Override
    public boolean isUp(String domain) {
        return Optional.ofNullable(streams.get(domain))
                .filter(ComponentStream::isUp)
                .isPresent();
    }

    /** How each stream is, by its domain, in the order of the settings. */
    public Map<String, LinkStatus> status() {
        Map<String, LinkStatus> all = new LinkedHashMap<>();
        streams.forEach((domain, stream) -> all.put(domain, stream.status()));
        return all;
    }

    /** Ends the streams for good; what waits is settled before this returns. */
    @Override
    public void close() {
        streams.values().forEach(ComponentStream::close);
    }
}

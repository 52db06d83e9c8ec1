package org.tombolo.gateway.interaction.push;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.tombolo.gateway.interaction.MapMetrics;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.gateway.interaction.event.SinkClient;
import org.tombolo.gateway.interaction.event.SinkDelivery;
import org.tombolo.gateway.interaction.event.SinkEvent;
import org.tombolo.gateway.interaction.event.TestStore;
import org.tombolo.gateway.interaction.guard.CallGuard;
import org.tombolo.gateway.interaction.guard.NumberRules;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.FakeSessions;
import org.tombolo.sip.Header;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipResponse;
import org.tombolo.storage.StoredFile;
import org.tombolo.storage.file.DirectoryStore;
import org.tombolo.trace.InMemoryTrace;

/** Pushes with the real database and files, and phones that answer messages as they are told. */
final class PushScene implements AutoCloseable {
    static final Requester DEMO = Requester.client("demo", false);

    final MapMetrics metrics = new MapMetrics();
    final TestStore store;
    final DirectoryStore files;
    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<SinkEvent> delivered = new CopyOnWriteArrayList<>();
    /** Statuses of the phones, by URI; 0 for no answer at all. */
    final Map<String, Integer> phones = new ConcurrentHashMap<>();
    /** Content types that no phone takes. */
    final Set<String> refusedTypes = ConcurrentHashMap.newKeySet();

    volatile boolean describes;
    volatile boolean ready = true;

    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    final PushFeed feed;
    final PushJournal journal;
    final Pushes pushes;

    PushScene(Path directory, Pushes.Limits limits, CallGuard.Quotas quotas, List<Carrier> carriers)
            throws IOException {
        this(TestStore.inMemory(), directory, limits, quotas, carriers);
    }

    PushScene(TestStore store, Path directory, Pushes.Limits limits, CallGuard.Quotas quotas, List<Carrier> carriers)
            throws IOException {
        this.store = store;
        this.files = new DirectoryStore(directory, 1 << 20, Duration.ofDays(1), Set.of(), new SecureRandom(), clock);
        this.feed = new PushFeed(store.pushes);
        SinkDelivery sinks = new SinkDelivery(
                delivery -> {
                    delivered.add(delivery.event());
                    return new SinkClient.Attempt(SinkClient.Kind.DELIVERED, "204");
                },
                store.deliveries,
                workers,
                thread,
                SinkDelivery.Limits.usual(),
                clock,
                new SecureRandom(),
                InMemoryTrace.ofOrdinarySize(),
                metrics);
        this.journal = new PushJournal(
                store.pushes,
                store.pushDeliveries,
                new PushEvents("http://tombolo.test/api/v1/pushes"),
                feed,
                sinks,
                metrics);
        Ways ways = new Ways(carriers.isEmpty() ? messages() : carriers, files, workers);
        PushQueue queue = new PushQueue(
                new PushQueue.Ports(
                        store.pushes,
                        journal,
                        feed,
                        ways,
                        thread,
                        InMemoryTrace.ofOrdinarySize(),
                        metrics,
                        new SecureRandom(),
                        clock),
                Duration.ofMillis(20));
        this.pushes = new Pushes(
                () -> ready,
                new Pushes.Ports(
                        store.pushes,
                        journal,
                        queue,
                        files,
                        ways,
                        new FakeAssociations(),
                        new CallGuard(
                                new NumberRules(List.of(), List.of("+1666"), List.of("+1900"), Set.of("112")),
                                quotas,
                                (client, since) -> 0L,
                                clock),
                        new SecureRandom(),
                        clock),
                limits);
    }

    private List<Carrier> messages() {
        ConvergedSessions sessions = new FakeSessions();
        Phones phones = new Phones(user -> user, user -> false, user -> describes);
        MessageText text = new MessageText("http://tombolo.test/p");
        return List.of(
                new MessageCarrier(
                        Way.RCS,
                        new Answering(),
                        sessions,
                        phones,
                        push -> describes ? text.description(push) : List.of(),
                        "ims.localhost"),
                new MessageCarrier(Way.MESSAGE, new Answering(), sessions, phones, text::plain, "ims.localhost"));
    }

    /** Answers messages. */
    private final class Answering implements SipCalls {
        @Override
        public void send(
                ConvergedSession session,
                String method,
                String from,
                String to,
                List<Header> headers,
                Optional<Body> body,
                Consumer<SipResponse> done) {
            Body said = body.orElseThrow();
            boolean refused = refusedTypes.stream().anyMatch(said::is);
            int status = refused ? 415 : phones.getOrDefault(to, 200);
            messages.add(from + " " + to + " " + status + " " + said.text());
            if (status > 0) {
                done.accept(new SipResponse(status, "", "", "", Optional.empty()));
            }
        }

        @Override
        public Leg invite(
                ConvergedSession session,
                String from,
                String to,
                List<Header> headers,
                Optional<Body> offer,
                LegListener listener) {
            throw new AssertionError("nothing but MESSAGE");
        }
    }

    static PushRequest to(String to, PushContent content, Optional<Duration> lifetime) {
        return new PushRequest(
                PartyAddress.parse("+15550001").orElseThrow(),
                PartyAddress.parse(to).orElseThrow(),
                content,
                Optional.empty(),
                lifetime,
                Optional.of(new Sink(URI.create("https://sink.example/"), Optional.empty())),
                DEMO);
    }

    Push accepted(String to, PushContent content) {
        return accepted(to(to, content, Optional.empty()));
    }

    Push accepted(PushRequest request) {
        return ((PushResult.Accepted) pushes.create(request)).push();
    }

    Push is(Push push, PushState state) {
        return await().until(() -> pushes.get(push.id(), DEMO).orElseThrow(), now -> now.state() == state);
    }

    List<String> states(Push push) {
        return store.pushes.events(push.id(), 0).stream()
                .map(event -> event.json().replaceAll(".*\"status\":\"(\\w+)\".*", "$1"))
                .toList();
    }

    StoredFile file(String name, String type, String content) throws IOException {
        var upload = files.begin();
        upload.write(0, ByteBuffer.wrap(content.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return upload.keep(name, type, content.length());
    }

    /** Ends as a crash does: nothing more is written. */
    void crash() {
        thread.shutdownNow();
        workers.shutdownNow();
    }

    @Override
    public void close() {
        crash();
    }
}

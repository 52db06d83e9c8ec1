import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.Domains;
import org.tombolo.gateway.interconnection.presence.PresenceGateway;
import org.tombolo.gateway.interconnection.presence.PresenceStore;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.Body;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Notifier;
import org.tombolo.sip.NotifierListener;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.sip.Subscription;
import org.tombolo.sip.SubscriptionListener;
import org.tombolo.sip.SubscriptionState;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/**
 * So many XMPP users watch so many IMS users; then changes of presence come for random ones of them. The gateway is the
 * product's, the IMS and XMPP sides are in memory: what is measured is what a subscription and a change cost us.
 */
public final class Presence {
    private static final int CHANGES = 200_000;
    private static final String PIDF = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:romeo@ims.test'>"
            + "<tuple id='ID-phone'><status><basic>open</basic><show xmlns='jabber:client'>%s</show></status>"
            + "<contact priority='0.5'>sip:romeo@ims.test</contact><note xml:lang='en'>%s</note></tuple></presence>";

    private final List<Asked> asked = new ArrayList<>();
    private final AtomicLong stanzas = new AtomicLong();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final PresenceGateway gateway;

    private record Asked(SessionId session, SubscriptionListener listener) implements Subscription {
        @Override
        public void refresh(long seconds) {
            // nobody refreshes within the time that this takes
        }

        @Override
        public void close() {
            // the process ends
        }
    }

    private Presence() {
        gateway = new PresenceGateway(
                new PresenceGateway.Options(10_000_000, 10_000, SipAddress.of("rls", "ims.test")),
                new Link(),
                new Ims(),
                new AddressMapping(new Domains("ims.test", "ims.localhost", "localhost"), new NoAssociations()),
                new NoStore(),
                Optional.empty(),
                (asking, user) -> CompletableFuture.completedFuture(Optional.empty()),
                picture -> CompletableFuture.completedFuture(Optional.empty()),
                threads,
                threads,
                threads,
                new Random(1),
                InMemoryTrace.ofOrdinarySize(),
                new NoMetrics(),
                Clock.systemUTC());
        gateway.open();
    }

    /** Arguments: the numbers of subscriptions to measure, the first one the yardstick. */
    public static void main(String[] numbers) throws Exception {
        // The first round is for the compiler.
        measure(Integer.parseInt(numbers[0]));
        double yardstick = 0;
        System.out.printf("%14s %18s %18s %10s%n", "subscriptions", "bytes for each", "us for a change", "ratio");
        for (String number : numbers) {
            double[] figures = measure(Integer.parseInt(number));
            yardstick = yardstick == 0 ? figures[1] : yardstick;
            System.out.printf("%14s %18.0f %18.2f %10.2f%n", number, figures[0], figures[1], figures[1] / yardstick);
        }
        System.exit(0);
    }

    private static double[] measure(int subscriptions) throws InterruptedException {
        long before = used();
        Presence presence = new Presence();
        presence.subscribe(subscriptions);
        double bytes = (used() - before) / (double) subscriptions;
        double micros = presence.change();
        presence.threads.shutdownNow();
        return new double[] {bytes, micros};
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void subscribe(int subscriptions) throws InterruptedException {
        Optional<Body> body = body("away", "soon");
        for (int i = 0; i < subscriptions; i++) {
            Jid watcher = new Jid("juliet" + i % 10_000, "localhost", "");
            gateway.presence(
                    XmppPresence.of(Type.SUBSCRIBE, watcher, new Jid("romeo" + i, "ims.localhost", "")));
            Asked last = asked.get(i);
            last.listener().accepted(last, 3600);
            last.listener().notified(last, SubscriptionState.active(3600), body);
        }
        // subscribed and available, once it is on disk.
        while (stanzas.get() < 2L * subscriptions) {
            threads.submit(() -> {});
            synchronized (this) {
                wait(10);
            }
        }
    }

    private static Optional<Body> body(String show, String note) {
        return Optional.of(
                new Body("application/pidf+xml", PIDF.formatted(show, note).getBytes(StandardCharsets.UTF_8)));
    }

    private double change() {
        Random random = new Random(2);
        SubscriptionState active = SubscriptionState.active(3600);
        List<Optional<Body>> bodies = List.of(body("away", "lunch"), body("dnd", "meeting"), body("xa", "gone"));
        long told = stanzas.get();
        long start = System.nanoTime();
        for (int i = 0; i < CHANGES; i++) {
            Asked one = asked.get(random.nextInt(asked.size()));
            one.listener().notified(one, active, bodies.get(i % bodies.size()));
        }
        long nanos = System.nanoTime() - start;
        if (stanzas.get() - told < CHANGES / 2) {
            throw new IllegalStateException("only " + (stanzas.get() - told) + " stanzas for " + CHANGES + " changes");
        }
        return nanos / 1000.0 / CHANGES;
    }

    private final class Ims implements SipSubscriptions {
        @Override
        public Subscription subscribe(String from, String to, Terms terms, long seconds, SubscriptionListener listener) {
            Asked one = new Asked(new SessionId("session-" + asked.size()), listener);
            asked.add(one);
            return one;
        }

        @Override
        public Notifier notifier(IncomingRequest request, NotifierListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Link implements XmppLink {
        private final CompletableFuture<Delivery> accepted = CompletableFuture.completedFuture(new Delivery.Accepted());

        @Override
        public CompletableFuture<Delivery> send(XmppMessage message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Delivery> send(XmppPresence presence) {
            stanzas.incrementAndGet();
            return accepted;
        }

        @Override
        public boolean isUp(String domain) {
            return true;
        }
    }

    private static final class NoStore implements PresenceStore {
        @Override
        public List<Row> all() {
            return List.of();
        }

        @Override
        public void commit(List<Row> written, List<Row> removed) {
            // what a database costs is measured elsewhere
        }
    }

    private static final class NoAssociations implements Associations {
        @Override
        public Optional<Address> webOf(Address ims, Association.Service service) {
            return Optional.empty();
        }

        @Override
        public Optional<Address> imsOf(Address web, Association.Service service) {
            return Optional.empty();
        }

        @Override
        public List<Address> identitiesOf(Address web, Association.Service service) {
            return List.of();
        }

        @Override
        public List<Association> list(String after, int limit) {
            return List.of();
        }

        @Override
        public Association add(Address ims, Address web, Association.Service service, Association.Source source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean remove(String id) {
            return false;
        }
    }

    private static final class NoMetrics implements Metrics {
        @Override
        public Counter counter(String name, String... tags) {
            return () -> {};
        }

        @Override
        public Timer timer(String name, String... tags) {
            return duration -> {};
        }

        @Override
        public void gauge(String name, Supplier<Number> value, String... tags) {}
    }
}

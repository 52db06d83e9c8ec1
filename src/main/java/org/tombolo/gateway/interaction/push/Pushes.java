package org.tombolo.gateway.interaction.push;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.guard.CallGuard;
import org.tombolo.gateway.interaction.push.PushResult.Refusal;
import org.tombolo.identity.Associations;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;

/** The service of pushes: takes, shows and cancels them. Waits for the store, not for the network. Safe for all threads. */
public final class Pushes {
    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int TOKEN_BYTES = 16;

    private final BooleanSupplier ready;
    private final Ports ports;
    private final Limits limits;

    /**
     * What it stands on.
     *
     * @param files where files are
     * @param guard one of its own, so that pushes are counted apart from calls
     * @param random a secure one
     */
    public record Ports(
            PushStore store,
            PushJournal journal,
            PushQueue queue,
            ContentStore files,
            Ways ways,
            Associations associations,
            CallGuard guard,
            RandomGenerator random,
            Clock clock) {}

    /**
     * How many and how long.
     *
     * @param most that are not over
     * @param lifetime how long one may wait
     * @param link how long a link to a file opens it, once the push itself is over
     */
    public record Limits(int most, Duration lifetime, Duration link) {}

    /** @param ready whether SIP requests can be sent; until then each push is refused */
    public Pushes(BooleanSupplier ready, Ports ports, Limits limits) {
        this.ready = ready;
        this.ports = ports;
        this.limits = limits;
    }

    /** Takes up what an earlier process left. */
    public void open() {
        ports.journal().open();
        List<Push> left = ports.store().unfinished();
        left.forEach(ports.queue()::resume);
        if (!left.isEmpty()) {
            LOG.info("{} pushes wait since before the start", left.size());
        }
    }

    /** A user has registered. Never blocks. */
    public void registered(String uri) {
        SipAddress.parse(uri).map(SipAddress::bare).ifPresent(ports.queue()::reachable);
        TelNumber.parse(uri).ifPresent(ports.queue()::reachable);
    }

    /** Takes a push, unless a rule forbids it: then it is durable. */
    public PushResult create(PushRequest request) {
        Optional<Refusal> refusal = refusal(request).or(() -> count(request));
        return refusal.<PushResult>map(PushResult.Refused::new).orElseGet(() -> begin(request));
    }

    private Optional<Refusal> refusal(PushRequest request) {
        if (!ready.getAsBoolean()) {
            return Optional.of(Refusal.NOT_READY);
        }
        if (!request.requester().mayActAs(request.from(), ports.associations())) {
            return Optional.of(Refusal.NOT_HER_NUMBER);
        }
        if (ports.queue().size() >= limits.most()) {
            return Optional.of(Refusal.TOO_MANY);
        }
        return ports.guard().numbers(request.from(), request.to()).map(Pushes::refusal);
    }

    private Optional<Refusal> count(PushRequest request) {
        String client = request.requester().name();
        Optional<Refusal> enough =
                ports.guard().begin(client, request.from(), request.to()).map(Pushes::refusal);
        if (enough.isEmpty()) {
            // Nothing is counted by how many there are at a time.
            ports.guard().over(client);
        }
        return enough;
    }

    private static Refusal refusal(CallGuard.Verdict verdict) {
        return switch (verdict) {
            case CALLER -> Refusal.SENDER_DENIED;
            case CALLEE -> Refusal.RECIPIENT_DENIED;
            case QUOTA -> Refusal.QUOTA;
            case TOO_FAST -> Refusal.TOO_FAST;
        };
    }

    private PushResult begin(PushRequest request) {
        Push push = push(request, request.content());
        if (ports.ways().fits(push)) {
            return written(push, request);
        } else if (push.content().kind() == PushContent.Kind.TEXT) {
            return longer(request);
        }
        return new PushResult.Refused(Refusal.TOO_LONG);
    }

    /** RFC 3428 8: what is longer than a message may be goes another way, as a file. */
    private PushResult longer(PushRequest request) {
        try {
            StoredFile file = keep(request.content().text());
            return written(push(request, request.content().asFile(file)), request);
        } catch (IOException e) {
            LOG.warn("a long text cannot be kept: {}", e.toString());
            return new PushResult.Refused(Refusal.STORE_FULL);
        }
    }

    private StoredFile keep(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        ContentStore.Upload upload = ports.files().begin();
        try {
            upload.write(0, ByteBuffer.wrap(octets));
            return upload.keep("message.txt", "text/plain", octets.length, fileExpiry());
        } finally {
            upload.abandon();
        }
    }

    /** Until when a file is needed that is kept for a push now. */
    public Instant fileExpiry() {
        return ports.clock().instant().plus(limits.lifetime()).plus(limits.link());
    }

    private Push push(PushRequest request, PushContent content) {
        Instant now = ports.clock().instant();
        Duration lifetime = request.lifetime()
                .filter(l -> l.compareTo(limits.lifetime()) < 0)
                .orElse(limits.lifetime());
        Instant end = now.plus(lifetime);
        return new Push(
                PushId.random(ports.random()),
                request.requester().name(),
                request.from(),
                request.to(),
                content,
                request.call(),
                content.file().map(file -> link(file, end.plus(limits.link()))),
                1,
                PushState.ACCEPTED,
                "",
                Optional.empty(),
                now,
                now,
                end);
    }

    private Push.Link link(StoredFile file, Instant wanted) {
        byte[] token = new byte[TOKEN_BYTES];
        ports.random().nextBytes(token);
        Instant until = file.expires().isBefore(wanted) ? file.expires() : wanted;
        return new Push.Link(Base64.getUrlEncoder().withoutPadding().encodeToString(token), until);
    }

    private PushResult written(Push push, PushRequest request) {
        try {
            ports.journal().created(push, request.sink());
        } catch (RuntimeException e) {
            LOG.error("a push cannot be written down", e);
            return new PushResult.Refused(Refusal.NOT_STORED);
        }
        ports.queue().add(push);
        return new PushResult.Accepted(push);
    }

    /** The push of that id, when the requester may see it. */
    public Optional<Push> get(PushId id, Requester requester) {
        return ports.store().find(id).filter(push -> requester.sees(push.owner()));
    }

    /**
     * The requester's pushes, the newest first.
     *
     * @param after only older ones than this one
     * @param limit 1 to 1000
     */
    public List<Push> list(Requester requester, PushStore.Filter filter, Optional<PushId> after, int limit) {
        return ports.store().list(requester.owner(), filter, after, limit);
    }

    /** Takes a push back; false when it was over before. */
    public boolean cancel(Push push) {
        try {
            return ports.queue().cancel(push.id(), push.to()).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} cannot be cancelled: {}", push.id(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** The file that a link opens now. */
    public Optional<StoredFile> file(String token) {
        Instant now = ports.clock().instant();
        return ports.store()
                .byLink(token)
                .filter(push -> push.state() != PushState.CANCELLED && push.state() != PushState.EXPIRED)
                .filter(push -> push.link().filter(l -> l.until().isAfter(now)).isPresent())
                .flatMap(push -> push.content().file());
    }

    /** Forgets what ended a day ago. */
    public void purge() {
        Instant now = ports.clock().instant();
        ports.store().purge(now.minus(KEPT), now);
    }
}

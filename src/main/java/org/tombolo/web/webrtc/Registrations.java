package org.tombolo.web.webrtc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.tombolo.gateway.convergence.browser.BrowserCalls;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Refusal;

/** The devices that are registered. As long as one is, its user can be called. Safe for all threads; not blocking. */
public final class Registrations {
    /** How long a registration lasts unless it is refreshed; CAMARA's TTL_cfg. */
    static final Duration LIFETIME = Duration.ofHours(1);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int MOST_OF_USER = 10;
    private static final int MOST = 10_000;

    private final BrowserCalls calls;
    private final MediaSessions sessions;
    private final ScheduledExecutorService timers;
    private final Clock clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(Registration registration, Channel channel, Runnable unsubscribe, ScheduledFuture<?> expiry) {}

    /** @param timers end registrations; not held up by that */
    public Registrations(BrowserCalls calls, MediaSessions sessions, ScheduledExecutorService timers, Clock clock) {
        this.calls = calls;
        this.sessions = sessions;
        this.timers = timers;
        this.clock = clock;
    }

    /** How many there are. */
    public int size() {
        return entries.size();
    }

    /**
     * Registers a device; what it had registered before ends.
     *
     * @param wanted until when, at most
     * @throws Refusal 403 when the user has too many devices, 503 when there are too many in all
     */
    synchronized Registration register(WebUser user, String owner, UUID device, Optional<Instant> wanted) {
        List<Registration> hers = entries.values().stream()
                .map(Entry::registration)
                .filter(r -> r.user().equals(user))
                .toList();
        hers.stream().filter(r -> r.device().equals(device)).forEach(r -> end(r.id(), "NETWORK_TERMINATED"));
        if (hers.stream().filter(r -> !r.device().equals(device)).count() >= MOST_OF_USER) {
            throw Refusal.of(403, "MAX_DEVICES_PER_USER", "a user has at most " + MOST_OF_USER + " devices");
        } else if (entries.size() >= MOST) {
            throw Refusal.of(503, "too many devices are registered").with("Retry-After", "60");
        }
        Registration made = new Registration(UUID.randomUUID().toString(), device, user, owner, expiry(wanted));
        Channel channel = new Channel(made.id(), clock);
        MediaSessions.Listener listener = sessions.listener(user, channel);
        Runnable unsubscribe = calls.subscribe(user, listener::changed);
        entries.put(made.id(), new Entry(made, channel, unsubscribe, timer(made)));
        // Read after the watching began, so that no change falls between.
        calls.of(user).ifPresent(listener::changed);
        return made;
    }

    /** The document's own rule: from now on, and the client's wish only where it is neither too short nor too long. */
    private Instant expiry(Optional<Instant> wanted) {
        Instant now = clock.instant();
        Instant usual = now.plus(LIFETIME);
        return wanted.filter(w -> w.isAfter(now.plus(SHORTEST)) && w.isBefore(usual))
                .orElse(usual);
    }

    private ScheduledFuture<?> timer(Registration registration) {
        long millis =
                Duration.between(clock.instant(), registration.expiresAt()).toMillis();
        return timers.schedule(
                () -> end(registration.id(), "REGISTRATION_EXPIRED"), Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    /** Lets it last longer; empty when there is none. */
    synchronized Optional<Registration> refresh(String id, WebUser user, Optional<Instant> wanted) {
        return Optional.ofNullable(entries.get(id))
                .filter(e -> e.registration().user().equals(user))
                .map(entry -> {
                    entry.expiry().cancel(false);
                    Registration longer = entry.registration().until(expiry(wanted));
                    entries.put(id, new Entry(longer, entry.channel(), entry.unsubscribe(), timer(longer)));
                    return longer;
                });
    }

    /** A user's registration of that id. */
    Optional<Registration> find(String id, WebUser user) {
        return Optional.ofNullable(entries.get(id))
                .map(Entry::registration)
                .filter(r -> r.user().equals(user));
    }

    /** The registration of a user's that lasts longest. */
    Optional<Registration> ofUser(WebUser user) {
        return entries.values().stream()
                .map(Entry::registration)
                .filter(r -> r.user().equals(user))
                .max(Comparator.comparing(Registration::expiresAt));
    }

    /** Where its events are; empty when it is over. */
    Optional<Channel> channel(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::channel);
    }

    /** The device goes. */
    boolean remove(String id, WebUser user) {
        return find(id, user).isPresent() && end(id, "NETWORK_TERMINATED");
    }

    private boolean end(String id, String reason) {
        Entry entry = entries.remove(id);
        if (entry == null) {
            return false;
        }
        entry.expiry().cancel(false);
        entry.unsubscribe().run();
        sessions.leave(id);
        ObjectNode data = CloudEventWriter.data().put("registrationId", id).put("terminationReason", reason);
        entry.channel().tell(EventType.REGISTRATION_ENDS, Optional.empty(), data);
        return true;
    }
}

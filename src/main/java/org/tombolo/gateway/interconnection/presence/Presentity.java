package org.tombolo.gateway.interconnection.presence;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tombolo.gateway.interconnection.presence.TimerWheel.Timer;
import org.tombolo.presence.Person;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.presence.WatcherInfo;
import org.tombolo.presence.WatcherInfo.Status;
import org.tombolo.presence.rules.Permission;
import org.tombolo.presence.rules.SubHandling;
import org.tombolo.presence.rules.Watcher;
import org.tombolo.presence.xcap.Policies;
import org.tombolo.presence.xcap.Policy;

/**
 * A user whose presence we serve: what her devices published, who watches her, and what her policy says to that (RFC 3856 4,
 * RFC 5025 3.2.1). Safe for all threads.
 */
final class Presentity {
    private static final int MOST_WATCHERS = 500;
    /** How often the policy is looked at while somebody watches. */
    private static final long LOOK = 30;

    private final String uri;
    private final Publications publications;
    private final Policies policies;
    private final TimerWheel wheel;
    private final Clock clock;
    private final Supplier<String> names;
    private final Timer look;
    private final List<Watching> watchers = new ArrayList<>();
    private final List<Runnable> observers = new ArrayList<>();
    private @Nullable Policy policy;

    /** @param names makes names that nobody guesses */
    Presentity(String uri, Policies policies, TimerWheel wheel, Clock clock, Supplier<String> names) {
        this.uri = uri;
        this.policies = policies;
        this.wheel = wheel;
        this.clock = clock;
        this.names = names;
        this.publications = new Publications(wheel, names, this::expired);
        this.look = wheel.timer(this::look);
    }

    String uri() {
        return uri;
    }

    // ---- what her devices publish -------------------------------------------------------------------------------

    /** See {@link Publications#publish}. */
    Optional<String> publish(String match, Optional<PresenceDocument> document, long seconds) {
        Optional<String> tag;
        synchronized (this) {
            tag = publications.publish(match, document, seconds);
        }
        if (tag.isPresent() && (document.isPresent() || seconds == 0)) {
            changed();
        }
        return tag;
    }

    private void expired(String tag) {
        boolean gone;
        synchronized (this) {
            gone = publications.remove(tag);
        }
        if (gone) {
            changed();
        }
    }

    private void changed() {
        // Her sphere may have changed with it (RFC 5025 3.1.2).
        apply();
        watching().forEach(watching -> watching.listener().changed());
    }

    private synchronized PresenceDocument document() {
        return publications.composed("pres:" + uri.substring(uri.indexOf(':') + 1));
    }

    // ---- who watches her ----------------------------------------------------------------------------------------

    /** Adds a watcher, who hears more once the policy is known; none when there are too many. */
    Optional<Watching> watch(Watcher watcher, Watching.Listener listener) {
        Watching watching = new Watching(names.get(), watcher, listener, wheel.now());
        synchronized (this) {
            // RFC 3857 4.7.1: who subscribes again does not wait any longer.
            watchers.removeIf(w -> w.status() == Status.WAITING && w.watcher().equals(watcher));
            // RFC 3857 4.7.1: who waits may be given up to save memory.
            if (watchers.size() >= MOST_WATCHERS && !watchers.removeIf(w -> w.status() == Status.WAITING)) {
                return Optional.empty();
            }
            watchers.add(watching);
        }
        return Optional.of(watching);
    }

    /** A watcher has gone; one whom nobody decided about is remembered for the presentity. */
    void leave(Watching watching) {
        synchronized (this) {
            if (!watchers.remove(watching)) {
                return;
            }
            if (watching.status() == Status.PENDING && watching.decided()) {
                watching.waits();
                watchers.add(watching);
            }
        }
        observed();
    }

    /** What a watcher sees now; empty while she may see nothing. */
    synchronized Optional<PresenceDocument> seenBy(Watching watching) {
        return watching.sees(document());
    }

    private synchronized List<Watching> watching() {
        return watchers.stream().filter(w -> w.status() != Status.WAITING).toList();
    }

    /** We stop. */
    void stop() {
        look.stop();
        watching().forEach(watching -> watching.listener().stopped());
    }

    // ---- her policy ---------------------------------------------------------------------------------------------

    /** Looks at the policy, and again while somebody watches. */
    void look() {
        var unused = policies.of(uri).thenAccept(now -> {
            synchronized (this) {
                policy = now;
            }
            apply();
        });
        if (!watching().isEmpty()) {
            look.set(LOOK);
        }
    }

    private void apply() {
        List<Watching> decided = new ArrayList<>();
        List<Watching> rejected = new ArrayList<>();
        synchronized (this) {
            Policy now = policy;
            if (now == null) {
                return;
            }
            String sphere = sphere();
            for (Watching watching : List.copyOf(watchers)) {
                Permission permission = now.decide(watching.watcher(), clock.instant(), sphere);
                if (watching.status() == Status.WAITING) {
                    // RFC 3857 4.7.1: once it is decided, either way, nobody waits.
                    watchers.removeIf(w -> w == watching && permission.handling() != SubHandling.CONFIRM);
                } else if (permission.handling() == SubHandling.BLOCK) {
                    watchers.remove(watching);
                    rejected.add(watching);
                } else if (watching.apply(permission)) {
                    decided.add(watching);
                }
            }
        }
        rejected.forEach(watching -> watching.listener().rejected());
        decided.forEach(watching -> watching.listener().decided());
        if (!rejected.isEmpty() || !decided.isEmpty()) {
            observed();
        }
    }

    /** RFC 5025 3.1.2: what all documents say that say something. */
    private String sphere() {
        Set<String> spheres = document().persons().stream()
                .map(Person::sphere)
                .filter(s -> !s.isEmpty())
                .collect(Collectors.toSet());
        return spheres.size() == 1 ? spheres.iterator().next() : "";
    }

    // ---- who watches who watches her (RFC 3857) -----------------------------------------------------------------

    synchronized void observe(Runnable observer) {
        observers.add(observer);
    }

    synchronized void unobserve(Runnable observer) {
        observers.remove(observer);
    }

    private void observed() {
        List<Runnable> all;
        synchronized (this) {
            all = List.copyOf(observers);
        }
        all.forEach(Runnable::run);
    }

    /** Her watchers, as of now. */
    synchronized WatcherInfo watchers(int version) {
        return new WatcherInfo(
                version,
                uri,
                watchers.stream()
                        .filter(Watching::decided)
                        .map(w -> w.info(wheel.now()))
                        .toList());
    }
}

package org.tombolo.gateway.convergence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Who watches one share, by which ways, and who may not any more. A viewer is known by the name that let her in, the one whom a link
 * was made for included: whoever is removed is removed with all her connections and links. For all threads.
 */
public final class Audience {
    /** A player by HLS asks at least once in a segment, which lasts seconds. */
    private static final Duration ASKS_WITHIN = Duration.ofSeconds(15);
    /** More than the outputs together take. */
    private static final int MOST = 20_000;

    private final Clock clock;
    private final List<Seat> seats = new ArrayList<>();
    private final Map<String, Asking> asking = new HashMap<>();
    private final Set<String> removed = new HashSet<>();
    private int tidyAt = 16;

    /** How a share comes to a viewer. */
    public enum Way {
        WEBRTC,
        HTTP,
        HLS,
        RTSP
    }

    /**
     * One who watches.
     *
     * @param since when her oldest connection that is still there began
     */
    public record Member(String name, Set<Way> ways, Instant since) {
        public Member {
            ways = Set.copyOf(ways);
        }

        private Member with(Member other) {
            EnumSet<Way> both = EnumSet.copyOf(ways);
            both.addAll(other.ways);
            return new Member(name, both, since.isBefore(other.since) ? since : other.since);
        }
    }

    private record Seat(String name, Way way, Instant since, BooleanSupplier present, Runnable end) {
        Member member() {
            return new Member(name, Set.of(way), since);
        }
    }

    private record Asking(Instant since, Instant last) {}

    public Audience(Clock clock) {
        this.clock = clock;
    }

    /** Whether somebody has not been removed. */
    public synchronized boolean admits(String name) {
        return !removed.contains(name);
    }

    /**
     * Somebody has a connection now.
     *
     * @param present whether it is still there
     * @param end ends it, when she is removed
     * @return false when she has been removed, or there are too many; the connection has been ended then
     */
    public boolean enter(String name, Way way, BooleanSupplier present, Runnable end) {
        boolean admitted;
        synchronized (this) {
            tidy();
            admitted = admits(name) && seats.size() < MOST;
            if (admitted) {
                seats.add(new Seat(name, way, clock.instant(), present, end));
            }
        }
        if (!admitted) {
            end.run();
        }
        return admitted;
    }

    /** Somebody asks for a part of the share by HLS, which has no connection; false when she has been removed. */
    public synchronized boolean asks(String name) {
        Instant now = clock.instant();
        if (asking.size() >= MOST) {
            asking.values().removeIf(a -> isGone(a, now));
        }
        if (admits(name) && (asking.size() < MOST || asking.containsKey(name))) {
            asking.merge(
                    name, new Asking(now, now), (old, fresh) -> isGone(old, now) ? fresh : new Asking(old.since, now));
        }
        return admits(name);
    }

    private static boolean isGone(Asking viewer, Instant now) {
        return viewer.last.plus(ASKS_WITHIN).isBefore(now);
    }

    // Those who are gone are looked for when there may be as many of them as are there.
    private void tidy() {
        if (seats.size() >= tidyAt) {
            seats.removeIf(seat -> !seat.present.getAsBoolean());
            tidyAt = Math.max(16, 2 * seats.size());
        }
    }

    /** Who watches now, the earliest first. */
    public synchronized List<Member> members() {
        Instant now = clock.instant();
        Map<String, Member> members = new HashMap<>();
        seats.removeIf(seat -> !seat.present.getAsBoolean());
        seats.forEach(seat -> members.merge(seat.name, seat.member(), Member::with));
        asking.values().removeIf(a -> isGone(a, now));
        asking.forEach(
                (name, viewer) -> members.merge(name, new Member(name, Set.of(Way.HLS), viewer.since), Member::with));
        return members.values().stream()
                .sorted(Comparator.comparing(Member::since).thenComparing(Member::name))
                .toList();
    }

    /** Ends all that somebody watches by, and lets her in no more; false when she does not watch. */
    public boolean remove(String name) {
        List<Seat> hers = new ArrayList<>();
        boolean watched;
        synchronized (this) {
            for (Iterator<Seat> each = seats.iterator(); each.hasNext(); ) {
                Seat seat = each.next();
                if (seat.name.equals(name)) {
                    each.remove();
                    hers.add(seat);
                }
            }
            watched = asking.remove(name) != null || !hers.isEmpty();
            if (watched) {
                removed.add(name);
            }
        }
        hers.forEach(seat -> seat.end.run());
        return watched;
    }
}

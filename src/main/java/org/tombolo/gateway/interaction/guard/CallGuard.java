package org.tombolo.gateway.interaction.guard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.tombolo.identity.Address;
import org.tombolo.identity.ApiClient;

/** Decides about each call before anybody is called. Safe for all threads. */
public final class CallGuard {
    private static final Duration DAY = Duration.ofHours(24);

    private final NumberRules numbers;
    private final ClientQuotas clients;
    private final BiFunction<String, Instant, Long> talked;
    private final Clock clock;
    private final Windows perMinute;
    private final Windows perDay;
    private final Windows ofPair;
    private final Windows seconds;
    private final Map<String, Integer> active = new ConcurrentHashMap<>();

    /**
     * How much each client, and each pair of parties, may have; 0 means any amount.
     *
     * @param active calls at a time of one client
     * @param perMinute calls of one client
     * @param perDay calls of one client
     * @param minutesPerDay minutes of one client's calls that have ended
     * @param pairPerHour calls of one pair, whoever asks for them
     */
    public record Quotas(int active, int perMinute, int perDay, int minutesPerDay, int pairPerHour) {
        /** No limits. */
        public static Quotas none() {
            return new Quotas(0, 0, 0, 0, 0);
        }
    }

    /**
     * What a client has of its quotas.
     *
     * @param active calls now
     * @param minute calls begun in the minute that is open
     * @param day calls begun in the day that is open
     * @param minutes of calls that have ended in the last 24 hours
     */
    public record Use(Quotas quotas, int active, long minute, long day, long minutes) {}

    /** Why a call is not made. */
    public enum Verdict {
        /** The caller's number is not to be used. */
        CALLER,
        /** The callee's number is not to be called. */
        CALLEE,
        /** The client has had its share of the day. */
        QUOTA,
        /** Too many calls in a short time. */
        TOO_FAST
    }

    private record Pair(Address caller, Address callee) {}

    /**
     * A guard that has seen nothing.
     *
     * @param talked how many seconds a client's calls lasted that ended since a time; may block
     */
    public CallGuard(NumberRules numbers, Quotas quotas, BiFunction<String, Instant, Long> talked, Clock clock) {
        this(numbers, new ClientQuotas(quotas, client -> ApiClient.Quota.USUAL, clock), talked, clock);
    }

    /** The same with quotas of some clients' own. */
    public CallGuard(NumberRules numbers, ClientQuotas clients, BiFunction<String, Instant, Long> talked, Clock clock) {
        this.numbers = numbers;
        this.clients = clients;
        this.talked = talked;
        this.clock = clock;
        this.perMinute = new Windows(Duration.ofMinutes(1), clock);
        this.perDay = new Windows(DAY, clock);
        this.ofPair = new Windows(Duration.ofHours(1), clock);
        this.seconds = new Windows(Duration.ofMinutes(1), clock);
    }

    /** One with the same rules for something that is counted by itself, and does not last. */
    public CallGuard apart() {
        return new CallGuard(numbers, clients, (client, since) -> 0L, clock);
    }

    /** Whether the numbers may be called. */
    public Optional<Verdict> numbers(Address caller, Address callee) {
        if (!numbers.allow(caller)) {
            return Optional.of(Verdict.CALLER);
        }
        return numbers.allow(callee) ? Optional.empty() : Optional.of(Verdict.CALLEE);
    }

    /** Counts a call that is about to begin, unless the client has had enough; {@link #over} must follow when it is let through. */
    public Optional<Verdict> begin(String client, Address caller, Address callee) {
        Pair pair = new Pair(caller, callee);
        Quotas quotas = clients.of(client);
        boolean fast = reached(quotas.perMinute(), perMinute.count(client))
                || reached(quotas.pairPerHour(), ofPair.count(pair));
        if (fast) {
            return Optional.of(Verdict.TOO_FAST);
        }
        if (reached(quotas.perDay(), perDay.count(client)) || spent(client, quotas) || !enter(client, quotas)) {
            return Optional.of(Verdict.QUOTA);
        }
        perMinute.add(client, 1);
        perDay.add(client, 1);
        ofPair.add(pair, 1);
        return Optional.empty();
    }

    private static boolean reached(int limit, long count) {
        return limit > 0 && count >= limit;
    }

    private boolean enter(String client, Quotas quotas) {
        int now = active.merge(client, 1, Integer::sum);
        if (quotas.active() > 0 && now > quotas.active()) {
            over(client);
            return false;
        }
        return true;
    }

    /** A call that was let through is over. */
    public void over(String client) {
        active.computeIfPresent(client, (c, count) -> count > 1 ? count - 1 : null);
    }

    // Looked up once a minute for each client: calls end later than that anyway.
    private boolean spent(String client, Quotas quotas) {
        return quotas.minutesPerDay() > 0 && talkedToday(client) > quotas.minutesPerDay() * 60L;
    }

    private long talkedToday(String client) {
        if (seconds.count(client) == 0) {
            seconds.add(client, talked.apply(client, clock.instant().minus(DAY)) + 1);
        }
        return seconds.count(client);
    }

    /** What a client may have, and what it has had. May block. */
    public Use use(String client) {
        return new Use(
                clients.of(client),
                active.getOrDefault(client, 0),
                perMinute.count(client),
                perDay.count(client),
                (talkedToday(client) - 1) / 60);
    }

    /** A client's quotas have been changed. */
    public void changed(String client) {
        clients.forget(client);
    }
}

package org.tombolo.web.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tombolo.identity.WebUser;

/**
 * Lets a device in that has no keyboard, such as a TV, by somebody who is signed in elsewhere (after RFC 8628): the device shows a short
 * code and asks again and again with a long one until the short one has been confirmed. Pending ones live in memory. For all threads.
 */
public final class Pairings {
    /** How long a code is good. */
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    // RFC 8628 6.1: no vowels, so that no words come about, and nothing that is easily confused.
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final int MOST = 10_000;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    // RFC 8628 5.1: 20^8 codes; a guess has a chance of 1 in 2.5 million when all pending codes are taken.
    private static final int TRIES = 20;
    private static final int BEGUN_AT_ADDRESS = 60;
    // RFC 8628 3.5: slow_down adds so much.
    private static final Duration SLOWER = Duration.ofSeconds(5);

    private final SecureRandom random;
    private final Clock clock;
    private final Duration interval;
    private final Cache<String, Pending> byDevice;
    private final Cache<String, Pending> byUser;
    private final Attempts guesses;
    private final Attempts begun;

    /**
     * What a device that begins is told.
     *
     * @param deviceCode what it asks with; a secret
     * @param userCode what it shows, such as {@code BCDF-GHJK}
     * @param interval how long to wait between two questions
     */
    public record Codes(String deviceCode, String userCode, Duration lifetime, Duration interval) {
        /** Keeps the secret out of logs. */
        @Override
        public String toString() {
            return userCode;
        }
    }

    /** What a device is answered. */
    public sealed interface Answer {
        /** Nobody has confirmed it yet ({@code authorization_pending}). */
        record Wait() implements Answer {}

        /** It asks too often ({@code slow_down}): the interval has grown. */
        record SlowDown(Duration interval) implements Answer {}

        /** Somebody has said no ({@code access_denied}). */
        record Denied() implements Answer {}

        /** There is no such code any more ({@code expired_token}). */
        record Expired() implements Answer {}

        /** It shows what this user may see. Given once. */
        record Paired(WebUser user) implements Answer {}
    }

    private static final class Pending {
        private final String userCode;
        private Duration interval;
        private Instant next;
        private boolean denied;
        private @Nullable WebUser user;

        Pending(String userCode, Duration interval, Instant next) {
            this.userCode = userCode;
            this.interval = interval;
            this.next = next;
        }
    }

    /** @param interval how long a device waits between two questions */
    public Pairings(SecureRandom random, Clock clock, Duration interval) {
        this.random = random;
        this.clock = clock;
        this.interval = interval;
        this.byDevice = cache();
        this.byUser = cache();
        this.guesses = new Attempts(TRIES, WINDOW, clock);
        this.begun = new Attempts(BEGUN_AT_ADDRESS, WINDOW, clock);
    }

    private Cache<String, Pending> cache() {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(LIFETIME)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /**
     * A device begins; empty when too many have begun from that address.
     *
     * @param address where it asks from
     */
    public synchronized Optional<Codes> begin(String address) {
        if (begun.add(address).isPresent()) {
            return Optional.empty();
        }
        String user = userCode();
        while (byUser.getIfPresent(user) != null) {
            user = userCode();
        }
        Pending pending = new Pending(user, interval, clock.instant());
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        String device = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        byDevice.put(device, pending);
        byUser.put(user, pending);
        return Optional.of(new Codes(device, shown(user), LIFETIME, interval));
    }

    private String userCode() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    private static String shown(String code) {
        return code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2);
    }

    /** What a device asks, again and again. */
    public synchronized Answer ask(String deviceCode) {
        Pending pending = byDevice.getIfPresent(deviceCode);
        if (pending == null) {
            return new Answer.Expired();
        }
        WebUser user = pending.user;
        if (user == null && !pending.denied) {
            return wait(pending);
        }
        byDevice.invalidate(deviceCode);
        return user == null ? new Answer.Denied() : new Answer.Paired(user);
    }

    private Answer wait(Pending pending) {
        Instant now = clock.instant();
        boolean early = now.isBefore(pending.next);
        if (early) {
            pending.interval = pending.interval.plus(SLOWER);
        }
        pending.next = now.plus(pending.interval);
        return early ? new Answer.SlowDown(pending.interval) : new Answer.Wait();
    }

    /**
     * Somebody who is signed in lets a device show what she may see, or does not.
     *
     * @param code as she has typed it
     * @return empty when there is no such code, or she has tried too many
     */
    public synchronized Optional<String> decide(String code, WebUser user, boolean allowed) {
        String wanted = code.toUpperCase(Locale.ROOT).replaceAll("[^" + LETTERS + "]", "");
        boolean guessing = guesses.add(user.name()).isPresent();
        Optional<Pending> pending =
                Optional.ofNullable(byUser.getIfPresent(wanted)).filter(p -> !guessing);
        pending.ifPresent(p -> {
            byUser.invalidate(wanted);
            guesses.clear(user.name());
            p.denied = !allowed;
            p.user = allowed ? user : null;
        });
        return pending.map(p -> shown(p.userCode));
    }
}

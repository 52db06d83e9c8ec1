package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tombolo.gateway.interconnection.Rendering.Ability;

/**
 * What phones turned out not to take, so that it is not tried with every message. Forgotten after a day, because people
 * get new phones. Safe for all threads.
 */
final class PhoneAbilities {
    private static final int MOST = 10_000;
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private record Lack(Set<Ability> abilities, Instant until) {}

    private final Clock clock;
    private final Map<String, Lack> lacks = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Lack> eldest) {
            return size() > MOST;
        }
    };

    PhoneAbilities(Clock clock) {
        this.clock = clock;
    }

    /** Whether it is worth trying. */
    synchronized boolean mayTake(String uri, Rendering rendering) {
        Lack lack = lacks.get(uri);
        if (lack == null || rendering.needs().isEmpty()) {
            return true;
        }
        if (lack.until().isBefore(clock.instant())) {
            lacks.remove(uri);
            return true;
        }
        return lack.abilities().stream().noneMatch(rendering.needs()::contains);
    }

    /** A phone refused one way to write a message and took another: it lacks what the first needs and the other does not. */
    synchronized void learn(String uri, Rendering refused, Rendering taken) {
        EnumSet<Ability> missing = EnumSet.noneOf(Ability.class);
        missing.addAll(refused.needs());
        missing.removeAll(taken.needs());
        Lack before = lacks.remove(uri);
        if (before != null) {
            missing.addAll(before.abilities());
        }
        lacks.put(uri, new Lack(missing, clock.instant().plus(REMEMBERED)));
    }
}

package org.tombolo.gateway.interconnection.presence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.tombolo.gateway.interconnection.presence.Pictures.Place;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.ContactCard;
import org.tombolo.xmpp.ContactCards;

/**
 * The faces of XMPP users whom somebody watches, each asked for once and again when her presence announces another picture
 * (XEP-0153) or the last one is old. Safe for all threads; never blocks.
 */
final class Faces {
    private static final int MOST = 10_000;
    /** How long what is known is taken to be so. */
    private static final Duration AGE = Duration.ofDays(1);
    /** When to ask again where nobody answered. */
    private static final Duration AGAIN = Duration.ofMinutes(30);

    private final ContactCards cards;
    private final Pictures pictures;
    private final Clock clock;
    private final Map<Jid, List<Consumer<Face>>> asked = new HashMap<>();
    private final Map<Jid, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Jid, Known> eldest) {
            return size() > MOST;
        }
    };

    /** @param photo the hash that was announced then */
    private record Known(Optional<String> photo, Face face, Instant until) {}

    Faces(ContactCards cards, Pictures pictures, Clock clock) {
        this.cards = cards;
        this.pictures = pictures;
        this.clock = clock;
    }

    /**
     * Looks a user up.
     *
     * @param asking who watches her
     * @param photo hash of her picture as her presence has it
     * @param seen told her face, at once or later, from any thread; not at all when there are too many questions
     */
    void look(Jid asking, Jid user, Optional<String> photo, Consumer<Face> seen) {
        Optional<Face> face;
        boolean first = false;
        synchronized (this) {
            face = Optional.ofNullable(known.get(user))
                    .filter(k -> k.photo().equals(photo) && k.until().isAfter(clock.instant()))
                    .map(Known::face);
            if (face.isEmpty() && asked.size() < MOST) {
                first = !asked.containsKey(user);
                asked.computeIfAbsent(user, u -> new ArrayList<>(1)).add(seen);
            }
        }
        face.ifPresent(seen);
        if (first) {
            ask(asking, user, photo);
        }
    }

    private void ask(Jid asking, Jid user, Optional<String> photo) {
        var unused = cards.ask(asking, user)
                .thenCompose(card ->
                        card.map(this::known).orElseGet(() -> CompletableFuture.completedFuture(unknown(photo))))
                .exceptionally(failure -> unknown(photo))
                .thenAccept(found -> tell(user, new Known(photo, found.face(), found.until())));
    }

    private Known unknown(Optional<String> photo) {
        return new Known(photo, Face.NONE, clock.instant().plus(AGAIN));
    }

    private CompletableFuture<Known> known(ContactCard card) {
        CompletableFuture<Optional<Place>> place =
                card.picture().map(pictures::keep).orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
        return place.thenApply(where -> new Known(
                Optional.empty(),
                new Face(card.name(), where.map(Place::uri)),
                where.map(Place::until)
                        .filter(end -> end.isBefore(clock.instant().plus(AGE)))
                        .orElseGet(() -> clock.instant().plus(AGE))));
    }

    private void tell(Jid user, Known found) {
        List<Consumer<Face>> waiting;
        synchronized (this) {
            known.put(user, found);
            waiting = Optional.ofNullable(asked.remove(user)).orElse(List.of());
        }
        waiting.forEach(seen -> seen.accept(found.face()));
    }
}

package org.tombolo.gateway.interconnection.presence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tombolo.gateway.interconnection.presence.TimerWheel.Timer;
import org.tombolo.presence.Note;
import org.tombolo.presence.Person;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.presence.Tuple;
import org.tombolo.xml.XmlElement;

/** What the devices of one user have published of her (RFC 3903 6), each under its entity-tag. Guarded by its presentity. */
final class Publications {
    private static final int MOST = 10;

    private final TimerWheel wheel;
    private final Supplier<String> tags;
    private final Consumer<String> expired;
    private final Map<String, Publication> byTag = new LinkedHashMap<>();

    private record Publication(PresenceDocument document, Timer expiry) {}

    /**
     * None yet.
     *
     * @param tags makes entity-tags that nobody guesses
     * @param expired told the tag of a publication whose time is over
     */
    Publications(TimerWheel wheel, Supplier<String> tags, Consumer<String> expired) {
        this.wheel = wheel;
        this.tags = tags;
        this.expired = expired;
    }

    /**
     * Adds, changes, refreshes or removes one.
     *
     * @param match the entity-tag that it has; empty for a new one
     * @param document none to refresh it as it is
     * @param seconds 0 to remove it
     * @return the new entity-tag; empty when there is none of the tag that was given
     */
    Optional<String> publish(String match, Optional<PresenceDocument> document, long seconds) {
        Publication earlier = byTag.get(match);
        if (earlier == null && !match.isEmpty()) {
            return Optional.empty();
        }
        remove(match);
        String tag = tags.get();
        Optional<PresenceDocument> now =
                document.or(() -> Optional.ofNullable(earlier).map(Publication::document));
        if (seconds > 0 && now.isPresent()) {
            Timer expiry = wheel.timer(() -> expired.accept(tag));
            expiry.set(seconds);
            byTag.put(tag, new Publication(now.get(), expiry));
            dropOldest();
        }
        return Optional.of(tag);
    }

    private void dropOldest() {
        if (byTag.size() > MOST) {
            remove(byTag.keySet().iterator().next());
        }
    }

    /** Removes one; whether it was there. */
    boolean remove(String tag) {
        Publication removed = byTag.remove(tag);
        if (removed != null) {
            removed.expiry().stop();
        }
        return removed != null;
    }

    /** All of them as one document (RFC 3903 6, RFC 4479 4): every service, and the person as she was published last. */
    PresenceDocument composed(String entity) {
        List<Tuple> tuples = new ArrayList<>();
        List<Person> persons = List.of();
        List<Note> notes = new ArrayList<>();
        List<XmlElement> others = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Publication publication : byTag.values()) {
            PresenceDocument document = publication.document();
            document.tuples().forEach(tuple -> tuples.add(unique(tuple, ids)));
            persons = document.persons().isEmpty() ? persons : document.persons();
            notes.addAll(document.notes());
            others.addAll(document.others());
        }
        return new PresenceDocument(entity, tuples, persons, notes, others);
    }

    // RFC 3863 4.1.2: an id is unique in the document, and two devices may have chosen the same.
    private static Tuple unique(Tuple tuple, Set<String> ids) {
        String id = tuple.id();
        for (int i = 2; !ids.add(id); i++) {
            id = tuple.id() + "-" + i;
        }
        return id.equals(tuple.id()) ? tuple : tuple.withId(id);
    }
}

package org.tombolo.gateway.interconnection.presence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tombolo.identity.Jid;
import org.tombolo.presence.Activities;
import org.tombolo.presence.Note;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.presence.Tuple;
import org.tombolo.presence.Tuple.Basic;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Show;

/** A presence document as presence stanzas, one for each way to reach the presentity (RFC 8048 6.3). */
final class PidfToXmpp {
    /** RFC 8048 6.2: how a resource is written as the id of a tuple. */
    static final String PREFIX = "ID-";

    private static final int MOST_RESOURCES = 16;
    private static final int HIGHEST_PRIORITY = 127;
    // RFC 4480 3.2, by how much somebody is away or does not want to be disturbed (RFC 6121 4.7.2.1).
    private static final Set<String> BUSY =
            Set.of("busy", "on-the-phone", "meeting", "presentation", "performance", "worship", "in-transit");
    private static final Set<String> LONG_AWAY = Set.of("holiday", "permanent-absence", "sleeping", "vacation");
    private static final Set<String> AWAY = Set.of(
            "appointment",
            "away",
            "breakfast",
            "dinner",
            "lunch",
            "meal",
            "looking-for-work",
            "shopping",
            "steering",
            "travel",
            "tv");

    private PidfToXmpp() {}

    /**
     * The resources that are available, by name. Who is in none of them is unavailable.
     *
     * @param from the presentity, bare
     * @param to the watcher
     * @param now what is valid at another time does not count
     */
    static Map<String, XmppPresence> map(PresenceDocument document, Jid from, Jid to, Instant now) {
        Map<String, XmppPresence> resources = new LinkedHashMap<>();
        for (Tuple tuple : document.tuples()) {
            // RFC 8048 6.3: open has no type; closed is unavailable, as is whoever does not say.
            if (tuple.basic() == Basic.OPEN && resources.size() < MOST_RESOURCES) {
                XmppPresence presence = available(document, tuple, from, to, now);
                resources.merge(presence.from().resource(), presence, PidfToXmpp::better);
            }
        }
        return resources;
    }

    private static XmppPresence better(XmppPresence one, XmppPresence other) {
        return other.priority() > one.priority() ? other : one;
    }

    private static XmppPresence available(PresenceDocument document, Tuple tuple, Jid from, Jid to, Instant now) {
        Optional<Note> note = note(document, tuple);
        return XmppPresence.available(
                full(from, resource(tuple)),
                to,
                show(document, tuple, now),
                note.map(Note::text).orElse(""),
                note.map(Note::language).orElse(""),
                // RFC 8048 6.3: 0 to 1 is 0 to 127.
                (int) Math.round(tuple.priority().orElse(0) * HIGHEST_PRIORITY));
    }

    /** RFC 8048 6.3: the tuple's id names the resource; a device that says which it is keeps its name when its id changes. */
    private static String resource(Tuple tuple) {
        if (tuple.id().startsWith(PREFIX) && tuple.id().length() > PREFIX.length()) {
            return tuple.id().substring(PREFIX.length());
        }
        return tuple.device().isEmpty() ? tuple.id() : tuple.device();
    }

    private static Jid full(Jid bare, String resource) {
        try {
            return new Jid(bare.local(), bare.domain(), resource);
        } catch (IllegalArgumentException e) {
            // RFC 7622 3.4.1 does not take every xs:ID.
            return new Jid(bare.local(), bare.domain(), "t" + Integer.toHexString(resource.hashCode()));
        }
    }

    private static Show show(PresenceDocument document, Tuple tuple, Instant now) {
        Optional<Show> told = told(tuple.show());
        if (told.isPresent()) {
            return told.get();
        }
        List<Activities> activities = new ArrayList<>(List.of(tuple.activities(now)));
        document.persons().forEach(person -> activities.add(person.activities(now)));
        if (any(activities, BUSY)) {
            return Show.DND;
        }
        if (any(activities, LONG_AWAY)) {
            return Show.XA;
        }
        return any(activities, AWAY) ? Show.AWAY : Show.NONE;
    }

    private static Optional<Show> told(String word) {
        return switch (word) {
            case "away", "chat", "dnd", "xa" -> Optional.of(Show.valueOf(word.toUpperCase(Locale.ROOT)));
            default -> Optional.empty();
        };
    }

    private static boolean any(List<Activities> activities, Set<String> names) {
        return activities.stream().anyMatch(a -> a.any(names));
    }

    private static Optional<Note> note(PresenceDocument document, Tuple tuple) {
        return tuple.notes().stream()
                .findFirst()
                .or(() -> document.persons().stream()
                        .flatMap(p -> p.notes().stream())
                        .findFirst())
                .or(() -> document.notes().stream().findFirst());
    }
}

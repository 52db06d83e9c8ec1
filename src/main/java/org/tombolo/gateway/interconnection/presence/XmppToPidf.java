package org.tombolo.gateway.interconnection.presence;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tombolo.presence.Note;
import org.tombolo.presence.Person;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.presence.Tuple;
import org.tombolo.presence.Tuple.Basic;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Show;
import org.tombolo.xmpp.XmppPresence.Type;

/** What is known of an XMPP user as a presence document, one tuple for each resource (RFC 8048 6.2). */
final class XmppToPidf {
    private static final double HIGHEST_PRIORITY = 127;
    /** Of an xs:ID (XML Namespaces 1.0, NCName), the characters that need no thought. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    private XmppToPidf() {}

    /**
     * The whole state, as RFC 3856 6.7 and 6.8 want it in each NOTIFY.
     *
     * @param entity URI of the XMPP user
     * @param contact URI under which IMS reaches her
     * @param resources the last presence of each resource, available or not
     */
    static PresenceDocument map(String entity, String contact, Collection<XmppPresence> resources) {
        PresenceDocument document = PresenceDocument.of(entity);
        for (XmppPresence presence : resources) {
            document = document.with(tuple(presence, contact));
        }
        Optional<Person> person = resources.stream()
                .filter(p -> p.type() == Type.AVAILABLE)
                .max(Comparator.comparingInt(XmppPresence::priority))
                .flatMap(XmppToPidf::person);
        return person.isPresent() ? document.with(person.get()) : document;
    }

    private static Tuple tuple(XmppPresence presence, String contact) {
        boolean open = presence.type() == Type.AVAILABLE;
        Tuple tuple = Tuple.of(id(presence.from().resource()), open ? Basic.OPEN : Basic.CLOSED);
        if (open && presence.show() != Show.NONE) {
            tuple = tuple.withShow(presence.show().name().toLowerCase(Locale.ROOT));
        }
        if (open && presence.priority() >= 0) {
            // RFC 8048 6.2: a negative priority is never mapped; such a resource takes no messages.
            tuple = tuple.withContact(contact, presence.priority() / HIGHEST_PRIORITY);
        }
        return presence.status().isEmpty() ? tuple : tuple.withNote(new Note(presence.status(), presence.language()));
    }

    static String id(String resource) {
        return PidfToXmpp.PREFIX
                + (resource.isEmpty() || NAME.matcher(resource).matches()
                        ? resource
                        : "x" + Integer.toHexString(resource.hashCode()));
    }

    /** RFC 4480 3.2: for watchers that know activities and not XMPP's show. */
    private static Optional<Person> person(XmppPresence presence) {
        String activity = switch (presence.show()) {
            case AWAY, XA -> "away";
            case DND -> "busy";
            case NONE, CHAT -> "";
        };
        return activity.isEmpty()
                ? Optional.empty()
                : Optional.of(Person.of("person").withActivity(activity));
    }
}

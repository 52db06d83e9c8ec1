package org.tombolo.gateway.interconnection.presence;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tombolo.presence.Note;
import org.tombolo.presence.Person;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.presence.Tuple;
import org.tombolo.presence.Tuple.Basic;
import org.tombolo.sip.Body;
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
     * @param face what she is called and looks like
     */
    static PresenceDocument map(String entity, String contact, Collection<XmppPresence> resources, Face face) {
        PresenceDocument document = PresenceDocument.of(entity);
        for (XmppPresence presence : resources) {
            document = document.with(tuple(presence, contact));
        }
        Person nobody = Person.of("person");
        Person person = withActivity(nobody, resources);
        if (!face.name().isEmpty()) {
            person = person.withDisplayName(face.name());
        }
        if (face.icon().isPresent()) {
            person = person.withPicture(face.icon().get().toASCIIString());
        }
        return person.equals(nobody) ? document : document.with(person);
    }

    /** The same as the body of a NOTIFY. */
    static Body body(String entity, String contact, Collection<XmppPresence> resources, Face face) {
        // RFC 8048 6.2: xml:lang is Content-Language, of which there may be several (RFC 3261 20.13).
        String languages = resources.stream()
                .map(XmppPresence::language)
                .filter(language -> !language.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
        return new Body(
                PresenceDocument.TYPE, map(entity, contact, resources, face).write(), languages);
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
    private static Person withActivity(Person person, Collection<XmppPresence> resources) {
        Show show = resources.stream()
                .filter(p -> p.type() == Type.AVAILABLE)
                .max(Comparator.comparingInt(XmppPresence::priority))
                .map(XmppPresence::show)
                .orElse(Show.NONE);
        return switch (show) {
            case AWAY, XA -> person.withActivity("away");
            case DND -> person.withActivity("busy");
            case NONE, CHAT -> person;
        };
    }
}

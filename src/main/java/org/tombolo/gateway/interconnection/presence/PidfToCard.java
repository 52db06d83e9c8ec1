package org.tombolo.gateway.interconnection.presence;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Function;
import org.tombolo.presence.Person;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.xmpp.UserCard;

/** The name and picture in a presence document: {@code display-name} of RFC 4482 and {@code status-icon} of RFC 4480, which OMA Presence 1.1 has in the person, or {@code icon} of RFC 4482. */
final class PidfToCard {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_URI = 2000;

    private PidfToCard() {}

    /** Empty when the document says neither. */
    static Optional<UserCard> map(PresenceDocument document) {
        String name = first(document, Person::displayName, LONGEST_NAME);
        Optional<URI> photo = web(first(document, Person::statusIcon, LONGEST_URI))
                .or(() -> web(first(document, Person::icon, LONGEST_URI)));
        return name.isEmpty() && photo.isEmpty() ? Optional.empty() : Optional.of(new UserCard(name, photo));
    }

    private static String first(PresenceDocument document, Function<Person, String> word, int longest) {
        return document.persons().stream()
                .map(person -> word.apply(person).strip())
                .filter(text -> !text.isEmpty() && text.length() <= longest)
                .findFirst()
                .orElse("");
    }

    // XMPP clients would not get at a cid: or an MSRP URI, and must not be led to anything on their own machine.
    private static Optional<URI> web(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}

package org.tombolo.xmpp;

import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.tombolo.identity.Jid;
import org.tombolo.xml.XmlElement;

/** Asks for the vCards of others (XEP-0054 3.3). */
public final class VCards implements ContactCards {
    private static final String NAMESPACE = "vcard-temp";
    private static final int LONGEST_NAME = 200;

    private final XmppRequests requests;

    public VCards(XmppRequests requests) {
        this.requests = requests;
    }

    @Override
    public CompletableFuture<Optional<ContactCard>> ask(Jid asking, Jid user) {
        return requests.request(new XmppRequest(asking, user.bare(), false, XmlElement.of(NAMESPACE, "vCard")))
                .thenApply(answer -> answer instanceof XmppAnswer.Result result
                        ? Optional.of(result.payload().map(VCards::read).orElse(new ContactCard("", Optional.empty())))
                        : Optional.empty());
    }

    private static ContactCard read(XmlElement card) {
        String name = Stream.of("NICKNAME", "FN")
                .map(field -> card.childText(NAMESPACE, field))
                .filter(text -> !text.isEmpty() && text.length() <= LONGEST_NAME)
                .findFirst()
                .orElse("");
        return new ContactCard(name, card.child(NAMESPACE, "PHOTO").flatMap(VCards::picture));
    }

    private static Optional<ContactCard.Picture> picture(XmlElement photo) {
        try {
            // RFC 2426 5.8.1: in lines.
            byte[] octets = Base64.getMimeDecoder().decode(photo.childText(NAMESPACE, "BINVAL"));
            return octets.length == 0
                    ? Optional.empty()
                    : Optional.of(new ContactCard.Picture(photo.childText(NAMESPACE, "TYPE"), octets));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

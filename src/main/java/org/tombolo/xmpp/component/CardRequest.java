package org.tombolo.xmpp.component;

import java.net.URI;
import java.util.Optional;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Stanza;
import org.jxmpp.jid.Jid;
import org.tombolo.xmpp.UserCard;
import org.tombolo.xmpp.XmppHandler;

/**
 * Somebody asks for the vCard of one of our users (XEP-0054 3.3).
 *
 * @param user bare address
 * @param asking bare address
 */
record CardRequest(IQ request, org.tombolo.identity.Jid user, org.tombolo.identity.Jid asking) {
    static final String NAMESPACE = "vcard-temp";

    private static final String ELEMENT = "vCard";

    /** Empty for another request. */
    static Optional<CardRequest> of(IQ request) {
        boolean card = request.getType() == IQ.Type.get
                && ELEMENT.equals(request.getChildElementName())
                && NAMESPACE.equals(request.getChildElementNamespace());
        return card
                ? bare(request.getTo())
                        .flatMap(user -> bare(request.getFrom()).map(asking -> new CardRequest(request, user, asking)))
                : Optional.empty();
    }

    private static Optional<org.tombolo.identity.Jid> bare(Jid jid) {
        return org.tombolo.identity.Jid.parse(jid.asBareJid().toString());
    }

    /** The answer; empty when nothing is known, or not for the one who asks. */
    Optional<Stanza> answer(XmppHandler handler) {
        return handler.card(user, asking).map(known -> {
            IQ answer = new Card(known);
            answer.setFrom(request.getTo());
            answer.setTo(request.getFrom());
            answer.setStanzaId(request.getStanzaId());
            return answer;
        });
    }

    /** Smack's own vCard knows no picture that is elsewhere. */
    private static final class Card extends IQ {
        private final UserCard card;

        Card(UserCard card) {
            super(ELEMENT, NAMESPACE);
            this.card = card;
            setType(Type.result);
        }

        @Override
        protected IQChildElementXmlStringBuilder getIQChildElementBuilder(IQChildElementXmlStringBuilder xml) {
            xml.rightAngleBracket();
            if (!card.name().isEmpty()) {
                xml.element("FN", XmlText.clean(card.name()));
            }
            card.photo()
                    .map(URI::toASCIIString)
                    .ifPresent(photo ->
                            xml.openElement("PHOTO").element("EXTVAL", photo).closeElement("PHOTO"));
            return xml;
        }
    }
}

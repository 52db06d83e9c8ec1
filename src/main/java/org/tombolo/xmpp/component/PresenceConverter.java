package org.tombolo.xmpp.component;

import java.util.Locale;
import java.util.Optional;
import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.PresenceBuilder;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Show;
import org.tombolo.xmpp.XmppPresence.Type;

/** Between Smack's presence stanzas and our values. */
final class PresenceConverter {
    /** XEP-0153 3. */
    private static final String AVATAR = "vcard-temp:x:update";

    private PresenceConverter() {}

    /** A presence as a value; none when the server left out an address. */
    static Optional<XmppPresence> read(Presence presence) {
        if (presence.getFrom() == null || presence.getTo() == null) {
            return Optional.empty();
        }
        return Optional.of(new XmppPresence(
                orEmpty(presence.getStanzaId()),
                MessageConverter.read(presence.getFrom()),
                MessageConverter.read(presence.getTo()),
                Type.valueOf(presence.getType().name().toUpperCase(Locale.ROOT)),
                show(presence.getMode()),
                orEmpty(presence.getStatus()),
                orEmpty(presence.getLanguage()),
                presence.getPriority(),
                photo(presence),
                Optional.ofNullable(presence.getError()).map(MessageConverter::read),
                RoomConverter.read(presence)));
    }

    private static Show show(Presence.Mode mode) {
        return mode == Presence.Mode.available
                ? Show.NONE
                : Show.valueOf(mode.name().toUpperCase(Locale.ROOT));
    }

    private static Optional<String> photo(Presence presence) {
        ExtensionElement update = presence.getExtension(AVATAR);
        if (!(update instanceof StandardExtensionElement element)) {
            return Optional.empty();
        }
        // XEP-0153 4.3: without <photo/> the client has not read its own vCard yet and says nothing.
        return Optional.ofNullable(element.getFirstElement("photo")).map(photo -> orEmpty(photo.getText()));
    }

    /**
     * The stanza as it goes on the wire.
     *
     * @throws XmppStringprepException when an address is no JID
     */
    static String write(XmppPresence presence) throws XmppStringprepException {
        PresenceBuilder builder = StanzaBuilder.buildPresence(presence.id().isEmpty() ? null : presence.id())
                .from(JidCreate.from(presence.from().text()))
                .to(JidCreate.from(presence.to().text()))
                .ofType(Presence.Type.fromString(presence.type().name().toLowerCase(Locale.ROOT)));
        if (presence.show() != Show.NONE) {
            builder.setMode(Presence.Mode.fromString(presence.show().name().toLowerCase(Locale.ROOT)));
        }
        if (!presence.language().isEmpty()) {
            builder.setLanguage(presence.language());
        }
        if (!presence.status().isEmpty()) {
            builder.setStatus(XmlText.clean(presence.status()));
        }
        if (presence.priority() != 0) {
            builder.setPriority(presence.priority());
        }
        if (presence.type() == Type.AVAILABLE && !presence.from().local().isEmpty()) {
            builder.addExtension(UserCapabilities.element());
        }
        presence.photo().ifPresent(photo -> builder.addExtension(avatar(photo)));
        presence.room().ifPresent(part -> builder.addExtension(RoomConverter.write(part)));
        presence.error().ifPresent(error -> builder.setError(MessageConverter.write(error)));
        return MessageConverter.xml(builder.build());
    }

    private static StandardExtensionElement avatar(String photo) {
        return StandardExtensionElement.builder("x", AVATAR)
                .addElement("photo", photo)
                .build();
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable CharSequence text) {
        return text == null ? "" : text.toString();
    }
}

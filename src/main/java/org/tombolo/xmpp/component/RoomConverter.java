package org.tombolo.xmpp.component;

import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smackx.muc.packet.Destroy;
import org.jivesoftware.smackx.muc.packet.MUCInitialPresence;
import org.jivesoftware.smackx.muc.packet.MUCItem;
import org.jivesoftware.smackx.muc.packet.MUCUser;
import org.jspecify.annotations.Nullable;
import org.tombolo.xmpp.RoomPart;
import org.tombolo.xmpp.RoomPart.Destroyed;
import org.tombolo.xmpp.RoomPart.Entering;
import org.tombolo.xmpp.RoomPart.Standing;

/** Between Smack's elements of XEP-0045 in presence stanzas and our values. */
final class RoomConverter {
    private RoomConverter() {}

    /** What a stanza says of a room; empty when it says nothing. */
    static Optional<RoomPart> read(Presence presence) {
        return Optional.ofNullable(MUCUser.from(presence)).map(RoomConverter::standing);
    }

    private static RoomPart standing(MUCUser user) {
        MUCItem item = user.getItem();
        Set<Integer> codes =
                user.getStatus().stream().map(MUCUser.Status::getCode).collect(Collectors.toSet());
        Optional<Destroyed> destroyed = Optional.ofNullable(user.getDestroy()).map(RoomConverter::destroyed);
        return item == null
                ? new Standing("", "", Optional.empty(), "", "", "", codes, destroyed)
                : new Standing(
                        word(item.getAffiliation()),
                        word(item.getRole()),
                        Optional.ofNullable(item.getJid()).map(MessageConverter::read),
                        text(item.getNick()),
                        item.getActorNick() == null ? text(item.getActor()) : text(item.getActorNick()),
                        text(item.getReason()),
                        codes,
                        destroyed);
    }

    private static Destroyed destroyed(Destroy destroy) {
        return new Destroyed(
                Optional.ofNullable(destroy.getJid()).map(MessageConverter::read), text(destroy.getReason()));
    }

    /** The element for a value. */
    static ExtensionElement write(Entering entering) {
        var history = StandardExtensionElement.builder("history", MUCInitialPresence.NAMESPACE)
                .addAttribute("maxstanzas", Integer.toString(entering.history()));
        // XEP-0045 7.2.13: UTC by XEP-0082.
        entering.since()
                .ifPresent(time -> history.addAttribute(
                        "since", DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS))));
        var x = StandardExtensionElement.builder("x", MUCInitialPresence.NAMESPACE)
                .addElement(history.build());
        return (entering.password().isEmpty() ? x : x.addElement("password", XmlText.clean(entering.password())))
                .build();
    }

    private static String word(@Nullable Enum<?> value) {
        return value == null ? "" : value.name().toLowerCase(Locale.ROOT);
    }

    private static String text(@Nullable Object text) {
        return text == null ? "" : text.toString();
    }
}

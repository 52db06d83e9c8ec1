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
        return Optional.ofNullable(MUCUser.from(presence))
                .map(RoomConverter::standing)
                .or(() -> Optional.ofNullable(presence.getExtension(MUCInitialPresence.QNAME))
                        // Smack has no parser for what only clients send.
                        .filter(StandardExtensionElement.class::isInstance)
                        .map(x -> entering((StandardExtensionElement) x)));
    }

    private static RoomPart entering(StandardExtensionElement wanted) {
        StandardExtensionElement password = wanted.getFirstElement("password");
        StandardExtensionElement history = wanted.getFirstElement("history");
        String most = history == null ? "" : text(history.getAttributeValue("maxstanzas"));
        // A time is for rooms that have kept what was said; a conference tells what it likes.
        return new Entering(
                most.matches("[0-9]{1,9}") ? Integer.parseInt(most) : Integer.MAX_VALUE,
                Optional.empty(),
                password == null ? "" : text(password.getText()));
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
    static ExtensionElement write(RoomPart part) {
        return part instanceof Entering entering ? write(entering) : write((Standing) part);
    }

    private static ExtensionElement write(Standing standing) {
        var item = StandardExtensionElement.builder("item", MUCUser.NAMESPACE);
        attribute(item, "affiliation", standing.affiliation());
        attribute(item, "role", standing.role());
        attribute(item, "nick", standing.nickname());
        standing.jid().ifPresent(jid -> item.addAttribute("jid", jid.text()));
        if (!standing.reason().isEmpty()) {
            item.addElement("reason", XmlText.clean(standing.reason()));
        }
        var x = StandardExtensionElement.builder("x", MUCUser.NAMESPACE).addElement(item.build());
        standing.codes().stream()
                .sorted()
                .forEach(code -> x.addElement(StandardExtensionElement.builder("status", MUCUser.NAMESPACE)
                        .addAttribute("code", Integer.toString(code))
                        .build()));
        return x.build();
    }

    private static void attribute(StandardExtensionElement.Builder element, String name, String value) {
        if (!value.isEmpty()) {
            element.addAttribute(name, XmlText.clean(value));
        }
    }

    private static ExtensionElement write(Entering entering) {
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

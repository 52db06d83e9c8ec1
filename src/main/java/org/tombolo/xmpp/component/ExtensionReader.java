package org.tombolo.xmpp.component;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import javax.xml.namespace.QName;
import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.provider.ProviderManager;
import org.jivesoftware.smackx.chatstates.packet.ChatStateExtension;
import org.jivesoftware.smackx.delay.packet.DelayInformation;
import org.jivesoftware.smackx.message_correct.element.MessageCorrectExtension;
import org.jivesoftware.smackx.muc.packet.MUCUser;
import org.jivesoftware.smackx.receipts.DeliveryReceipt;
import org.jivesoftware.smackx.receipts.DeliveryReceiptRequest;
import org.jivesoftware.smackx.xhtmlim.packet.XHTMLExtension;
import org.jspecify.annotations.Nullable;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.CallMessage.Word;
import org.tombolo.xmpp.Extension.Marker.Mark;

/** From Smack's extension elements to our values; those that none of our gateways reads are left out. */
final class ExtensionReader {
    /** More than any client sends; what follows is left out. */
    private static final int MOST = 16;

    static final String MARKERS = "urn:xmpp:chat-markers:0";
    static final String OUT_OF_BAND = "jabber:x:oob";
    static final String SHARED_FILE = "urn:xmpp:sfs:0";
    static final String FILE_METADATA = "urn:xmpp:file:metadata:0";
    static final String URL_DATA = "http://jabber.org/protocol/url-data";
    static final String THUMBNAIL = "urn:xmpp:thumbs:1";
    static final String HINTS = "urn:xmpp:hints";
    static final String STANZA_IDS = "urn:xmpp:sid:0";
    static final String CONFERENCE = "jabber:x:conference";

    private static final Map<QName, Function<ExtensionElement, Optional<? extends Extension>>> READERS = Map.ofEntries(
            entry(DeliveryReceiptRequest.QNAME, e -> Optional.of(new Extension.ReceiptRequest())),
            reader(DeliveryReceipt.QNAME, DeliveryReceipt.class, ExtensionReader::receipt),
            entry(new QName(MARKERS, "markable"), e -> Optional.of(new Extension.Markable())),
            marker(Mark.RECEIVED),
            marker(Mark.DISPLAYED),
            marker(Mark.ACKNOWLEDGED),
            state("active"),
            state("composing"),
            state("paused"),
            state("inactive"),
            state("gone"),
            reader(XHTMLExtension.QNAME, XHTMLExtension.class, ExtensionReader::xhtml),
            reader(new QName(OUT_OF_BAND, "x"), StandardExtensionElement.class, ExtensionReader::outOfBand),
            reader(new QName(SHARED_FILE, "file-sharing"), StandardExtensionElement.class, ExtensionReader::sharedFile),
            reader(DelayInformation.QNAME, DelayInformation.class, ExtensionReader::delay),
            reader(new QName(CONFERENCE, "x"), StandardExtensionElement.class, ExtensionReader::direct),
            entry(new QName(HINTS, "store"), e -> Optional.of(new Extension.StoreHint())),
            call(Word.PROPOSE),
            call(Word.RINGING),
            call(Word.PROCEED),
            call(Word.ACCEPT),
            call(Word.REJECT),
            call(Word.RETRACT),
            call(Word.FINISH),
            reader(MUCUser.QNAME, MUCUser.class, user -> mediated(user).or(() -> declined(user))),
            reader(new QName(STANZA_IDS, "stanza-id"), StandardExtensionElement.class, ExtensionReader::stanzaId),
            reader(MessageCorrectExtension.QNAME, MessageCorrectExtension.class, ExtensionReader::correction));

    private ExtensionReader() {}

    /** Makes Smack keep what its own parsers drop: of direct invitations password, reason and thread; of Jingle nearly all. */
    static void prepareParsers() {
        ProviderManager.removeExtensionProvider("x", CONFERENCE);
        // Smack's reads no RTP sessions.
        ProviderManager.addIQProvider("jingle", "urn:xmpp:jingle:1", new TreeIq.Provider());
    }

    /** The extensions that we know, in the stanza's order. */
    static List<Extension> read(Message message) {
        List<Extension> read = new ArrayList<>();
        for (ExtensionElement element : message.getExtensions()) {
            var reader = READERS.get(element.getQName());
            if (reader != null && read.size() < MOST) {
                reader.apply(element).ifPresent(read::add);
            }
        }
        return read;
    }

    private static <E extends ExtensionElement>
            Map.Entry<QName, Function<ExtensionElement, Optional<? extends Extension>>> reader(
                    QName name, Class<E> type, Function<E, Optional<? extends Extension>> read) {
        return entry(name, element -> type.isInstance(element) ? read.apply(type.cast(element)) : Optional.empty());
    }

    private static Map.Entry<QName, Function<ExtensionElement, Optional<? extends Extension>>> marker(Mark mark) {
        QName name = new QName(MARKERS, mark.name().toLowerCase(Locale.ROOT));
        return reader(
                name,
                StandardExtensionElement.class,
                e -> Optional.of(new Extension.Marker(mark, text(e.getAttributeValue("id")))));
    }

    private static Map.Entry<QName, Function<ExtensionElement, Optional<? extends Extension>>> state(String name) {
        var state = Extension.ChatState.State.valueOf(name.toUpperCase(Locale.ROOT));
        return entry(new QName(ChatStateExtension.NAMESPACE, name), e -> Optional.of(new Extension.ChatState(state)));
    }

    private static Map.Entry<QName, Function<ExtensionElement, Optional<? extends Extension>>> call(Word word) {
        QName name = new QName(CallMessages.NAMESPACE, CallMessages.name(word));
        return reader(name, StandardExtensionElement.class, e -> CallMessages.read(word, e));
    }

    private static Optional<Extension> receipt(DeliveryReceipt receipt) {
        return Optional.of(new Extension.Received(text(receipt.getId())));
    }

    private static Optional<Extension> xhtml(XHTMLExtension xhtml) {
        return xhtml.getBodies().stream().findFirst().map(body -> new Extension.Xhtml(body.toString()));
    }

    private static Optional<Extension> outOfBand(StandardExtensionElement element) {
        String url = child(element, "url");
        return url.isEmpty() ? Optional.empty() : Optional.of(new Extension.OutOfBand(url, child(element, "desc")));
    }

    private static Optional<Extension> sharedFile(StandardExtensionElement element) {
        Optional<StandardExtensionElement> file = inside(element, "file", FILE_METADATA);
        Optional<String> url = inside(element, "sources", SHARED_FILE)
                .flatMap(sources -> inside(sources, "url-data", URL_DATA))
                .map(data -> text(data.getAttributeValue("target")))
                .filter(ExtensionReader::isHttp);
        return file.isEmpty() ? Optional.empty() : url.map(u -> sharedFile(u, file.get()));
    }

    private static Extension sharedFile(String url, StandardExtensionElement file) {
        String size = child(file, "size");
        return new Extension.SharedFile(
                url,
                child(file, "name"),
                child(file, "media-type"),
                size.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(size)) : OptionalLong.empty(),
                inside(file, "thumbnail", THUMBNAIL)
                        .map(t -> new Extension.Thumbnail(
                                text(t.getAttributeValue("uri")),
                                text(t.getAttributeValue("media-type")),
                                OptionalLong.empty()))
                        // XEP-0264: the picture may be in the stanza (cid:, XEP-0231); we pass on what has a place.
                        .filter(t -> isHttp(t.url())),
                Optional.empty());
    }

    private static boolean isHttp(String url) {
        return url.startsWith("https://") || url.startsWith("http://");
    }

    private static Optional<StandardExtensionElement> inside(
            StandardExtensionElement element, String name, String namespace) {
        return Optional.ofNullable(element.getFirstElement(name, namespace));
    }

    private static Optional<Extension> delay(DelayInformation delay) {
        return Optional.of(new Extension.Delay(delay.getStamp().toInstant(), text(delay.getFrom())));
    }

    private static Optional<Extension> direct(StandardExtensionElement element) {
        return Jid.parse(text(element.getAttributeValue("jid")))
                .map(room -> new Extension.DirectInvitation(
                        room,
                        text(element.getAttributeValue("password")),
                        text(element.getAttributeValue("reason")),
                        text(element.getAttributeValue("thread"))));
    }

    private static Optional<Extension> mediated(MUCUser user) {
        return Optional.ofNullable(user.getInvite())
                .map(invite -> new Extension.MediatedInvitation(
                        Optional.ofNullable(invite.getFrom()).map(MessageConverter::read),
                        Optional.ofNullable(invite.getTo()).map(MessageConverter::read),
                        text(invite.getReason()),
                        text(user.getPassword())));
    }

    private static Optional<Extension> declined(MUCUser user) {
        return Optional.ofNullable(user.getDecline())
                .map(decline -> new Extension.Declined(
                        Optional.ofNullable(decline.getFrom()).map(MessageConverter::read),
                        Optional.ofNullable(decline.getTo()).map(MessageConverter::read),
                        text(decline.getReason())));
    }

    private static Optional<Extension> stanzaId(StandardExtensionElement element) {
        return Optional.of(
                new Extension.StanzaId(text(element.getAttributeValue("id")), text(element.getAttributeValue("by"))));
    }

    private static Optional<Extension> correction(MessageCorrectExtension element) {
        return Optional.of(new Extension.Correction(text(element.getIdInitialMessage())));
    }

    private static String child(StandardExtensionElement element, String name) {
        StandardExtensionElement child = element.getFirstElement(name);
        return child == null ? "" : text(child.getText());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}

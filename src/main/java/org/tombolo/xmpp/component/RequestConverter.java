package org.tombolo.xmpp.component;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.util.StringUtils;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;
import org.jivesoftware.smackx.vcardtemp.packet.VCard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.identity.Jid;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlException;
import org.tombolo.xml.XmlReader;
import org.tombolo.xml.XmlWriter;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppAnswer;
import org.tombolo.xmpp.XmppRequest;

/** Between Smack's requests and our values: what a request carries is read as a tree. */
final class RequestConverter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestConverter.class);
    private static final XmlReader PAYLOAD = new XmlReader(65_536, 2048, 24);

    /** A vCard has pictures in it; longer than this no stanza is read. */
    private static final XmlReader CARD = new XmlReader(1 << 20, 2048, 24);

    private RequestConverter() {}

    /** A request; empty when it has no address, or no payload that can be read. */
    static Optional<XmppRequest> read(IQ iq) {
        if (iq.getFrom() == null || iq.getTo() == null) {
            return Optional.empty();
        }
        return payload(iq)
                .map(payload -> new XmppRequest(
                        MessageConverter.read(iq.getFrom()),
                        MessageConverter.read(iq.getTo()),
                        iq.getType() == IQ.Type.set,
                        payload));
    }

    /** An answer to a request of ours. */
    static XmppAnswer answer(IQ iq) {
        if (iq.getType() != IQ.Type.error) {
            return new XmppAnswer.Result(payload(iq));
        }
        return XmppAnswer.failed(
                iq.getError() == null
                        ? new StanzaError("undefined-condition", "cancel", "", "")
                        : MessageConverter.read(iq.getError()));
    }

    private static Optional<XmlElement> payload(IQ iq) {
        if (iq instanceof TreeIq tree) {
            return Optional.of(tree.tree());
        }
        // What Smack has a parser for it can write; it is one of the few answers that we ask for.
        if (!(iq instanceof DiscoverInfo || iq instanceof VCard)) {
            return Optional.empty();
        }
        try {
            XmlReader reader = iq instanceof VCard ? CARD : PAYLOAD;
            return Optional.of(reader.read(iq.getChildElementXML().toString().getBytes(StandardCharsets.UTF_8)));
        } catch (XmlException e) {
            LOG.debug("a payload from {}: {}", iq.getFrom(), e.getMessage());
            return Optional.empty();
        }
    }

    /** A request as it goes on the wire. */
    static String write(XmppRequest request, String id) {
        return head(request.from(), request.to(), id, request.set() ? "set" : "get")
                + XmlWriter.fragment(request.payload()) + "</iq>";
    }

    /** The answer to a request of that id. */
    static String write(XmppRequest request, String id, XmppAnswer answer) {
        if (answer instanceof XmppAnswer.Failed failed) {
            return head(request.to(), request.from(), id, "error") + error(failed) + "</iq>";
        }
        return head(request.to(), request.from(), id, "result")
                + ((XmppAnswer.Result) answer)
                        .payload()
                        .map(XmlWriter::fragment)
                        .orElse("") + "</iq>";
    }

    private static String error(XmppAnswer.Failed failed) {
        String xml = MessageConverter.write(failed.error())
                .toXML(MessageConverter.STREAM)
                .toString()
                .replace("]]>", "]]&gt;");
        String end = "</error>";
        return xml.substring(0, xml.length() - end.length())
                + failed.specific().map(XmlWriter::fragment).orElse("")
                + end;
    }

    private static String head(Jid from, Jid to, String id, String type) {
        return "<iq from='" + escaped(from.text()) + "' to='" + escaped(to.text()) + "' id='"
                + escaped(XmlText.clean(id)) + "' type='" + type + "'>";
    }

    private static CharSequence escaped(String text) {
        return StringUtils.escapeForXmlAttributeApos(text);
    }
}

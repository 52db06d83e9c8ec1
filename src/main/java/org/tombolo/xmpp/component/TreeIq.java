package org.tombolo.xmpp.component;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.IqData;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.provider.IqProvider;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParser.Event;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.tombolo.xml.XmlElement;

/** A request that is read as a tree: Smack's own form of what it does not know loses the namespaces inside. */
final class TreeIq extends IQ {
    private final XmlElement tree;

    private TreeIq(XmlElement tree) {
        super(tree.name().getLocalPart(), tree.name().getNamespaceURI());
        this.tree = tree;
    }

    XmlElement tree() {
        return tree;
    }

    @Override
    protected IQChildElementXmlStringBuilder getIQChildElementBuilder(IQChildElementXmlStringBuilder xml) {
        throw new UnsupportedOperationException("it is read, not written");
    }

    /** Reads requests of one name. */
    static final class Provider extends IqProvider<TreeIq> {
        /** More than any request of this kind has. */
        private static final int MOST_ELEMENTS = 2048;

        @Override
        public TreeIq parse(XmlPullParser parser, int initialDepth, IqData iqData, XmlEnvironment environment)
                throws XmlPullParserException, IOException {
            return new TreeIq(new Reader(parser).element());
        }

        /** Reads one element, from its start to its end. */
        private static final class Reader {
            private final XmlPullParser parser;
            private int elements;

            Reader(XmlPullParser parser) {
                this.parser = parser;
            }

            XmlElement element() throws XmlPullParserException, IOException {
                if (++elements > MOST_ELEMENTS) {
                    throw new XmlPullParserException("more than " + MOST_ELEMENTS + " elements");
                }
                QName name = new QName(parser.getNamespace(), parser.getName());
                Map<QName, String> attributes = attributes();
                List<XmlElement> children = new ArrayList<>();
                StringBuilder text = new StringBuilder();
                for (Event event = parser.next(); event != Event.END_ELEMENT; event = parser.next()) {
                    if (event == Event.START_ELEMENT) {
                        children.add(element());
                    } else if (event == Event.TEXT_CHARACTERS) {
                        text.append(parser.getText());
                    }
                }
                return new XmlElement(name, attributes, List.copyOf(children), text.toString());
            }

            private Map<QName, String> attributes() {
                Map<QName, String> attributes = new LinkedHashMap<>();
                for (int i = 0; i < parser.getAttributeCount(); i++) {
                    attributes.put(parser.getAttributeQName(i), parser.getAttributeValue(i));
                }
                return attributes;
            }
        }
    }
}

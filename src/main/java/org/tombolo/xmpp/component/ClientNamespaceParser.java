package org.tombolo.xmpp.component;

import java.io.EOFException;
import java.io.IOException;
import javax.xml.namespace.QName;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;

/** Shows the component namespace (XEP-0114 2) as {@code jabber:client}, for which Smack has its parsers. */
final class ClientNamespaceParser implements XmlPullParser {
    static final String COMPONENT = "jabber:component:accept";
    static final String CLIENT = "jabber:client";
    /** Smack's parsers recurse: what is nested deeper than any real stanza would use up the stack. */
    private static final int DEEPEST = 100;

    private final XmlPullParser parser;

    ClientNamespaceParser(XmlPullParser parser) {
        this.parser = parser;
    }

    private static String shown(String namespace) {
        return COMPONENT.equals(namespace) ? CLIENT : namespace;
    }

    @Override
    public String getNamespace() {
        return shown(parser.getNamespace());
    }

    @Override
    public String getNamespace(String prefix) {
        return shown(parser.getNamespace(prefix));
    }

    @Override
    public String getNamespaceUri(int position) throws XmlPullParserException {
        return shown(parser.getNamespaceUri(position));
    }

    @Override
    public QName getQName() {
        QName name = parser.getQName();
        return COMPONENT.equals(name.getNamespaceURI())
                ? new QName(CLIENT, name.getLocalPart(), name.getPrefix())
                : name;
    }

    @Override
    public Object getProperty(String name) {
        return parser.getProperty(name);
    }

    @Override
    public String getInputEncoding() {
        return parser.getInputEncoding();
    }

    @Override
    public int getNamespaceCount() throws XmlPullParserException {
        return parser.getNamespaceCount();
    }

    @Override
    public String getNamespacePrefix(int position) throws XmlPullParserException {
        return parser.getNamespacePrefix(position);
    }

    @Override
    public int getDepth() {
        return parser.getDepth();
    }

    @Override
    public String getPositionDescription() {
        return parser.getPositionDescription();
    }

    @Override
    public int getLineNumber() {
        return parser.getLineNumber();
    }

    @Override
    public int getColumnNumber() {
        return parser.getColumnNumber();
    }

    @Override
    public boolean isWhiteSpace() throws XmlPullParserException {
        return parser.isWhiteSpace();
    }

    @Override
    public String getText() {
        return parser.getText();
    }

    @Override
    public String getName() {
        return parser.getName();
    }

    @Override
    public String getPrefix() {
        return parser.getPrefix();
    }

    @Override
    public int getAttributeCount() {
        return parser.getAttributeCount();
    }

    @Override
    public String getAttributeNamespace(int index) {
        return parser.getAttributeNamespace(index);
    }

    @Override
    public String getAttributeName(int index) {
        return parser.getAttributeName(index);
    }

    @Override
    public QName getAttributeQName(int index) {
        return parser.getAttributeQName(index);
    }

    @Override
    public String getAttributePrefix(int index) {
        return parser.getAttributePrefix(index);
    }

    @Override
    public String getAttributeType(int index) {
        return parser.getAttributeType(index);
    }

    @Override
    public String getAttributeValue(int index) {
        return parser.getAttributeValue(index);
    }

    @Override
    public String getAttributeValue(String namespace, String name) {
        return parser.getAttributeValue(namespace, name);
    }

    @Override
    public Event getEventType() throws XmlPullParserException {
        return parser.getEventType();
    }

    @Override
    public Event next() throws IOException, XmlPullParserException {
        Event event = parser.next();
        checkDepth();
        return event;
    }

    private void checkDepth() throws XmlPullParserException {
        if (parser.getDepth() > DEEPEST) {
            throw new XmlPullParserException("nested more than " + DEEPEST + " deep");
        }
    }

    /** Reads to the end of the element at a depth, however deeply what is in it is nested. */
    void skipTo(int depth) throws IOException, XmlPullParserException {
        while (!(parser.getEventType() == Event.END_ELEMENT && parser.getDepth() == depth)) {
            if (parser.next() == Event.END_DOCUMENT) {
                throw new EOFException("the stream ended inside a stanza");
            }
        }
    }

    @Override
    public String nextText() throws IOException, XmlPullParserException {
        return parser.nextText();
    }

    @Override
    public TagEvent nextTag() throws IOException, XmlPullParserException {
        TagEvent event = parser.nextTag();
        checkDepth();
        return event;
    }

    @Override
    public boolean supportsRoundtrip() {
        return parser.supportsRoundtrip();
    }
}

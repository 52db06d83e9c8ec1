package org.tombolo.xml;

/** What was read is not XML, or more of it than is taken. */
public final class XmlException extends Exception {
    private static final long serialVersionUID = 1L;

    public XmlException(String message) {
        super(message);
    }
}

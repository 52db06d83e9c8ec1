package org.tombolo.presence.xcap;

import org.tombolo.xml.XmlElement;

/** What became of a GET (RFC 4825 7). */
sealed interface XcapAnswer {

    /**
     * There is a document, or an element of one.
     *
     * @param etag its entity-tag, empty when there is none
     */
    record Found(XmlElement content, String etag) implements XcapAnswer {}

    /** It is still the one of the entity-tag that was given. */
    record NotModified() implements XcapAnswer {}

    /** There is none. */
    record NotThere() implements XcapAnswer {}

    /** Nobody knows. */
    record Failed(String reason) implements XcapAnswer {}
}

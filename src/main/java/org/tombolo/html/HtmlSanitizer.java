package org.tombolo.html;

/** Makes formatted text safe. Never reads anything but the text it is given. */
public interface HtmlSanitizer {

    /** The longest text that is read as markup, in characters; a longer one is {@link SafeHtml#NONE}. */
    int LONGEST = 1 << 16;

    /** Reads a document or fragment of HTML, however ill-formed. */
    SafeHtml html(String markup);

    /** Reads an element of XHTML with what is in it, such as the body of XEP-0071. */
    SafeHtml xhtml(String markup);
}

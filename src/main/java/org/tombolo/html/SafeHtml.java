package org.tombolo.html;

/**
 * Formatted text that may be shown to anybody: elements, attributes and styles that XEP-0071 8 recommends, and links that
 * run nothing.
 *
 * @param text the same for a reader without formatting
 * @param content what is inside the body: well-formed XML without a namespace, and HTML at the same time
 * @param formatted whether it says more than the text does
 * @param reduced whether something of what was given is gone
 * @param pictures whether pictures are among that
 */
public record SafeHtml(String text, String content, boolean formatted, boolean reduced, boolean pictures) {
    /** What is too long to be read. */
    public static final SafeHtml NONE = new SafeHtml("", "", false, true, false);

    /** The body for XHTML-IM (XEP-0071 7). */
    public String xhtmlBody() {
        return "<body xmlns='http://www.w3.org/1999/xhtml'>" + content + "</body>";
    }

    /** A document for {@code text/html}. */
    public String document() {
        return "<html><body>" + content + "</body></html>";
    }
}

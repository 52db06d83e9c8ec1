package org.tombolo.html.jsoup;

import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.tombolo.html.HtmlSanitizer;
import org.tombolo.html.SafeHtml;

/** Reads with jsoup, writes what the {@link Profile} lets pass. Has no state; safe for all threads. */
public final class JsoupSanitizer implements HtmlSanitizer {

    @Override
    public SafeHtml html(String markup) {
        return markup.length() > LONGEST
                ? SafeHtml.NONE
                : safe(Parser.htmlParser().parseInput(markup, ""));
    }

    @Override
    public SafeHtml xhtml(String markup) {
        return markup.length() > LONGEST
                ? SafeHtml.NONE
                : safe(Parser.xmlParser().parseInput(markup, ""));
    }

    private static SafeHtml safe(Element root) {
        Writer writer = new Writer();
        writer.content(root);
        return writer.result();
    }
}

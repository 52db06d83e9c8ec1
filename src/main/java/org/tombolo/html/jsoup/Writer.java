package org.tombolo.html.jsoup;

import java.util.Locale;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.tombolo.html.SafeHtml;

/** Writes a tree twice: as markup by the {@link Profile}, and as the text that it says. */
final class Writer {
    /** More than anybody nests by hand; what is deeper keeps its text and loses its markup. */
    private static final int DEEPEST = 40;

    private final StringBuilder markup = new StringBuilder();
    private final PlainText text = new PlainText();
    private boolean formatted;
    private boolean reduced;
    private boolean pictures;
    private int depth;

    /** Writes what is in an element. */
    void content(Element element) {
        for (Node child : element.childNodes()) {
            if (child instanceof TextNode words) {
                words(words);
            } else if (child instanceof Element inner) {
                element(inner);
            }
        }
    }

    SafeHtml result() {
        return new SafeHtml(text.result(), markup.toString(), formatted, reduced, pictures);
    }

    private void words(TextNode node) {
        String words = node.getWholeText();
        markup.append(escape(words));
        text.words(words);
    }

    private void element(Element element) {
        String name = element.normalName();
        if (depth == DEEPEST) {
            // Without recursion: a stranger decides how deep this is.
            reduced = true;
            markup.append(escape(element.text()));
            text.words(element.text());
        } else if (Profile.isRemoved(name) || Profile.isIgnored(name)) {
            reduced |= Profile.isRemoved(name);
        } else if (name.equals("img")) {
            image(element);
        } else {
            depth++;
            text.start(name, element.parent() == null ? "" : element.parent().normalName());
            passing(element, name);
            text.end(name, element.attr("href"));
            depth--;
        }
    }

    /** XEP-0071 8.6.1: whoever loads a picture tells the sender that she read the message, so words stand for it. */
    private void image(Element element) {
        reduced = true;
        pictures = true;
        markup.append(escape(element.attr("alt")));
        text.words(element.attr("alt"));
    }

    private void passing(Element element, String name) {
        var target = Profile.target(name);
        if (target.isEmpty()) {
            reduced |= !Profile.isWrapper(name) && !name.startsWith("#");
            content(element);
            return;
        }
        String to = target.get().name();
        markup.append('<').append(to);
        boolean attributes = attributes(element, to, target.get().style());
        formatted |= attributes || !isPlain(to);
        if (to.equals("br")) {
            markup.append("/>");
        } else {
            markup.append('>');
            content(element);
            markup.append("</").append(to).append('>');
        }
    }

    /** Whether an element without attributes says nothing that plain text cannot say. */
    private static boolean isPlain(String name) {
        return name.equals("p") || name.equals("br") || name.equals("div") || name.equals("span");
    }

    private boolean attributes(Element element, String name, String ownStyle) {
        int before = markup.length();
        String style = element.attr("style");
        String kept = Profile.style(style);
        if (name.equals("a") && Profile.isLink(element.attr("href").trim())) {
            attribute("href", element.attr("href").trim());
        }
        String all = ownStyle.isEmpty() || kept.isEmpty() ? ownStyle + kept : ownStyle + "; " + kept;
        if (!all.isEmpty()) {
            attribute("style", all);
        }
        reduced |= style.isBlank() != kept.isEmpty() || loses(element);
        return markup.length() > before;
    }

    /** Whether an attribute is gone that a reader would miss. */
    private static boolean loses(Element element) {
        for (Attribute attribute : element.attributes()) {
            String name = attribute.getKey().toLowerCase(Locale.ROOT);
            if (name.equals("href") && !Profile.isLink(attribute.getValue().trim())
                    || name.startsWith("on")
                    || name.equals("color")
                    || name.equals("size")
                    || name.equals("face")) {
                return true;
            }
        }
        return false;
    }

    private void attribute(String name, String value) {
        markup.append(' ').append(name).append("=\"").append(escape(value)).append('"');
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(escaped, c));
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, int c) {
        switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\t', '\n', '\r' -> escaped.append((char) c);
            default -> {
                // XML 1.0 2.2: what is not a character there is left out.
                if (c >= 0x20 && (c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000)) {
                    escaped.appendCodePoint(c);
                }
            }
        }
    }
}

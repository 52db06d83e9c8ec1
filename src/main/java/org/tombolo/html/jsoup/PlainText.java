package org.tombolo.html.jsoup;

import java.util.ArrayDeque;
import java.util.Deque;

/** What formatted text says to a reader without formatting: lines, numbered and dotted lists, and where links lead. */
final class PlainText {
    private final StringBuilder out = new StringBuilder();
    /** Numbers of the ordered lists that are open. */
    private final Deque<Integer> numbers = new ArrayDeque<>();
    /** Where the links that are open begin. */
    private final Deque<Integer> links = new ArrayDeque<>();

    private int preformatted;
    private boolean space;

    /** Words of the text; white space is folded as HTML does outside of {@code pre}. */
    void words(String words) {
        if (preformatted > 0) {
            out.append(words);
            return;
        }
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
                space = true;
            } else {
                flushSpace();
                out.append(c);
            }
        }
    }

    private void flushSpace() {
        if (space && out.length() > 0 && out.charAt(out.length() - 1) != '\n') {
            out.append(' ');
        }
        space = false;
    }

    /** An element begins. */
    void start(String name, String parent) {
        if (Profile.isBlock(name)) {
            line();
        }
        switch (name) {
            case "br" -> out.append('\n');
            case "pre" -> preformatted++;
            case "ol" -> numbers.push(1);
            case "li" -> item(parent);
            case "a" -> {
                flushSpace();
                links.push(out.length());
            }
            default -> {}
        }
    }

    private void item(String parent) {
        if (parent.equals("ol") && !numbers.isEmpty()) {
            int number = numbers.pop();
            out.append(number).append(". ");
            numbers.push(number + 1);
        } else {
            out.append("* ");
        }
    }

    /** An element ends. */
    void end(String name, String href) {
        switch (name) {
            case "pre" -> preformatted--;
            case "ol" -> numbers.pop();
            case "a" -> link(href.trim());
            default -> {}
        }
        if (Profile.isBlock(name)) {
            line();
        }
    }

    private void link(String href) {
        String shown = out.substring(links.pop()).trim();
        if (Profile.isLink(href) && !href.equals(shown) && !href.endsWith(":" + shown)) {
            out.append(" <").append(href).append('>');
        }
    }

    private void line() {
        space = false;
        if (out.length() > 0 && out.charAt(out.length() - 1) != '\n') {
            out.append('\n');
        }
    }

    String result() {
        return out.toString().strip();
    }
}

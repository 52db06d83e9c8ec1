package org.tombolo.html.jsoup;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What passes (XEP-0071 6 to 8): the elements of the Integration Set that say something in a message. */
final class Profile {
    /** Elements that stay as they are. */
    private static final Set<String> ELEMENTS = Set.of(
            "a",
            "abbr",
            "blockquote",
            "br",
            "cite",
            "code",
            "div",
            "em",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "kbd",
            "li",
            "ol",
            "p",
            "pre",
            "q",
            "samp",
            "span",
            "strong",
            "ul",
            "var");

    /** Elements of HTML as those of the Integration Set that mean the same. */
    private static final Map<String, Target> EQUIVALENT = Map.of(
            "b", new Target("strong", ""),
            "i", new Target("em", ""),
            "tt", new Target("code", ""),
            "u", new Target("span", "text-decoration: underline"),
            "ins", new Target("span", "text-decoration: underline"),
            "s", new Target("span", "text-decoration: line-through"),
            "strike", new Target("span", "text-decoration: line-through"),
            "del", new Target("span", "text-decoration: line-through"),
            "acronym", new Target("abbr", ""),
            "address", new Target("div", ""));

    /** Elements that are gone with what is in them. */
    private static final Set<String> REMOVED = Set.of(
            "script",
            "style",
            "object",
            "applet",
            "embed",
            "iframe",
            "frameset",
            "noscript",
            "template",
            "svg",
            "math",
            "audio",
            "video",
            "canvas",
            "form",
            "select",
            "textarea",
            "button",
            "input");

    /** Elements that are gone, too, and that no reader of the body misses. */
    private static final Set<String> IGNORED = Set.of("title", "meta", "link", "base");

    /** Elements that only wrap others, so that nothing is lost without them. */
    private static final Set<String> WRAPPERS = Set.of("html", "head", "body", "tbody");

    /** Elements that start on a line of their own. */
    private static final Set<String> BLOCKS = Set.of(
            "address",
            "blockquote",
            "div",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "li",
            "ol",
            "p",
            "pre",
            "table",
            "tr",
            "ul");

    // XEP-0071 8.6.2: nothing that runs. What phones open besides: numbers and addresses.
    private static final Pattern LINK = Pattern.compile(
            "(https?|mailto|tel|sips?|im|xmpp):[^\\p{Cntrl}\\s\"<>\\\\^`{|}]{1,2048}", Pattern.CASE_INSENSITIVE);

    // XEP-0071 8.4
    private static final Set<String> STYLES = Set.of(
            "background-color",
            "color",
            "font-family",
            "font-size",
            "font-style",
            "font-weight",
            "margin-left",
            "margin-right",
            "text-align",
            "text-decoration");

    // No parentheses but those of a colour: url() and expression() fetch and run.
    private static final Pattern STYLE_VALUE =
            Pattern.compile("(rgba?\\([0-9.,%\\s]{1,40}\\))|[a-zA-Z0-9#%.,'\\s-]{1,100}");
    private static final int MOST_STYLES = 2048;

    private Profile() {}

    /**
     * What an element becomes.
     *
     * @param style that it has besides its own, may be empty
     */
    record Target(String name, String style) {}

    /** What an element becomes; empty when only what is in it stays. */
    static Optional<Target> target(String name) {
        if (ELEMENTS.contains(name)) {
            return Optional.of(new Target(name, ""));
        }
        return Optional.ofNullable(EQUIVALENT.get(name));
    }

    static boolean isRemoved(String name) {
        return REMOVED.contains(name);
    }

    static boolean isIgnored(String name) {
        return IGNORED.contains(name);
    }

    static boolean isWrapper(String name) {
        return WRAPPERS.contains(name);
    }

    static boolean isBlock(String name) {
        return BLOCKS.contains(name);
    }

    static boolean isLink(String href) {
        return LINK.matcher(href).matches();
    }

    /** The declarations that pass, in order. */
    static String style(String declarations) {
        StringBuilder kept = new StringBuilder();
        for (String declaration : declarations
                .substring(0, Math.min(declarations.length(), MOST_STYLES))
                .split(";")) {
            int colon = declaration.indexOf(':');
            String property =
                    declaration.substring(0, Math.max(0, colon)).trim().toLowerCase(Locale.ROOT);
            String value = declaration.substring(colon + 1).trim();
            if (STYLES.contains(property) && STYLE_VALUE.matcher(value).matches()) {
                kept.append(kept.length() == 0 ? "" : "; ")
                        .append(property)
                        .append(": ")
                        .append(value);
            }
        }
        return kept.toString();
    }
}

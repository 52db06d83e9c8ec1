package org.tombolo.xmpp.component;

/** Text that may stand in an XML 1.0 document. */
final class XmlText {
    private XmlText() {}

    /** Replaces what XML 1.0 2.2 does not allow, such as control characters: one of them would end the stream. */
    static String clean(String text) {
        return text.codePoints().allMatch(XmlText::allowed) ? text : replaced(text);
    }

    private static String replaced(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(allowed(c) ? c : 0xFFFD));
        return clean.toString();
    }

    private static boolean allowed(int c) {
        return c == 0x9
                || c == 0xA
                || c == 0xD
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}

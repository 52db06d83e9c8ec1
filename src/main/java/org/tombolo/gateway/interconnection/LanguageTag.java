package org.tombolo.gateway.interconnection;

import java.util.regex.Pattern;

/** Language tags (RFC 5646), which SIP's Content-Language and XMPP's {@code xml:lang} share. */
final class LanguageTag {
    // RFC 5646 4.4.1: a buffer of 35 characters holds every tag that can be expected.
    private static final int LONGEST = 35;
    private static final Pattern FORM = Pattern.compile("[A-Za-z]{1,8}+(?:-[A-Za-z0-9]{1,8}+)*+");

    private LanguageTag() {}

    static boolean isOne(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && FORM.matcher(text).matches();
    }
}

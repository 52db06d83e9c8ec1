package org.tombolo.gateway.interconnection;

import java.util.List;
import java.util.Set;
import org.tombolo.gateway.interconnection.tracking.Loss;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;

/**
 * One way to write a stanza as a MESSAGE.
 *
 * @param body with its type
 * @param headers besides those that every MESSAGE has
 * @param needs what the phone has to be able to do
 * @param lost what this way does not say
 */
record Rendering(Body body, List<Header> headers, Set<Ability> needs, Set<Loss> lost) {

    /** What not every phone can do. */
    enum Ability {
        /** Formatted text. */
        HTML,
        /** An envelope with headers of its own, for notifications and dates (RFC 3862). */
        CPIM,
        /** A link that says what the file is (GSMA RCC.07). */
        FILE_LINK
    }
}

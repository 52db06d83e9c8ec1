package org.tombolo.gateway.interaction.push;

import java.util.Locale;

/** How a push reaches a phone. */
public enum Way {
    /** The file itself, by MSRP (RFC 5547). */
    MSRP,
    /** A message that describes a link to the file (GSMA RCC.07, File Transfer via HTTP). */
    RCS,
    /** A message in plain text (RFC 3428). */
    MESSAGE;

    /** The API's word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

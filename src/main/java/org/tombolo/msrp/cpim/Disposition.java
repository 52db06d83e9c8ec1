package org.tombolo.msrp.cpim;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a sender wants to be told of (RFC 5438 6.2, Disposition-Notification). */
public enum Disposition {
    POSITIVE_DELIVERY,
    NEGATIVE_DELIVERY,
    PROCESSING,
    DISPLAY;

    /** Reads the header's value; what is not known is left out. */
    static Set<Disposition> parse(String value) {
        EnumSet<Disposition> wanted = EnumSet.noneOf(Disposition.class);
        for (String part : value.split(",")) {
            // RFC 5438 10: parameters may follow.
            String name = part.split(";", 2)[0].trim();
            Arrays.stream(values()).filter(d -> d.text().equalsIgnoreCase(name)).forEach(wanted::add);
        }
        return wanted;
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String text(Set<Disposition> wanted) {
        return Arrays.stream(values())
                .filter(wanted::contains)
                .map(Disposition::text)
                .collect(Collectors.joining(", "));
    }
}

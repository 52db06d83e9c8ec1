package org.tombolo.msrp.wire;

import java.util.Locale;

/** Which responses the sender of a SEND wants (RFC 4975 7.1.1). */
public enum FailureReport {
    /** Every one: what is not said. */
    YES,
    /** Those that are errors. */
    PARTIAL,
    /** None. */
    NO;

    static FailureReport parse(String text) throws MsrpSyntaxException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes" -> YES;
            case "partial" -> PARTIAL;
            case "no" -> NO;
            default -> throw new MsrpSyntaxException("Failure-Report is yes, no or partial");
        };
    }

    /** Whether this response may be sent. */
    public boolean wants(MsrpStatus status) {
        return this == YES || (this == PARTIAL && !status.ok());
    }

    /** The text for the wire. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

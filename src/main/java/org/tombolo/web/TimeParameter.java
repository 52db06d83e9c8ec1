package org.tombolo.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** A time that a client gives. */
public final class TimeParameter {
    private TimeParameter() {}

    /**
     * Reads a time of RFC 3339.
     *
     * @param name what the client knows it as
     * @throws Refusal 400 when it is none, or has no zone
     */
    public static Instant parse(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.of(400, name + ": must be a time of RFC 3339 with its zone");
        }
    }
}

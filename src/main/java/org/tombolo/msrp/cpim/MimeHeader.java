package org.tombolo.msrp.cpim;

import java.util.List;
import java.util.Optional;

/**
 * A header of the content, such as Content-Type (RFC 2045).
 *
 * @param name case counts for nothing
 */
public record MimeHeader(String name, String value) {
    public MimeHeader {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
            throw new IllegalArgumentException("no name of a header");
        }
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line end in the value of " + name);
        }
    }

    static MimeHeader parse(String line) throws CpimException {
        int colon = line.indexOf(':');
        try {
            return new MimeHeader(
                    line.substring(0, Math.max(0, colon)).trim(),
                    line.substring(colon + 1).trim());
        } catch (IllegalArgumentException e) {
            throw new CpimException("no header of the content: " + e.getMessage());
        }
    }

    static Optional<String> first(List<MimeHeader> headers, String name) {
        return headers.stream()
                .filter(h -> h.name().equalsIgnoreCase(name))
                .map(MimeHeader::value)
                .findFirst();
    }
}

package org.tombolo.msrp.wire;

/**
 * One header line.
 *
 * @param name as it stands on the wire; case counts for nothing
 * @param value without the space before it
 */
public record MsrpHeader(String name, String value) {
    public MsrpHeader {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
            throw new IllegalArgumentException("no header name: " + MsrpSyntaxException.shortened(name));
        }
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line end in the value of " + name);
        }
    }

    /** Whether it has this name. */
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** The first value of a name among headers. */
    static java.util.Optional<String> first(java.util.List<MsrpHeader> headers, String name) {
        return headers.stream().filter(h -> h.is(name)).map(MsrpHeader::value).findFirst();
    }
}

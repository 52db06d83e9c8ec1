package org.tombolo.msrp.sdp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which content a side takes (RFC 4975 8.6).
 *
 * @param types by themselves or in an envelope; {@code *} for what it will look at, {@code text/*} likewise
 * @param wrapped inside an envelope only, such as CPIM
 */
public record AcceptTypes(List<String> types, List<String> wrapped) {
    private static final int MOST = 64;
    private static final Pattern ENTRY = Pattern.compile("[!-~]+");

    public AcceptTypes {
        types = List.copyOf(types);
        wrapped = List.copyOf(wrapped);
        if (Stream.concat(types.stream(), wrapped.stream())
                .anyMatch(entry -> !ENTRY.matcher(entry).matches())) {
            throw new IllegalArgumentException("an entry has no space in it");
        }
    }

    public static AcceptTypes of(String... types) {
        return new AcceptTypes(List.of(types), List.of());
    }

    static List<String> parse(String value) {
        return Arrays.stream(value.trim().split(" +"))
                .filter(entry -> ENTRY.matcher(entry).matches())
                .limit(MOST)
                .toList();
    }

    /** Whether a message may have this content type; its parameters count for nothing. */
    public boolean take(String contentType) {
        return matches(types, contentType);
    }

    /** Whether this content type may stand inside an envelope. */
    public boolean takeWrapped(String contentType) {
        return matches(types, contentType) || matches(wrapped, contentType);
    }

    private static boolean matches(List<String> entries, String contentType) {
        String type = bare(contentType);
        return entries.stream()
                .map(AcceptTypes::bare)
                .anyMatch(entry -> entry.equals("*")
                        || entry.equals(type)
                        || (entry.endsWith("/*") && type.startsWith(entry.substring(0, entry.length() - 1))));
    }

    private static String bare(String type) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
    }
}

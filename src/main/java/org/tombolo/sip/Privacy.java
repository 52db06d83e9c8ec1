package org.tombolo.sip;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a sender asked to keep from those whom the trust domain does not hold (RFC 3323 4.2, RFC 3325 9.3).
 *
 * @param values the priv-values, in lower case
 */
public record Privacy(Set<String> values) {
    /** Each of these hides who it is; {@code session} speaks of addresses of media, {@code none} of nothing. */
    private static final Set<String> HIDING = Set.of("id", "user", "header");

    private static final Privacy NONE = new Privacy(Set.of());

    /** What a request asks for. */
    public static Privacy of(SipRequest request) {
        return parse(request.headers("Privacy"));
    }

    /** What the values of Privacy headers ask for. */
    public static Privacy parse(List<String> headers) {
        if (headers.isEmpty()) {
            return NONE;
        }
        return new Privacy(headers.stream()
                .flatMap(line -> Arrays.stream(line.split("[;,]", -1)))
                .map(value -> value.trim().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether the other side may not learn who the sender is. */
    public boolean anonymous() {
        return values.stream().anyMatch(HIDING::contains);
    }
}

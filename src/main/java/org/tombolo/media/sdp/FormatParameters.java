package org.tombolo.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Parameters of a format as all codecs of ours write them: pairs of name and value between semicolons (RFC 8866 6.15). */
final class FormatParameters {
    private final List<Pair> pairs = new ArrayList<>();

    private record Pair(String name, String value) {
        String text() {
            return name + "=" + value;
        }
    }

    FormatParameters(String text) {
        for (String parameter : text.split(";", -1)) {
            String[] pair = parameter.trim().split("=", 2);
            if (pair.length == 2) {
                pairs.add(new Pair(pair[0].trim(), pair[1].trim()));
            }
        }
    }

    /** The first value of a name, which is written in lower case here and as they like there. */
    Optional<String> value(String name) {
        return pairs.stream()
                .filter(pair -> pair.name().toLowerCase(Locale.ROOT).equals(name))
                .map(Pair::value)
                .findFirst();
    }

    /** Those of these names, as an {@code a=fmtp} has them; empty when there are none. */
    String only(Set<String> names) {
        return pairs.stream()
                .filter(pair -> names.contains(pair.name().toLowerCase(Locale.ROOT)))
                .map(Pair::text)
                .collect(Collectors.joining(";"));
    }
}

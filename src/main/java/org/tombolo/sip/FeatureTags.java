package org.tombolo.sip;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The feature tags (RFC 3840 9) of a Contact, or of an Accept-Contact (RFC 3841 9.2): what an agent can do, or what is asked of one. */
public final class FeatureTags {
    private static final Pattern URI = Pattern.compile("<[^>]*>");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([^\\s;=,]+)(?:\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^;\\s]*))?");
    /** No phone has more. */
    private static final int MOST = 100;

    private final Map<String, String> tags;

    private FeatureTags(Map<String, String> tags) {
        this.tags = tags;
    }

    /** Those of all values of a header. */
    public static FeatureTags of(SipRequest request, String header) {
        return of(request.headers(header));
    }

    static FeatureTags of(List<String> values) {
        Map<String, String> tags = new HashMap<>();
        for (String value : values) {
            Matcher parameters = PARAMETER.matcher(URI.matcher(value).replaceAll(""));
            while (parameters.find() && tags.size() < MOST) {
                String name = parameters.group(1).toLowerCase(Locale.ROOT);
                tags.merge(name, plain(parameters.group(2)), (one, other) -> one + "," + other);
            }
        }
        return new FeatureTags(tags);
    }

    // TS 24.229 7.9.2: colons are escaped, a list stands in quotes. Containers may undo either.
    private static String plain(String value) {
        return Optional.ofNullable(value)
                .map(v -> v.replace("\"", "").replaceAll("(?i)%3a", ":").toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /** Whether a tag is there and not denied. */
    public boolean has(String tag) {
        return Optional.ofNullable(tags.get(tag))
                .filter(value -> !value.equals("false"))
                .isPresent();
    }

    /** The tags of services, such as {@code +g.3gpp.iari-ref}, each with its values; a tag without a value has the empty one. */
    public Map<String, List<String>> services() {
        Map<String, List<String>> services = new HashMap<>();
        tags.forEach((name, value) -> {
            if (name.startsWith("+g.")) {
                services.put(name, List.of(value.split(",")));
            }
        });
        return services;
    }

    /** Whether a value is among those of a tag, such as an application of {@code +g.3gpp.iari-ref}, its colons not escaped. */
    public boolean has(String tag, String value) {
        return List.of(tags.getOrDefault(tag, "").split(",")).contains(value);
    }
}

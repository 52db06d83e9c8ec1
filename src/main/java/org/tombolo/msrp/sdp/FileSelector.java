package org.tombolo.msrp.sdp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells one file from another (RFC 5547 6, {@code a=file-selector}).
 *
 * @param name its name without a directory
 * @param type its media type with parameters
 * @param size its octets
 * @param hashes of its content
 */
public record FileSelector(Optional<String> name, Optional<String> type, OptionalLong size, List<Hash> hashes) {
    private static final Pattern SELECTOR = Pattern.compile("([a-z]+):((?:\"[^\"]*\"|[^\" ])+)");
    private static final Pattern HASH =
            Pattern.compile("([A-Za-z0-9-]{1,16}):((?:[0-9A-Fa-f]{2}:){0,63}[0-9A-Fa-f]{2})");
    private static final Pattern TYPE =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}(;.*)?");

    /**
     * A hash of the content.
     *
     * @param algorithm in lower case, such as {@code sha-1}
     * @param value hexadecimal in upper case with colons
     */
    public record Hash(String algorithm, String value) {}

    public FileSelector {
        hashes = List.copyOf(hashes);
        if (name.filter(n -> n.isEmpty() || n.chars().anyMatch(c -> c < ' ' || c == 0x7f))
                .isPresent()) {
            throw new IllegalArgumentException("no file name");
        }
        if (type.filter(t -> !TYPE.matcher(t).matches()).isPresent()) {
            throw new IllegalArgumentException("no media type");
        }
    }

    /** Reads the value of {@code a=file-selector}; what is not understood is left out. */
    static FileSelector parse(String value) {
        Optional<String> name = Optional.empty();
        Optional<String> type = Optional.empty();
        OptionalLong size = OptionalLong.empty();
        List<Hash> hashes = new ArrayList<>();
        Matcher each = SELECTOR.matcher(value);
        while (each.find()) {
            String text = each.group(2);
            switch (each.group(1)) {
                case "name" -> name = fileName(text);
                case "type" ->
                    type = Optional.of(text).filter(t -> TYPE.matcher(t).matches());
                case "size" ->
                    size = text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
                case "hash" -> hash(text).ifPresent(hashes::add);
                default -> {} // RFC 5547 6: selectors to come
            }
        }
        return new FileSelector(name, type, size, hashes);
    }

    private static Optional<Hash> hash(String text) {
        Matcher parts = HASH.matcher(text);
        return parts.matches()
                ? Optional.of(new Hash(
                        parts.group(1).toLowerCase(Locale.ROOT), parts.group(2).toUpperCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** RFC 5547 6 and 10: only the last part of the name counts, so that a path cannot lead out of a directory. */
    private static Optional<String> fileName(String quoted) {
        if (quoted.length() < 2 || !quoted.startsWith("\"") || !quoted.endsWith("\"")) {
            return Optional.empty();
        }
        String decoded = decode(quoted.substring(1, quoted.length() - 1)).replaceAll("[\\p{Cntrl}]", "");
        String last = decoded.substring(Math.max(decoded.lastIndexOf('/'), decoded.lastIndexOf('\\')) + 1);
        return last.isEmpty() || last.equals(".") || last.equals("..") ? Optional.empty() : Optional.of(last);
    }

    private static String decode(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[octets.length];
        int length = 0;
        for (int i = 0; i < octets.length; i++) {
            int high = octets[i] == '%' && i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(octets[i + 2], 16);
            decoded[length++] = low < 0 ? octets[i] : (byte) (high << 4 | low);
            i += low < 0 ? 0 : 2;
        }
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }

    String text() {
        List<String> parts = new ArrayList<>();
        // RFC 5547 6: a percent sign and a quotation mark are the two printable ones that have to be escaped.
        name.ifPresent(n -> parts.add("name:\"" + n.replace("%", "%25").replace("\"", "%22") + "\""));
        type.ifPresent(t -> parts.add("type:" + t));
        size.ifPresent(s -> parts.add("size:" + s));
        hashes.forEach(h -> parts.add("hash:" + h.algorithm() + ":" + h.value()));
        return String.join(" ", parts);
    }
}

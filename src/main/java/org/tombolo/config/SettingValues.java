package org.tombolo.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One setting at a time, as a value of its kind. Keys are given without {@code tombolo.}. */
final class SettingValues {
    private static final String PREFIX = "tombolo.";
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?");
    private static final Pattern DOMAIN = Pattern.compile("\\*|(\\*\\.)?" + HOST_NAME.pattern());
    private static final Pattern DOTTED = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|[smhd])");
    private static final Pattern SECRET = Pattern.compile(".*(secret|password)");

    private final Properties values;

    SettingValues(Properties values) {
        this.values = values;
    }

    String text(String key) {
        return values.getProperty(PREFIX + key, "");
    }

    /** A text that is empty or of this form. */
    Optional<String> text(String key, Pattern form, String allowed) throws InvalidSettingException {
        if (text(key).isEmpty()) {
            return Optional.empty();
        }
        if (!form.matcher(text(key)).matches()) {
            throw wrong(key, "empty or " + allowed);
        }
        return Optional.of(text(key));
    }

    String oneOf(String key, String... allowed) throws InvalidSettingException {
        if (!Arrays.asList(allowed).contains(text(key))) {
            throw wrong(key, String.join(" or ", allowed));
        }
        return text(key);
    }

    List<String> list(String key) {
        return Arrays.stream(text(key).split(","))
                .map(String::trim)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    /** A list whose entries are all of this form. */
    List<String> list(String key, Pattern form, String allowed) throws InvalidSettingException {
        if (!list(key).stream().allMatch(entry -> form.matcher(entry).matches())) {
            throw wrong(key, "a comma-separated list of " + allowed);
        }
        return list(key);
    }

    List<String> hosts(String key) throws InvalidSettingException {
        if (!list(key).stream().allMatch(SettingValues::isHost)) {
            throw wrong(key, "a comma-separated list of host names and IP addresses");
        }
        return list(key);
    }

    /** Domains, with those below one as {@code *.name} and all as {@code *}. */
    List<String> domains(String key) throws InvalidSettingException {
        if (!list(key).stream().allMatch(entry -> DOMAIN.matcher(entry).matches())) {
            throw wrong(key, "a comma-separated list of domains, *.DOMAIN for those below one, * for all");
        }
        return list(key);
    }

    String host(String key) throws InvalidSettingException {
        if (!isHost(text(key))) {
            throw wrong(key, "a host name or an IP address");
        }
        return text(key);
    }

    Path path(String key) throws InvalidSettingException {
        try {
            if (!text(key).isEmpty()) {
                return Path.of(text(key));
            }
        } catch (InvalidPathException e) {
            // falls through to the same answer
        }
        throw wrong(key, "a path");
    }

    Optional<Path> file(String key) throws InvalidSettingException {
        if (text(key).isEmpty()) {
            return Optional.empty();
        }
        Path path = path(key);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw wrong(key, "empty or a file that can be read");
        }
        return Optional.of(path);
    }

    /** A file of this name in a folder; empty when no folder is given. */
    Optional<Path> file(String key, String name) throws InvalidSettingException {
        if (text(key).isEmpty()) {
            return Optional.empty();
        }
        Path file = path(key).resolve(name);
        if (!Files.isReadable(file)) {
            throw wrong(key, "empty or a folder with a " + name + " that can be read");
        }
        return Optional.of(file);
    }

    int number(String key, int least, int most) throws InvalidSettingException {
        try {
            int value = Integer.parseInt(text(key));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the same answer
        }
        throw wrong(key, "a whole number from " + least + " to " + most);
    }

    Duration duration(String key, Duration least, Duration most) throws InvalidSettingException {
        Matcher matcher = TIME.matcher(text(key));
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            Duration value = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
            if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
                return value;
            }
        }
        throw wrong(
                key,
                "a time such as 500ms, 10s, 5m, 2h or 7d, from " + least.toMillis() + "ms to " + most.toSeconds()
                        + "s");
    }

    /** What the start ends with when a value is not allowed. */
    InvalidSettingException wrong(String key, String allowed) {
        return new InvalidSettingException(PREFIX + key, shown(key, text(key)), allowed);
    }

    /** The value, unless nobody should read it in a log. */
    static String shown(String key, String value) {
        return SECRET.matcher(key).matches() ? "(hidden)" : value;
    }

    private static boolean isHost(String text) {
        if (IPV6.matcher(text).matches()) {
            return isIpv6(text);
        }
        return DOTTED.matcher(text).matches()
                ? IPV4.matcher(text).matches()
                : HOST_NAME.matcher(text).matches();
    }

    private static boolean isIpv6(String text) {
        try {
            // A literal in brackets is never looked up.
            return InetAddress.getByName("[" + text + "]").getAddress().length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

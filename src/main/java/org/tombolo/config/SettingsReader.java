package org.tombolo.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads settings: the defaults, then a file ({@code TOMBOLO_CONFIG}), then {@code -D}, then the environment; the last one wins. */
public final class SettingsReader {
    private static final String DEFAULTS = "/tombolo-defaults.properties";
    private static final String PREFIX = "tombolo.";
    private static final String CONFIG_KEY = "tombolo.config";
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?|[0-9a-fA-F:]{2,39}");
    private static final Pattern PORT_RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
    private static final Pattern SIP_URI = Pattern.compile("sips?:[^\\s<>\"]{1,255}");
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,6})(ms|s)");

    private final Properties values;

    private SettingsReader(Properties values) {
        this.values = values;
    }

    /**
     * Reads and checks all settings.
     *
     * @param system system properties
     * @param environment environment variables
     * @throws InvalidSettingException at the first wrong value
     */
    public static Settings read(Properties system, Map<String, String> environment) throws InvalidSettingException {
        Properties merged = defaults();
        Set<String> known = merged.stringPropertyNames();
        overlayFile(merged, known, system, environment);
        for (String key : known) {
            overlay(merged, key, system.getProperty(key));
            overlay(merged, key, environment.get(environmentName(key)));
        }
        return new SettingsReader(merged).settings();
    }

    /** The environment variable of a key: {@code tombolo.sip.port} is {@code TOMBOLO_SIP_PORT}. */
    static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private static Properties defaults() {
        Properties defaults = new Properties();
        try (InputStream in = SettingsReader.class.getResourceAsStream(DEFAULTS)) {
            if (in == null) {
                throw new IllegalStateException(DEFAULTS + " is missing from the application");
            }
            defaults.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + DEFAULTS, e);
        }
        return defaults;
    }

    private static void overlayFile(
            Properties merged, Set<String> known, Properties system, Map<String, String> environment)
            throws InvalidSettingException {
        String name = environment.getOrDefault(environmentName(CONFIG_KEY), system.getProperty(CONFIG_KEY, ""));
        if (name.isEmpty()) {
            return;
        }
        Properties file = new Properties();
        try (var in = Files.newBufferedReader(Path.of(name), StandardCharsets.UTF_8)) {
            file.load(in);
        } catch (IOException e) {
            throw new InvalidSettingException(CONFIG_KEY, name, "a file that can be read");
        }
        for (String key : file.stringPropertyNames()) {
            if (!known.contains(key)) {
                throw new InvalidSettingException(key, file.getProperty(key), "left out: there is no such setting");
            }
            overlay(merged, key, file.getProperty(key));
        }
    }

    private static void overlay(Properties merged, String key, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            merged.setProperty(key, value.trim());
        }
    }

    private Settings settings() throws InvalidSettingException {
        Path data = path("data");
        Settings.Network network = network();
        return new Settings(data, network, tls(), sip(), xmpp(), media(), store(data), messages(), calls());
    }

    private Settings.Network network() throws InvalidSettingException {
        String bind = host("bind");
        String publicHost = text("public.host").isEmpty() ? bind : host("public.host");
        int http = number("http.port", 0, 65535);
        String url = text("public.url");
        if (!url.isEmpty() && !url.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
            throw wrong("public.url", "empty or an http(s) URL without a query");
        }
        String publicUrl = url.isEmpty() ? "http://" + publicHost + ":" + http : url.replaceAll("/+$", "");
        return new Settings.Network(bind, publicHost, publicUrl, http, number("https.port", 0, 65535));
    }

    private Optional<Settings.Tls> tls() throws InvalidSettingException {
        Optional<Path> certificate = file("tls.certificate");
        Optional<Path> key = file("tls.key");
        if (certificate.isPresent() != key.isPresent()) {
            throw wrong(certificate.isPresent() ? "tls.key" : "tls.certificate", "given when the other of the pair is");
        }
        return certificate.map(c -> new Settings.Tls(c, key.orElseThrow()));
    }

    private Settings.Sip sip() throws InvalidSettingException {
        String proxy = text("sip.outbound.proxy");
        if (!proxy.isEmpty() && !SIP_URI.matcher(proxy).matches()) {
            throw wrong("sip.outbound.proxy", "empty or a SIP URI such as sip:10.0.0.4:5060");
        }
        Set<String> peers = new LinkedHashSet<>();
        for (String peer : list("sip.trusted.peers")) {
            if (!HOST.matcher(peer).matches()) {
                throw wrong("sip.trusted.peers", "a comma-separated list of addresses");
            }
            peers.add(peer);
        }
        return new Settings.Sip(
                number("sip.port", 1, 65535),
                number("sips.port", 1, 65535),
                host("ims.domain"),
                proxy.isEmpty() ? Optional.empty() : Optional.of(proxy),
                Set.copyOf(peers));
    }

    private Settings.Xmpp xmpp() throws InvalidSettingException {
        return new Settings.Xmpp(
                host("xmpp.host"),
                number("xmpp.port", 1, 65535),
                host("xmpp.domain"),
                text("xmpp.secret"),
                host("xmpp.server.domain"));
    }

    private Settings.Media media() throws InvalidSettingException {
        Matcher range = PORT_RANGE.matcher(text("rtp.ports"));
        if (!range.matches()) {
            throw wrong("rtp.ports", "FIRST-LAST, such as 20000-29999");
        }
        int first = Integer.parseInt(range.group(1));
        int last = Integer.parseInt(range.group(2));
        if (first < 1024 || last > 65535 || last - first < 3 || first % 2 != 0) {
            throw wrong("rtp.ports", "FIRST-LAST of at least four ports from 1024 to 65535, FIRST even (RFC 3550 11)");
        }
        return new Settings.Media(
                first, last, duration("share.silence", Duration.ofSeconds(1), Duration.ofMinutes(10)));
    }

    private Settings.Store store(Path data) throws InvalidSettingException {
        String url = text("db.url");
        if (!url.isEmpty() && !url.startsWith("jdbc:h2:")) {
            throw wrong("db.url", "empty or a JDBC URL that starts with jdbc:h2:");
        }
        // WRITE_DELAY=0: with H2's default a hard stop loses commits that it has answered.
        String ours =
                "jdbc:h2:file:" + data.toAbsolutePath().resolve("tombolo") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        return new Settings.Store(url.isEmpty() ? ours : url, text("db.user"), text("db.password"));
    }

    private Settings.Messages messages() throws InvalidSettingException {
        String type = text("message.type");
        if (!type.equals("normal") && !type.equals("chat")) {
            throw wrong("message.type", "normal or chat");
        }
        return new Settings.Messages(
                number("outbox.limit", 0, 10_000_000),
                duration("message.hold", Duration.ZERO, Duration.ofSeconds(10)),
                type);
    }

    private Settings.Calls calls() throws InvalidSettingException {
        return new Settings.Calls(
                duration("call.ring.timeout", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                list("sink.allow"),
                file("sink.ca"));
    }

    private String text(String key) {
        return values.getProperty(PREFIX + key, "");
    }

    private java.util.List<String> list(String key) {
        return java.util.Arrays.stream(text(key).split(","))
                .map(String::trim)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    private String host(String key) throws InvalidSettingException {
        if (!HOST.matcher(text(key)).matches()) {
            throw wrong(key, "a host name or an IP address");
        }
        return text(key);
    }

    private Path path(String key) throws InvalidSettingException {
        try {
            if (!text(key).isEmpty()) {
                return Path.of(text(key));
            }
        } catch (java.nio.file.InvalidPathException e) {
            // falls through to the same answer
        }
        throw wrong(key, "a path");
    }

    private Optional<Path> file(String key) throws InvalidSettingException {
        if (text(key).isEmpty()) {
            return Optional.empty();
        }
        Path path = path(key);
        if (!Files.isReadable(path)) {
            throw wrong(key, "a file that can be read");
        }
        return Optional.of(path);
    }

    private int number(String key, int least, int most) throws InvalidSettingException {
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

    private Duration duration(String key, Duration least, Duration most) throws InvalidSettingException {
        Matcher matcher = SECONDS.matcher(text(key));
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            Duration value = matcher.group(2).equals("s") ? Duration.ofSeconds(count) : Duration.ofMillis(count);
            if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
                return value;
            }
        }
        throw wrong(key, "a time such as 500ms or 10s, from " + least.toMillis() + "ms to " + most.toSeconds() + "s");
    }

    private InvalidSettingException wrong(String key, String allowed) {
        return new InvalidSettingException(
                PREFIX + key, key.matches(".*(secret|password)") ? "(hidden)" : text(key), allowed);
    }
}

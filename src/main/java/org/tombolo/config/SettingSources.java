package org.tombolo.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where values come from: the defaults, then the file of {@code TOMBOLO_CONFIG}, then {@code -D}, then the environment. */
final class SettingSources {
    private static final String DEFAULTS = "/tombolo-defaults.properties";
    private static final String CONFIG_KEY = "tombolo.config";

    private final Properties system;
    private final Map<String, String> environment;

    SettingSources(Properties system, Map<String, String> environment) {
        this.system = system;
        this.environment = environment;
    }

    /** The value of every key; the later source wins. */
    Properties merged() throws InvalidSettingException {
        Properties merged = defaults();
        Set<String> known = new HashSet<>(merged.stringPropertyNames());
        XmppComponents.keys().forEach(known::add);
        Properties file = file();
        for (String key : file.stringPropertyNames()) {
            if (!known.contains(key)) {
                throw new InvalidSettingException(
                        key, SettingValues.shown(key, file.getProperty(key)), "left out: there is no such setting");
            }
        }
        for (String key : known) {
            overlay(merged, key, file.getProperty(key));
            overlay(merged, key, system.getProperty(key));
            overlay(merged, key, environment.get(environmentName(key)));
        }
        return merged;
    }

    /** The environment variable of a key: {@code tombolo.sip.port} is {@code TOMBOLO_SIP_PORT}. */
    static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private Properties file() throws InvalidSettingException {
        String name = environment.getOrDefault(environmentName(CONFIG_KEY), system.getProperty(CONFIG_KEY, ""));
        Properties file = new Properties();
        if (name.isBlank()) {
            return file;
        }
        try (var in = Files.newBufferedReader(Path.of(name.trim()), StandardCharsets.UTF_8)) {
            file.load(in);
            return file;
        } catch (IOException | InvalidPathException e) {
            throw new InvalidSettingException(CONFIG_KEY, name, "a file that can be read");
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(CONFIG_KEY, name, "a properties file: " + e.getMessage());
        }
    }

    private static Properties defaults() {
        Properties defaults = new Properties();
        try (InputStream in = SettingSources.class.getResourceAsStream(DEFAULTS)) {
            if (in == null) {
                throw new IllegalStateException(DEFAULTS + " is missing from the application");
            }
            defaults.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + DEFAULTS, e);
        }
        return defaults;
    }

    private static void overlay(Properties merged, String key, @Nullable String value) {
        if (value != null) {
            merged.setProperty(key, value.trim());
        }
    }
}

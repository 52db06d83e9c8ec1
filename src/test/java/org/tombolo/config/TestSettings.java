package org.tombolo.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Settings for tests: the defaults with some values of their own. */
public final class TestSettings {
    private TestSettings() {}

    /**
     * The defaults in a data directory.
     *
     * @param more keys without {@code tombolo.}, and values, in turn
     */
    public static Settings in(Path data, String... more) {
        Properties properties = new Properties();
        properties.setProperty("tombolo.data", data.toString());
        for (int i = 0; i < more.length; i += 2) {
            properties.setProperty("tombolo." + more[i], more[i + 1]);
        }
        try {
            return SettingsReader.read(properties, Map.of());
        } catch (InvalidSettingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

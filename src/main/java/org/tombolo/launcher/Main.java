package org.tombolo.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import org.tombolo.config.InvalidSettingException;
import org.tombolo.config.Settings;
import org.tombolo.config.SettingsReader;

/** Starts the gateway: reads the settings, starts the container with the WAR ({@code -Dtombolo.war=PATH}), stops on SIGTERM. */
public final class Main {
    private static final String WAR = "tombolo.war";
    private static final int NOT_STARTED = 1;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        ConsoleLog log = ConsoleLog.install();
        try {
            Settings settings = SettingsReader.read(System.getProperties(), System.getenv());
            Path war = war();
            findTranscoder(settings, war);
            GatewayContainer container = GatewayContainer.start(settings, war, log);
            Runtime.getRuntime().addShutdownHook(new Thread(container::close, "stop"));
        } catch (InvalidSettingException | StartException e) {
            System.err.println("tombolo: " + e.getMessage());
            // The stack has started threads that would keep the process alive.
            Runtime.getRuntime().halt(NOT_STARTED);
        }
        Thread.currentThread().join();
    }

    /** The application in the container reads its settings anew. */
    private static void findTranscoder(Settings settings, Path war) {
        Path beside = war.resolveSibling("transcoder");
        boolean found = Files.isReadable(beside.resolve("tombolo-transcoder.jar"));
        if (found && settings.media().transcoder().directory().isEmpty()) {
            System.setProperty("tombolo.transcoder", beside.toString());
        }
    }

    private static Path war() throws StartException {
        Path war = Path.of(System.getProperty(WAR, "tombolo.war")).toAbsolutePath();
        if (!war.toFile().isFile()) {
            throw new StartException("there is no WAR at " + war + "; name it by -D" + WAR + "=PATH");
        }
        return war;
    }
}

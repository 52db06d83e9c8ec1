package org.tombolo.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tombolo.config.InvalidSettingException;
import org.tombolo.config.ServerCertificate;
import org.tombolo.config.Settings;
import org.tombolo.config.SettingsReader;

/**
 * Turns our settings into Open Liberty's: checks them, the ports and the certificate as {@link Main} does, and writes
 * the {@code settings.xml} that Liberty's server.xml includes. Run before the server starts, with the server's
 * directory and the WAR as arguments.
 */
public final class LibertySettings {
    private static final int NOT_WRITTEN = 1;

    private LibertySettings() {}

    public static void main(String[] args) {
        try {
            if (args.length != 2) {
                throw new StartException("usage: LibertySettings SERVER_DIRECTORY WAR");
            }
            Settings settings = SettingsReader.read(System.getProperties(), System.getenv());
            write(settings, Path.of(args[0]), Path.of(args[1]).toAbsolutePath());
        } catch (InvalidSettingException | StartException e) {
            System.err.println("tombolo: " + e.getMessage());
            System.exit(NOT_WRITTEN);
        }
    }

    private static void write(Settings settings, Path server, Path war) throws InvalidSettingException, StartException {
        Connectors connectors = Connectors.of(settings);
        StringBuilder xml = new StringBuilder("<server>\n");
        variables(settings, war).forEach((name, value) -> element(xml, "variable", "name", name, "value", value));
        if (settings.tls().isPresent()) {
            tls(xml, keys(settings, settings.tls().get()));
        }
        connectors.check();
        store(server.resolve("settings.xml"), xml.append("</server>\n").toString());
    }

    private static Map<String, String> variables(Settings settings, Path war) {
        boolean tls = settings.tls().isPresent();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("tombolo.bind", settings.network().bind());
        variables.put("tombolo.public.host", settings.network().publicHost());
        variables.put("tombolo.http.port", port(settings.network().httpPort(), true));
        variables.put("tombolo.https.port", port(settings.network().httpsPort(), tls));
        variables.put("tombolo.sip.port", port(settings.sip().port(), true));
        variables.put("tombolo.sips.port", port(settings.sip().tlsPort(), tls));
        variables.put("tombolo.archive", war.toString());
        Optional.ofNullable(System.getProperty("tombolo.dar")).ifPresent(dar -> variables.put("tombolo.dar", dar));
        return variables;
    }

    private static String port(int port, boolean on) {
        return on && port > 0 ? Integer.toString(port) : "-1";
    }

    private static KeyStores keys(Settings settings, Settings.Tls files)
            throws InvalidSettingException, StartException {
        ServerCertificate certificate =
                ServerCertificate.load(files, settings.network().publicHost(), Clock.systemUTC());
        try (ContainerDirectory directory = ContainerDirectory.open(settings.data())) {
            return KeyStores.write(certificate, directory, new SecureRandom());
        }
    }

    private static void tls(StringBuilder xml, KeyStores keys) {
        xml.append("<featureManager><feature>transportSecurity-1.0</feature></featureManager>\n");
        keyStore(xml, "identity", keys.identity(), keys.password());
        keyStore(xml, "trust", keys.trust(), keys.password());
        element(
                xml,
                "ssl",
                "id",
                "defaultSSLConfig",
                "keyStoreRef",
                "identity",
                "trustStoreRef",
                "trust",
                "sslProtocol",
                "TLSv1.2,TLSv1.3",
                "enabledCiphers",
                SipStack.cipherSuites().replace(',', ' '));
        element(xml, "sslOptions", "id", "sip", "sslRef", "defaultSSLConfig");
        element(xml, "sipEndpoint", "id", "defaultSipEndpoint", "sslOptionsRef", "sip");
    }

    private static void keyStore(StringBuilder xml, String id, Path file, String password) {
        element(xml, "keyStore", "id", id, "location", file.toString(), "type", KeyStores.TYPE, "password", password);
    }

    private static void element(StringBuilder xml, String name, String... attributes) {
        xml.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            xml.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escape(attributes[i + 1]))
                    .append('"');
        }
        xml.append("/>\n");
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    // It holds the password of the key store.
    private static void store(Path file, String xml) throws StartException {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, xml, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StartException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
